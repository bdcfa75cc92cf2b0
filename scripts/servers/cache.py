"""The cache outside the working tree: entries are complete or absent, never half there."""
from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Dict, Iterator, List, NoReturn, Optional

import processes

PROGRESS_INTERVAL_SECONDS = 10
_UNFINISHED = ".unfinished-"


class PrepareFailed(Exception):
    """One line for the user: what failed and what to do."""


def directory() -> Path:
    chosen = os.environ.get("MILVUS_PARTITION_OPERATOR_CACHE")
    if chosen:
        return Path(chosen).absolute()
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "milvus-partition-operator"


def say(line: str) -> None:
    print(f"prepare: {line}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def locked(what: str = "preparation") -> Iterator[None]:
    """One of a kind at a time on this machine: two builds side by side would each take twice as long."""
    directory().mkdir(parents=True, exist_ok=True)
    with open(directory() / f"{what}.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another {what} on this machine to finish")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remove_unfinished() -> None:
    """For the holder of the lock of preparations, who knows that nobody is still writing to these: a killed run left them."""
    for leftover in directory().glob(_UNFINISHED + "*"):
        shutil.rmtree(leftover, ignore_errors=True)


def add(entry: Path, fill: Callable[[Path], None]) -> None:
    """Lets `fill` write into a temporary directory, which takes the entry's name only when all of it worked."""
    unfinished = directory() / (_UNFINISHED + entry.name)
    unfinished.mkdir()
    try:
        fill(unfinished)
        unfinished.rename(entry)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def run_tool(step: str, remedy: str, command: List[str], working_directory: Path,
             environment: Optional[Dict[str, str]] = None, meanwhile: Callable[[], None] = lambda: None) -> None:
    """
    Runs a tool that may take minutes, with a sign of life now and then; its output is shown only when it fails.
    What is to be done `meanwhile` ends the tool when it fails: nobody should wait for minutes to be told.
    """
    log = directory() / f"last-{Path(command[0]).name}-output.log"
    started = time.monotonic()
    say(f"{step} ...")
    with open(log, "wb") as output:
        tool = processes.spawn(command, working_directory, {**os.environ, **(environment or {})}, output, background=True)
        try:
            meanwhile()
            _wait_with_progress(tool, step, started)
        finally:
            processes.kill_group(tool)
    if tool.returncode != 0:
        _fail(step, remedy, log)
    say(f"{step}: done after {time.monotonic() - started:.0f} s")


def _wait_with_progress(tool: "subprocess.Popen[bytes]", step: str, started: float) -> None:
    while True:
        try:
            tool.wait(PROGRESS_INTERVAL_SECONDS)
            return
        except subprocess.TimeoutExpired:
            say(f"{step}: {time.monotonic() - started:.0f} s")


def _fail(step: str, remedy: str, log: Path) -> NoReturn:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    # Maven says first what is wrong, and last where its handbook is.
    telling = next((line for line in lines if line.startswith("[ERROR]")), lines[-1] if lines else "no output")
    raise PrepareFailed(f"{step} failed: {telling} ({remedy}; all output: {log})")
