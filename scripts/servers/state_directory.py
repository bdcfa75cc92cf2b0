"""A directory for one run. What a killed run left behind is removed by the next one."""
from __future__ import annotations

import contextlib
import fcntl
import shutil
import tempfile
from pathlib import Path
from typing import IO, Iterator, Optional

import milvus_server

_PREFIX = "milvus-partition-operator-"
_LOCK = "in-use"


class StateDirectory:
    def __init__(self, chosen: Optional[Path], keep_logs: Optional[Path]):
        remove_abandoned()
        self._chosen = chosen
        self._keep_logs = keep_logs
        if chosen is None:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        else:
            chosen.mkdir(parents=True, exist_ok=True)
            self.path = chosen.absolute()
            if any(chosen.iterdir()):
                raise FileExistsError(f"{chosen} is not empty: every run starts with new servers")
        self._lock: IO[str] = open(self.path / _LOCK, "w", encoding="utf-8")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def close(self) -> None:
        """A directory that the caller named is the caller's to remove."""
        if self._keep_logs is not None:
            _copy_logs(self.path, self._keep_logs)
        _remove_runtime_leftovers(self.path)
        if self._chosen is None:
            shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def _copy_logs(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for log in source.glob("*/*.log"):
        shutil.copy(str(log), str(target))


def _remove_runtime_leftovers(directory: Path) -> None:
    for pids in directory.glob("*/pids"):
        for leftover in milvus_server.runtime_leftovers(pids.read_text().split()):
            with contextlib.suppress(OSError):
                leftover.unlink()


def remove_abandoned() -> None:
    for directory in _abandoned():
        _remove_runtime_leftovers(directory)
        shutil.rmtree(directory, ignore_errors=True)


def _abandoned() -> Iterator[Path]:
    """Directories whose lock nobody holds. One without a lock file may be a run that is just starting."""
    for directory in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
        with contextlib.suppress(OSError):
            with open(directory / _LOCK, "r+", encoding="utf-8") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield directory
