"""The demo: real servers, the operator, an ordinary Milvus client, and kubectl as a user types it."""
from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import time
from typing import Any, Callable, List

from stage import (PROJECT, SERVERS, BuildFailed, DemoFailed, Kubectl, Operator, Servers, Stopped, build, coloured, ignore_signals,
                   note, signals_held, stop_on_signals, told)

NAMESPACE = "demo"
ROWS = 10_000
DIMENSIONS = 8


def title(text: str) -> None:
    print("\n" + coloured(f"# {text}", "1", sys.stdout), flush=True)


def check(holds: bool, claim: str) -> None:
    if not holds:
        raise DemoFailed(claim)
    print(f"  {coloured('✔', '32', sys.stdout)} checked on Milvus by pymilvus: {claim}", flush=True)


def client(servers: Servers) -> Any:
    sys.path.insert(0, servers.ready["pymilvus"])
    import logging

    logging.disable(logging.CRITICAL)
    # kubectl is started by a fork. With its handlers for forks, gRPC now and then ended the child before it became
    # kubectl ("epoll_wait error: Bad file descriptor"); the child uses no gRPC.
    os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "false"
    with signals_held():
        from pymilvus import MilvusClient

    return MilvusClient(uri=servers.uri)


def fill(milvus: Any) -> None:
    from pymilvus import DataType

    schema = milvus.create_schema()
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=DIMENSIONS)
    milvus.create_collection("book", schema=schema)
    for partition in ("novel", "essay", "fable"):
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
metadata: {{name: default, namespace: {NAMESPACE}}}
spec:
  uri: {uri}
  allowedTargets: [{{collection: book}}]
  pollInterval: 2s
"""


def partition(name: str, ensure: str = "present") -> str:
    return f"""
apiVersion: milvusops.io/v1alpha1
kind: MilvusPartition
metadata: {{name: book-{name}, namespace: {NAMESPACE}}}
spec:
  collection: book
  partition: {name}
  ensure: {ensure}
"""


def tell(kubectl: Kubectl, milvus: Any, uri: str) -> None:
    title("A partition that holds data is put under a resource")
    check("novel" in names(milvus), f"partition novel is there, loaded, with {milvus.get_partition_stats('book', 'novel')['row_count']} rows")
    kubectl.typed("apply", "-f", "-", stdin=connection(uri) + "---" + partition("novel"))
    kubectl.typed("wait", "--for=condition=Ready", "mpart/book-novel", "-n", NAMESPACE, "--timeout=30s")
    kubectl.typed("get", "mpart", "-n", NAMESPACE)
    kubectl.typed("describe", "mpart/book-novel", "-n", NAMESPACE)

    title("Deleting the resource drops the partition")
    begun = time.monotonic()
    kubectl.typed("delete", "mpart/book-novel", "-n", NAMESPACE)
    kubectl.quiet("wait", "--for=delete", "mpart/book-novel", "-n", NAMESPACE, "--timeout=30s")
    check("novel" not in names(milvus), f"partition novel is gone, {time.monotonic() - begun:.1f} s after the command")
    kubectl.typed("get", "events", "-n", NAMESPACE, "--field-selector", "reason=PartitionDropped", "-o", "custom-columns=REASON:.reason,NOTE:.message")

    title("Declaring a partition absent drops it, and the resource tells")
    kubectl.typed("apply", "-f", "-", stdin=partition("essay", "absent"))
    kubectl.typed("wait", "--for=jsonpath={.status.drop.outcome}=Dropped", "mpart/book-essay", "-n", NAMESPACE, "--timeout=30s")
    check("essay" not in names(milvus), "partition essay is gone")
    kubectl.typed("get", "mpart/book-essay", "-n", NAMESPACE, "-o", "jsonpath={.status.drop}")

    title("A drop behind the operator's back is noticed")
    kubectl.typed("apply", "-f", "-", stdin=partition("fable"))
    kubectl.typed("wait", "--for=condition=Ready", "mpart/book-fable", "-n", NAMESPACE, "--timeout=30s")
    print("\n" + coloured(">>> milvus.drop_partition('book', 'fable')   # somebody, with pymilvus", "36", sys.stdout))
    milvus.drop_partition("book", "fable")
    check("fable" not in names(milvus), "partition fable is gone")
    eventually(lambda: "fable" in names(milvus), "the operator creates it again")
    check("fable" in names(milvus), "partition fable is there again, empty")
    eventually(lambda: "PartitionExternallyDropped" in kubectl.quiet("get", "events", "-n", NAMESPACE), "an event tells")
    kubectl.typed("get", "events", "-n", NAMESPACE, "--field-selector", "reason=PartitionExternallyDropped", "-o", "custom-columns=TYPE:.type,NOTE:.message")


def pointing(uri: str) -> str:
    """The command that points the examples at a server: some keep their connection in a folder of their own."""
    return f"find examples -name '*MilvusConnection*.yaml' -exec sed -i 's#http://milvus.milvus.svc:19530#{uri}#' {{}} +"


def keep(servers: Servers, operator: Operator) -> None:
    title("Everything goes on running; press Ctrl-C to end it")
    note(f"export KUBECONFIG={servers.ready['kubeconfig']}")
    note(f"{servers.ready['kubectl']} get mpart -A")
    note(f"Milvus: {servers.uri}; the operator's log: {operator.log}")
    note("to ask it with the ordinary client:")
    ask = f"from pymilvus import MilvusClient; print(MilvusClient('{servers.uri}').list_partitions('book'))"
    note(f"  PYTHONPATH={servers.ready['pymilvus']} {servers.ready['python']} -c \"{ask}\"")
    note("to point the examples at it; git checkout examples takes it back:")
    note(f"  {pointing(servers.uri)}")
    while servers.running() and operator.running():
        time.sleep(1)
    note("the operator has ended; the servers go on, so that one can see what that means")
    while servers.running():
        time.sleep(1)
    raise DemoFailed("the servers have ended")


def run(arguments: argparse.Namespace) -> None:
    title("Starting etcd, kube-apiserver, kube-controller-manager, Milvus and the operator")
    with contextlib.ExitStack() as stage:
        servers = Servers()
        stage.callback(servers.close)
        build()
        with told("starting Kubernetes and Milvus"):
            servers.await_ready()
        kubectl = Kubectl(servers.ready["kubectl"], servers.ready["kubeconfig"])
        kubectl.quiet("apply", "-k", str(PROJECT / "crds"))
        kubectl.quiet("create", "namespace", NAMESPACE)
        operator = Operator(servers)
        stage.callback(operator.close)
        stage.callback(ignore_signals)
        try:
            with told("starting the operator, and filling a collection with an ordinary client"):
                milvus = client(servers)
                fill(milvus)
            tell(kubectl, milvus, servers.uri)
            if arguments.keep:
                keep(servers, operator)
        except DemoFailed:
            print(operator.log.read_text()[-4000:], file=sys.stderr)
            raise


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="./demo", description=__doc__,
        epilog="It ends with the process that started it, so that nothing is left behind: keep its terminal or shell open.")
    parser.add_argument("--keep", action="store_true",
                        help="leave it all running at the end, until Ctrl-C, and tell how to use it")
    arguments = parser.parse_args()
    begun = time.monotonic()
    stop_on_signals()
    try:
        if subprocess.run([sys.executable, str(SERVERS), "check"]).returncode != 0:
            return 2
        run(arguments)
    except (DemoFailed, BuildFailed) as failed:
        print("\n" + coloured(f"the demo failed: {failed}", "31", sys.stderr), file=sys.stderr)
        return 1
    except Stopped as stopped:
        # What it would say it to may be what has gone.
        with contextlib.suppress(OSError):
            print(f"\n  {stopped.cause}; nothing of it stays running", file=sys.stderr, flush=True)
        return stopped.exit_code
    note(f"done in {time.monotonic() - begun:.0f} s; nothing is left running")
    return 0


if __name__ == "__main__":
    sys.exit(main())
