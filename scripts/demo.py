"""The demo: real servers, the operator, an ordinary Milvus client, and kubectl as a user types it."""
from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

PROJECT = Path(__file__).resolve().parent.parent
SERVERS = PROJECT / "scripts" / "servers" / "servers.py"
JAR = PROJECT / "target" / "milvus-partition-operator.jar"
ROWS = 10_000
DIMENSIONS = 8


class DemoFailed(Exception):
    """A claim of the story did not hold."""


def title(text: str) -> None:
    print(f"\n\033[1m# {text}\033[0m", flush=True)


def note(text: str) -> None:
    print(f"  {text}", flush=True)


def check(holds: bool, claim: str) -> None:
    if not holds:
        raise DemoFailed(claim)
    print(f"  \033[32m✔\033[0m checked on Milvus by pymilvus: {claim}", flush=True)


def built() -> bool:
    if not JAR.exists():
        return False
    sources = [PROJECT / "pom.xml", *(PROJECT / "src" / "main").rglob("*")]
    return all(source.stat().st_mtime <= JAR.stat().st_mtime for source in sources)


def build() -> None:
    if not built():
        note("building the operator with Maven (the first time it fetches its libraries) ...")
        subprocess.run(["mvn", "-q", "--no-transfer-progress", "-DskipTests", "-DskipITs", "package"], cwd=PROJECT, check=True)


class Servers:
    """The test servers; they end with this process, however it ends."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(SERVERS), "run"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self._out().readline()
        if not line:
            raise DemoFailed("the servers did not start; see above")
        self.ready: Dict[str, Any] = json.loads(line)

    def _out(self) -> Any:
        return self._process.stdout

    def ask(self, **command: Any) -> Dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._out().readline())
        if not answer.get("ok"):
            raise DemoFailed(str(answer))
        return answer

    def milvus(self) -> str:
        return self.ask(do="start-milvus", name="milvus")["uri"]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)


class Kubectl:
    def __init__(self, binary: str, kubeconfig: str) -> None:
        self._binary = binary
        self._environment = {**os.environ, "KUBECONFIG": kubeconfig}

    def quiet(self, *words: str, stdin: Optional[str] = None) -> str:
        done = subprocess.run([self._binary, *words], env=self._environment, input=stdin, text=True, capture_output=True)
        if done.returncode != 0:
            raise DemoFailed(f"kubectl {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def typed(self, *words: str, stdin: Optional[str] = None) -> str:
        """Shows the command as a user types it, then what it prints."""
        shown = " ".join(shlex.quote(word) for word in words)
        print(f"\n\033[36m$ kubectl {shown}\033[0m", flush=True)
        if stdin is not None:
            print("\n".join("  | " + line for line in stdin.strip().splitlines()))
        output = self.quiet(*words, stdin=stdin)
        print(output.rstrip(), flush=True)
        return output


def start_operator(servers: Servers) -> subprocess.Popen:
    log = open(Path(servers.ready["state"]) / "operator.log", "w")
    environment = {**os.environ, "KUBECONFIG": servers.ready["kubeconfig"], "MILVUSOPS_HTTP_PORT": "0"}
    return subprocess.Popen(["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", str(JAR)],
                            env=environment, stdout=log, stderr=subprocess.STDOUT)


def client(servers: Servers, uri: str) -> Any:
    sys.path.insert(0, servers.ready["pymilvus"])
    import logging

    logging.disable(logging.CRITICAL)
    from pymilvus import MilvusClient

    return MilvusClient(uri=uri)


def fill(milvus: Any) -> None:
    from pymilvus import DataType

    schema = milvus.create_schema()
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=DIMENSIONS)
    milvus.create_collection("book", schema=schema)
    for partition in ("novel", "essay", "poem"):
        milvus.create_partition("book", partition)
    rows = [{"id": number, "vector": [number / ROWS] * DIMENSIONS} for number in range(ROWS)]
    milvus.insert("book", rows, partition_name="novel")
    milvus.flush("book")
    index = milvus.prepare_index_params()
    index.add_index("vector", index_type="FLAT", metric_type="L2")
    milvus.create_index("book", index)
    milvus.load_partitions("book", ["novel"])


def names(milvus: Any) -> List[str]:
    return sorted(milvus.list_partitions("book"))


def eventually(holds: Callable[[], bool], claim: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise DemoFailed(claim)
        time.sleep(0.1)


def connection(uri: str) -> str:
    return f"""
apiVersion: milvusops.io/v1alpha1
kind: MilvusConnection
metadata: {{name: default, namespace: search}}
spec:
  uri: {uri}
  allowedTargets: [{{collection: book}}]
  pollInterval: 2s
"""


def partition(name: str, ensure: str = "present") -> str:
    return f"""
apiVersion: milvusops.io/v1alpha1
kind: MilvusPartition
metadata: {{name: book-{name}, namespace: search}}
spec:
  collection: book
  partition: {name}
  ensure: {ensure}
"""


def tell(kubectl: Kubectl, milvus: Any, uri: str) -> None:
    title("A partition that holds data is put under a resource")
    check("novel" in names(milvus), f"partition novel is there, loaded, with {milvus.get_partition_stats('book', 'novel')['row_count']} rows")
    kubectl.typed("apply", "-f", "-", stdin=connection(uri) + "---" + partition("novel"))
    kubectl.typed("wait", "--for=condition=Ready", "mpart/book-novel", "-n", "search", "--timeout=30s")
    kubectl.typed("get", "mpart", "-n", "search")
    kubectl.typed("describe", "mpart/book-novel", "-n", "search")

    title("Deleting the resource drops the partition")
    begun = time.monotonic()
    kubectl.typed("delete", "mpart/book-novel", "-n", "search")
    kubectl.quiet("wait", "--for=delete", "mpart/book-novel", "-n", "search", "--timeout=30s")
    check("novel" not in names(milvus), f"partition novel is gone, {time.monotonic() - begun:.1f} s after the command")
    kubectl.typed("get", "events", "-n", "search", "--field-selector", "reason=PartitionDropped", "-o", "custom-columns=REASON:.reason,NOTE:.message")

    title("Declaring a partition absent drops it, and the resource tells")
    kubectl.typed("apply", "-f", "-", stdin=partition("essay", "absent"))
    kubectl.typed("wait", "--for=jsonpath={.status.drop.outcome}=Dropped", "mpart/book-essay", "-n", "search", "--timeout=30s")
    check("essay" not in names(milvus), "partition essay is gone")
    kubectl.typed("get", "mpart/book-essay", "-n", "search", "-o", "jsonpath={.status.drop}")

    title("A drop behind the operator's back is noticed")
    kubectl.typed("apply", "-f", "-", stdin=partition("poem"))
    kubectl.typed("wait", "--for=condition=Ready", "mpart/book-poem", "-n", "search", "--timeout=30s")
    print("\n\033[36m>>> milvus.drop_partition('book', 'poem')   # somebody, with pymilvus\033[0m")
    milvus.drop_partition("book", "poem")
    check("poem" not in names(milvus), "partition poem is gone")
    eventually(lambda: "poem" in names(milvus), "the operator creates it again")
    check("poem" in names(milvus), "partition poem is there again, empty")
    eventually(lambda: "PartitionExternallyDropped" in kubectl.quiet("get", "events", "-n", "search"), "an event tells")
    kubectl.typed("get", "events", "-n", "search", "--field-selector", "reason=PartitionExternallyDropped", "-o", "custom-columns=TYPE:.type,NOTE:.message")


def keep(servers: Servers, uri: str) -> None:
    title("Everything goes on running; press Ctrl-C to end it")
    note(f"export KUBECONFIG={servers.ready['kubeconfig']}")
    note(f"{servers.ready['kubectl']} get mpart -A")
    note(f"Milvus: {uri}; the operator's log: {servers.ready['state']}/operator.log")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        pass


def run(arguments: argparse.Namespace) -> None:
    title("Starting etcd, kube-apiserver, kube-controller-manager, Milvus and the operator")
    build()
    servers = Servers()
    try:
        prepare_and_tell(servers, arguments)
    finally:
        servers.close()


def prepare_and_tell(servers: Servers, arguments: argparse.Namespace) -> None:
    uri = servers.milvus()
    kubectl = Kubectl(servers.ready["kubectl"], servers.ready["kubeconfig"])
    kubectl.quiet("apply", "-k", str(PROJECT / "crds"))
    kubectl.quiet("create", "namespace", "search")
    operator = start_operator(servers)
    try:
        milvus = client(servers, uri)
        fill(milvus)
        tell(kubectl, milvus, uri)
        if arguments.keep:
            keep(servers, uri)
    except DemoFailed:
        print((Path(servers.ready["state"]) / "operator.log").read_text()[-4000:], file=sys.stderr)
        raise
    finally:
        operator.terminate()
        operator.wait(timeout=30)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave it all running at the end, and tell how to use it")
    arguments = parser.parse_args()
    if subprocess.run([sys.executable, str(SERVERS), "check"]).returncode != 0:
        return 2
    begun = time.monotonic()
    try:
        run(arguments)
    except DemoFailed as failed:
        print(f"\n\033[31mthe demo failed: {failed}\033[0m", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    note(f"done in {time.monotonic() - begun:.0f} s; nothing is left running")
    return 0


if __name__ == "__main__":
    sys.exit(main())
