"""Server processes that cannot outlive whoever started them."""
from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import BinaryIO, Callable, Dict, List, Optional, Sequence

_PR_SET_PDEATHSIG = 1
# Loaded here because the moment between fork and exec is no place to open a library.
_libc = ctypes.CDLL(None, use_errno=True)

POLL_SECONDS = 0.02
LOG_LINES_SHOWN = 20
Pause = Callable[[float], None]


class ServerFailed(Exception):
    """Names the server and carries the end of its log."""


class AddressInUse(ServerFailed):
    """Carries the servers that were started together and must have other ports."""

    def __init__(self, message: str, servers: "Sequence[Server]"):
        super().__init__(message)
        self.servers = servers


def tied_to_parent(number: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """For `preexec_fn`, on the main thread: the kernel sends the signal when the *thread* that made the child ends."""
    parent = os.getpid()

    def tie() -> None:
        os.setpgid(0, 0)
        _libc.prctl(_PR_SET_PDEATHSIG, number)
        # The parent may have died before the line above took effect.
        if os.getppid() != parent:
            os._exit(1)

    return tie


def spawn(command: Sequence[str], working_directory: Path, environment: Dict[str, str], output: BinaryIO,
          background: bool = False) -> "subprocess.Popen[bytes]":
    """Must be called on the main thread, see `tied_to_parent`."""
    tie = tied_to_parent()

    def prepare_child() -> None:
        tie()
        if background:
            os.nice(5)

    return subprocess.Popen(list(command), cwd=str(working_directory), env=environment, stdin=subprocess.DEVNULL,
                            stdout=output, stderr=subprocess.STDOUT, preexec_fn=prepare_child)


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Ends also what the process started itself, if it has not been waited for yet."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Server:
    """One server: it may die and be started again, its name, log file and command stay."""

    def __init__(self, name: str, command: Sequence[str], directory: Path, environment: Dict[str, str]):
        self.name = name
        self.log = directory / f"{name}.log"
        self._command = command
        self._directory = directory
        self._environment = environment
        self._process: Optional["subprocess.Popen[bytes]"] = None
        self._frozen = False
        self._log_start = 0

    def start(self) -> None:
        with open(self.log, "ab") as output:
            self._log_start = output.tell()
            self._process = spawn(self._command, self._directory, self._environment, output)
        self._frozen = False
        with open(self._directory / "pids", "a", encoding="utf-8") as pids:
            pids.write(f"{self._process.pid}\n")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def state(self) -> str:
        if self._process is None:
            return "not started"
        if self.running():
            return "frozen" if self._frozen else "running"
        return f"ended ({self._process.returncode})"

    def send(self, number: signal.Signals) -> None:
        """A killed server is gone when this returns, so that its ports can be taken again at once."""
        if not self.running():
            raise ServerFailed(f"{self.name} is not running: {self.state()}")
        os.kill(self.pid, number)
        if number == signal.SIGSTOP:
            self._frozen = True
        elif number == signal.SIGCONT:
            self._frozen = False
        elif number == signal.SIGKILL:
            self._await_end()

    def ask_to_end(self) -> None:
        """A frozen server cannot follow the request, it can only be killed."""
        if self.running():
            os.kill(self.pid, signal.SIGKILL if self._frozen else signal.SIGTERM)

    def end(self, deadline: float) -> None:
        """Waits until the deadline for a server that was asked to end, then kills it."""
        while self.running() and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        if self._process is not None:
            kill_group(self._process)

    def stop(self, grace_seconds: float) -> None:
        self.ask_to_end()
        self.end(time.monotonic() + grace_seconds)

    def _await_end(self) -> None:
        assert self._process is not None
        self._process.wait()

    def address_in_use(self) -> bool:
        return any("address already in use" in line for line in self._log_lines())

    def _log_lines(self) -> List[str]:
        """Of this start only: a server that was stopped earlier may have said its last words in the same file."""
        with open(self.log, "rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace").splitlines()

    def log_tail(self) -> str:
        """Ends at a panic where there is one: the reason stands before the long list of goroutines, not after it."""
        lines = self._log_lines()
        panics = [number for number, line in enumerate(lines, 1) if line.startswith("panic: ")]
        end = panics[0] if panics else len(lines)
        return "".join(f"\n  {self.name}| {line[:400]}" for line in lines[max(0, end - LOG_LINES_SHOWN):end])


def await_ready(servers: Sequence[Server], ready: Callable[[], bool], timeout_seconds: float, pause: Pause) -> None:
    """Waits for the last of these servers; none of them may die on the way, since each needs those before it."""
    deadline = time.monotonic() + timeout_seconds
    while not ready():
        for server in servers:
            if not server.running():
                message = f"{server.name} died while starting: {server.state()}{server.log_tail()}"
                raise AddressInUse(message, servers) if server.address_in_use() else ServerFailed(message)
        if time.monotonic() > deadline:
            last = servers[-1]
            raise ServerFailed(f"{last.name} was not ready after {timeout_seconds:.0f} s{last.log_tail()}")
        pause(POLL_SECONDS)


def stop_all(servers: Sequence[Server], grace_seconds: float) -> None:
    """All are asked first, so that the grace is spent once and not once per server."""
    for server in servers:
        server.ask_to_end()
    deadline = time.monotonic() + grace_seconds
    for server in servers:
        server.end(deadline)


def clean_environment() -> Dict[str, str]:
    """etcd and Milvus take any setting from the environment: what happens to be set for the user must not reach them."""
    kept: List[str] = ["PATH", "HOME", "TMPDIR", "LANG"]
    return {name: os.environ[name] for name in kept if name in os.environ}
