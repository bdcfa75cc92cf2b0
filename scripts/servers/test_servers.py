"""The promises of the supervisor, kept by real processes. Run: python3 -m unittest discover -s scripts/servers"""
from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any, Dict, List

SCRIPT = Path(__file__).resolve().parent / "servers.py"
ANSWER_SECONDS = 5


class Run:
    """A supervisor started the way the Java tests start it."""

    def __init__(self, *options: str):
        self.process = subprocess.Popen([sys.executable, str(SCRIPT), "run", *options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, universal_newlines=True)

    def answer(self) -> Dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("the supervisor ended: see its messages above")
        return json.loads(line)

    def send(self, **command: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def ask(self, **command: object) -> Dict[str, Any]:
        self.send(**command)
        return self.answer()

    def pids(self) -> List[int]:
        return [server["pid"] for server in self.ask(do="list")["servers"]]

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def alive(pids: List[int]) -> List[int]:
    return [pid for pid in pids if os.path.exists(f"/proc/{pid}")]


def kubectl(ready: Dict[str, Any], *arguments: str) -> str:
    command = [ready["kubectl"], "--kubeconfig", ready["kubeconfig"], *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout


class ServersTest(unittest.TestCase):
    def run_servers(self, *options: str) -> Run:
        run = Run(*options)
        self.addCleanup(run.close)
        return run

    def assert_gone(self, pids: List[int]) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        while alive(pids) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual([], alive(pids))

    def client(self, ready: Dict[str, Any], uri: str, token: str = "") -> Any:
        sys.path.insert(0, ready["pymilvus"])
        self.addCleanup(sys.path.remove, ready["pymilvus"])
        from pymilvus import MilvusClient

        client = MilvusClient(uri=uri, token=token, timeout=ANSWER_SECONDS)
        self.addCleanup(client.close)
        return client

    def test_two_runs_side_by_side_do_not_meet(self) -> None:
        first, second = self.run_servers("--milvus", "a"), self.run_servers("--milvus", "a")
        ready = [run.answer() for run in (first, second)]
        for number, each in enumerate(ready):
            kubectl(each, "create", "namespace", f"only-{number}")
        for number, each in enumerate(ready):
            names = kubectl(each, "get", "namespaces", "-o", "name").split()
            self.assertIn(f"namespace/only-{number}", names)
            self.assertNotIn(f"namespace/only-{1 - number}", names)
        self.assertNotEqual(ready[0]["milvus"][0]["uri"], ready[1]["milvus"][0]["uri"])

    def test_namespace_is_deleted_to_the_end_and_the_audit_log_tells_who_asked(self) -> None:
        ready = self.run_servers().answer()
        kubectl(ready, "create", "namespace", "short-lived")
        kubectl(ready, "delete", "namespace", "short-lived", "--timeout=30s")
        entries = [json.loads(line) for line in Path(ready["auditLog"]).read_text().splitlines()]
        seen = {(entry["user"]["username"], entry["verb"], entry["objectRef"].get("name"))
                for entry in entries if entry.get("objectRef", {}).get("resource") == "namespaces"}
        self.assertIn(("admin", "delete", "short-lived"), seen)

    def test_killed_supervisor_leaves_no_process_and_the_next_run_removes_its_files(self) -> None:
        run = self.run_servers("--milvus", "a")
        state = Path(run.answer()["state"])
        pids = run.pids()
        run.ask(do="signal", name="a", signal="STOP")
        run.process.kill()
        self.assert_gone(pids)
        self.run_servers().answer()
        self.assertFalse(state.exists())

    def test_end_of_input_stops_everything_also_in_the_middle_of_a_start(self) -> None:
        run = self.run_servers("--milvus", "a")
        state = Path(run.answer()["state"])
        pids = run.pids()
        run.send(do="start-milvus", name="b")
        run.close()
        self.assert_gone(pids)
        self.assertFalse(state.exists())
        self.assertEqual([], list(Path("/tmp/milvus").glob(f"server_id_{pids[0]}")))

    def test_signal_stops_everything(self) -> None:
        run = self.run_servers()
        state = Path(run.answer()["state"])
        pids = run.pids()
        run.process.send_signal(signal.SIGTERM)
        self.assertEqual(0, run.process.wait(ANSWER_SECONDS * 2))
        self.assertEqual([], alive(pids))
        self.assertFalse(state.exists())

    def test_killed_milvus_comes_back_with_its_partitions(self) -> None:
        run = self.run_servers("--milvus", "a")
        ready = run.answer()
        uri = ready["milvus"][0]["uri"]
        client = self.client(ready, uri)
        client.create_collection("book", dimension=2)
        # This way of making a collection loads it, and Milvus drops no loaded partition.
        client.release_collection("book")
        client.create_partition("book", "novel")
        self.assertTrue(run.ask(do="signal", name="a", signal="KILL")["ok"])
        self.assertEqual(uri, run.ask(do="restart", name="a")["uri"])
        again = self.client(ready, uri)
        self.assertEqual(["_default", "novel"], sorted(again.list_partitions("book")))
        again.drop_partition("book", "novel")
        self.assertEqual(["book"], again.list_collections())

    def test_restarted_control_plane_keeps_its_objects(self) -> None:
        run = self.run_servers()
        ready = run.answer()
        kubectl(ready, "create", "namespace", "kept")
        for name in ("etcd", "kube-apiserver", "kube-controller-manager"):
            self.assertTrue(run.ask(do="signal", name=name, signal="KILL")["ok"])
        for name in ("etcd", "kube-apiserver", "kube-controller-manager"):
            self.assertTrue(run.ask(do="restart", name=name)["ok"])
        kubectl(ready, "delete", "namespace", "kept", "--timeout=30s")

    def test_milvus_with_authorization_wants_the_right_password(self) -> None:
        run = self.run_servers()
        ready = run.answer()
        uri = run.ask(do="start-milvus", name="locked", authorization=True)["uri"]
        self.assertEqual([], self.client(ready, uri, token="root:Milvus").list_collections())
        with self.assertRaises(Exception):
            self.client(ready, uri, token="root:wrong")

    def test_bad_commands_are_refused_and_the_run_goes_on(self) -> None:
        run = self.run_servers()
        run.answer()
        for command, message in [
                ({"do": "dance"}, "unknown command 'dance'"),
                ({"do": "stop"}, "missing a required argument"),
                ({"do": "stop", "name": "nobody"}, "no server is called 'nobody'"),
                ({"do": "start-milvus", "name": "../a"}, "is taken, or is not made of"),
                ({"do": "signal", "name": "etcd", "signal": "HUP"}, "unknown signal 'HUP'"),
                ({"do": "start-milvus", "name": "b", "settings": {"COMMON_STORAGETYPE": "none"}}, "b died while starting")]:
            answer = run.ask(**command)
            self.assertFalse(answer["ok"])
            self.assertRegex(answer["error"], re.escape(message))
        self.assertEqual(3, len(run.pids()))


class CheckTest(unittest.TestCase):
    def test_all_missing_tools_are_named_in_one_message(self) -> None:
        with tempfile.TemporaryDirectory() as empty:
            result = subprocess.run([sys.executable, str(SCRIPT), "check"], env={"PATH": empty}, stderr=subprocess.PIPE,
                                    check=False, universal_newlines=True)
        self.assertEqual(2, result.returncode)
        for tool in ("java ", "javac ", "mvn ", "go "):
            self.assertIn(f"\n  - {tool}", result.stderr)

    def test_unknown_tool_is_a_usage_error(self) -> None:
        result = subprocess.run([sys.executable, str(SCRIPT), "check", "gradle"], stderr=subprocess.PIPE, check=False,
                                universal_newlines=True)
        self.assertEqual(2, result.returncode)
        self.assertIn("unknown tool 'gradle'", result.stderr)


if __name__ == "__main__":
    unittest.main()
