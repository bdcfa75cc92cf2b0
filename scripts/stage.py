"""What the demo plays on: test servers, the operator and kubectl. None of them outlives this process."""
from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, TextIO

PROJECT = Path(__file__).resolve().parent.parent
SERVERS = PROJECT / "scripts" / "servers" / "servers.py"
JAR = PROJECT / "target" / "milvus-partition-operator.jar"

sys.path.insert(0, str(SERVERS.parent))
import cache
import processes

BuildFailed = cache.PrepareFailed

_PARENT_CHECK_SECONDS = 0.5
_PROGRESS_SECONDS = 10
_GRACE_SECONDS = 10
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class DemoFailed(Exception):
    """A claim of the story did not hold."""


class Stopped(BaseException):
    """By a signal, or by the end of the parent; not an Exception, so that no library takes it for an error of its own."""

    def __init__(self, number: int, cause: str):
        super().__init__(number, cause)
        self.exit_code = 128 + number
        self.cause = cause


def stop_on_signals() -> None:
    """From now on a signal, and the end of the parent, raises Stopped on the main thread."""
    orphaned = threading.Event()

    def stop(number: int, _frame: object) -> None:
        raise Stopped(number, "ended with the process that started it" if orphaned.is_set() else f"ended by {signal.Signals(number).name}")

    for number in _SIGNALS:
        signal.signal(number, stop)
    parent = os.getppid()

    def watch_parent() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_CHECK_SECONDS)
        orphaned.set()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch_parent, daemon=True).start()


def ignore_signals() -> None:
    """For the end, which is bounded in time. What a signal cut short before is ended by the kernel."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """A signal that comes meanwhile raises Stopped afterwards: not every library survives one while it is being loaded."""
    came: List[int] = []
    before = {number: signal.signal(number, lambda came_now, _frame: came.append(came_now)) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


def coloured(text: str, code: str, stream: TextIO) -> str:
    """For a terminal only, and not for one whose user wants none: https://no-color.org."""
    return f"\033[{code}m{text}\033[0m" if stream.isatty() and not os.environ.get("NO_COLOR") else text


def note(text: str) -> None:
    print(f"  {text}", flush=True)


@contextlib.contextmanager
def told(step: str) -> Iterator[None]:
    """Says that something takes time, again and again while it does, and how long it took."""
    started = time.monotonic()
    done = threading.Event()

    def tick() -> None:
        while not done.wait(_PROGRESS_SECONDS):
            note(f"{step}: {time.monotonic() - started:.0f} s")

    note(f"{step} ...")
    threading.Thread(target=tick, daemon=True).start()
    try:
        yield
    finally:
        done.set()
    note(f"{step}: done after {time.monotonic() - started:.1f} s")


def built() -> bool:
    """Directories count too: a deleted source changes only the time of its directory."""
    if not JAR.exists():
        return False
    sources = [PROJECT / "pom.xml", *(PROJECT / "src" / "main").rglob("*")]
    return all(source.stat().st_mtime <= JAR.stat().st_mtime for source in sources)


def build() -> None:
    """Only when a source is newer than the jar. Without the tests: they are not part of the story."""
    if built():
        return
    # Forced: a jar that kept its time because nothing in it changed would be built again at every start.
    command = ["mvn", "--quiet", "--batch-mode", "--no-transfer-progress", "-Dmaven.test.skip=true", "-DskipITs",
               "-Dmaven.jar.forceCreation=true", "package"]
    with cache.locked("build of the operator"):
        cache.run_tool("building the operator with Maven", "mend the error; libraries are fetched when first needed",
                       command, PROJECT)


class Servers:
    """Kubernetes and Milvus. Made first and awaited later: what has to be built takes minutes."""

    def __init__(self) -> None:
        # Asked to end, not killed: then it removes its files.
        self._process = subprocess.Popen(
            [sys.executable, str(SERVERS), "run", "--milvus", "milvus"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, preexec_fn=processes.tied_to_parent(signal.SIGTERM))
        self.ready: Dict[str, Any] = {}

    def await_ready(self) -> None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise DemoFailed("the servers did not start; see above")
        self.ready = json.loads(line)

    @property
    def uri(self) -> str:
        return self.ready["milvus"][0]["uri"]

    def running(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        if not self.ready:
            # Whoever is still building reads no input.
            self._process.terminate()
        self._process.wait(_GRACE_SECONDS)
        self._process.stdout.close()


class Operator:
    """The operator as a process, with the rights of the admin of its own API server."""

    def __init__(self, servers: Servers) -> None:
        self.log = Path(servers.ready["state"]) / "operator.log"
        environment = {**os.environ, "KUBECONFIG": servers.ready["kubeconfig"], "MILVUSOPS_HTTP_PORT": "0"}
        with open(self.log, "wb") as output:
            self._process = processes.spawn(
                ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", str(JAR)], PROJECT, environment, output)

    def running(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            processes.kill_group(self._process)


class Kubectl:
    def __init__(self, binary: str, kubeconfig: str) -> None:
        self._binary = binary
        self._environment = {**os.environ, "KUBECONFIG": kubeconfig}

    def quiet(self, *words: str, stdin: Optional[str] = None) -> str:
        done = subprocess.run([self._binary, *words], env=self._environment, input=stdin, text=True,
                              capture_output=True, preexec_fn=processes.tied_to_parent())
        if done.returncode != 0:
            raise DemoFailed(f"kubectl {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def typed(self, *words: str, stdin: Optional[str] = None) -> str:
        """Shows the command as a user types it, then what it prints."""
        shown = " ".join(shlex.quote(word) for word in words)
        print("\n" + coloured(f"$ kubectl {shown}", "36", sys.stdout), flush=True)
        if stdin is not None:
            print("\n".join("  | " + line for line in stdin.strip().splitlines()))
        output = self.quiet(*words, stdin=stdin)
        print(output.rstrip(), flush=True)
        return output
