"""However the demo ends, nothing of it stays, and what it tells to type works. Real servers, two minutes. Run: python3 -m unittest discover -s scripts"""
from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Dict, List, Optional
from unittest import mock

import demo
import stage
from endless_compiler import EndlessCompiler

DEMO = stage.PROJECT / "demo"
START_SECONDS = 300
END_SECONDS = 20


def parents() -> Dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            state, parent = stat.rpartition(")")[2].split()[:2]
            if state != "Z":
                found[int(entry.name)] = int(parent)
    return found


def descendants(pid: int) -> List[int]:
    """Of this moment, the process itself included."""
    known = parents()
    family = [pid]
    for member in family:
        family += [child for child, parent in known.items() if parent == member]
    return family


def is_operator(pid: int) -> bool:
    try:
        return str(stage.JAR) in Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return False


def eventually(holds, seconds: float):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = holds()
        if answer:
            return answer
        time.sleep(0.1)
    return holds()


class DemoEndTest(unittest.TestCase):
    def start(self, *before: str) -> "subprocess.Popen[bytes]":
        self.output = tempfile.TemporaryFile("w+")
        self.addCleanup(self.output.close)
        process = subprocess.Popen([*before, str(DEMO), "--keep"], stdout=self.output, stderr=self.output,
                                   preexec_fn=stage.processes.tied_to_parent())
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def family_with_operator(self, process: "subprocess.Popen[bytes]") -> List[int]:
        """Waits until the operator runs, in the middle of the story: all processes that must not stay."""
        def family() -> Optional[List[int]]:
            found = descendants(process.pid)
            if process.poll() is not None:
                self.output.seek(0)
                self.fail("the demo ended by itself:\n" + self.output.read()[-4000:])
            return found if any(is_operator(pid) for pid in found) else None

        found = eventually(family, START_SECONDS)
        assert found, "the operator was not started"
        return found

    def assert_told(self, cause: str) -> None:
        self.output.seek(0)
        self.assertIn(f"  {cause}; nothing of it stays running\n", self.output.read())

    def assert_gone(self, pids: List[int]) -> None:
        eventually(lambda: not set(pids) & set(parents()), END_SECONDS)
        self.assertEqual([], sorted(set(pids) & set(parents())))

    def assert_nothing_stays_after(self, number: signal.Signals) -> None:
        process = self.start()
        family = self.family_with_operator(process)
        process.send_signal(number)
        self.assertEqual(128 + number, process.wait(END_SECONDS))
        self.assert_gone(family)
        self.assert_told(f"ended by {number.name}")

    def test_nothing_stays_after_sigterm(self) -> None:
        self.assert_nothing_stays_after(signal.SIGTERM)

    def test_nothing_stays_after_sigint(self) -> None:
        self.assert_nothing_stays_after(signal.SIGINT)

    def test_nothing_stays_after_sighup(self) -> None:
        self.assert_nothing_stays_after(signal.SIGHUP)

    def test_nothing_stays_after_the_demo_is_killed(self) -> None:
        process = self.start()
        family = self.family_with_operator(process)
        process.kill()
        self.assert_gone(family)

    def test_nothing_stays_after_its_parent_is_killed(self) -> None:
        # A shell that has something to do after the demo stays its parent.
        process = self.start("sh", "-c", '"$0" "$@"; true')
        family = self.family_with_operator(process)
        process.kill()
        self.assert_gone(family)
        self.assert_told("ended with the process that started it")


class BuildFailsTest(unittest.TestCase):
    """The operator and the servers are built side by side: what is wrong with the one must not wait for the other."""

    def test_ends_the_compiler_of_the_servers(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        compiler = EndlessCompiler(self, Path(directory.name))
        with mock.patch.dict(os.environ, {"PIP_INDEX_URL": "http://127.0.0.1:1", "PIP_RETRIES": "100"}):
            servers = stage.Servers()
        self.assertTrue(compiler.started())
        servers.close()
        self.assertTrue(compiler.gone())


class ExamplesTest(unittest.TestCase):
    """What the demo and the examples tell their reader to type does what they say."""

    EXAMPLES = stage.PROJECT / "examples"

    def test_points_every_connection_of_the_examples_at_the_server_of_the_demo(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            shutil.copytree(self.EXAMPLES, Path(directory) / "examples")
            subprocess.run(["sh", "-c", demo.pointing("http://127.0.0.1:1")], cwd=directory, check=True)
            connections = [text for text in (file.read_text() for file in Path(directory).rglob("*.yaml"))
                           if "kind: MilvusConnection" in text]
            self.assertTrue(connections)
            self.assertEqual(["http://127.0.0.1:1"] * len(connections),
                             [re.search(r"^  uri: (.*)$", text, re.MULTILINE).group(1) for text in connections])

    def test_the_time_slices_tell_how_to_make_the_collection_that_they_need(self) -> None:
        readme = (self.EXAMPLES / "time-slices" / "README.md").read_text()
        block = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
        milvus = mock.MagicMock()
        with mock.patch.dict(sys.modules, {"pymilvus": milvus}):
            exec(compile(block.group(1), "README.md", "exec"), {})
        made = milvus.MilvusClient.return_value.create_collection.call_args
        needed = {re.search(r"^  collection: (.*)$", file.read_text(), re.MULTILINE).group(1)
                  for file in (self.EXAMPLES / "time-slices").glob("*MilvusPartition*.yaml")}
        self.assertEqual(needed, {made.args[0]})
        self.assertEqual({"schema"}, set(made.kwargs), "made by its schema alone it is not loaded, and loaded slices stay")


class ColourTest(unittest.TestCase):
    """A file that the demo is written to holds text, and a terminal what its user wants."""

    def coloured(self, terminal: bool, **environment: str) -> str:
        stream = mock.Mock(isatty=lambda: terminal)
        with mock.patch.dict(os.environ, environment):
            if not environment:
                os.environ.pop("NO_COLOR", None)
            return stage.coloured("text", "1", stream)

    def test_colours_a_terminal(self) -> None:
        self.assertEqual("\033[1mtext\033[0m", self.coloured(terminal=True))

    def test_does_not_colour_a_file(self) -> None:
        self.assertEqual("text", self.coloured(terminal=False))

    def test_does_not_colour_a_terminal_whose_user_wants_none(self) -> None:
        self.assertEqual("text", self.coloured(terminal=True, NO_COLOR="1"))


class BuildTest(unittest.TestCase):
    """Maven is started only when it has something to do: it takes longer than the story."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        project = Path(directory.name)
        self.source = project / "src" / "main" / "java" / "Main.java"
        self.source.parent.mkdir(parents=True)
        (project / "pom.xml").touch()
        self.source.touch()
        self.jar = project / "operator.jar"
        for name, value in (("PROJECT", project), ("JAR", self.jar)):
            patch = mock.patch.object(stage, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def at(self, path: Path, seconds: float) -> None:
        os.utime(path, (seconds, time.time() + seconds))

    def test_builds_when_there_is_no_jar(self) -> None:
        self.assertFalse(stage.built())

    def test_does_not_build_again_what_is_newer_than_every_source(self) -> None:
        self.jar.touch()
        self.at(self.jar, 10)
        self.assertTrue(stage.built())

    def test_builds_again_after_a_source_was_changed(self) -> None:
        self.jar.touch()
        self.at(self.source, 10)
        self.assertFalse(stage.built())

    def test_builds_again_after_a_source_was_deleted(self) -> None:
        self.jar.touch()
        self.source.unlink()
        self.at(self.source.parent, 10)
        self.assertFalse(stage.built())


if __name__ == "__main__":
    sys.exit(unittest.main())
