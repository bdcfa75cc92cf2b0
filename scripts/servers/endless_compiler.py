"""For tests: a Go compiler that only imitates one, and never ends by itself."""
from __future__ import annotations

import os
import time
import unittest
from pathlib import Path
from typing import Callable
from unittest import mock

PATIENCE_SECONDS = 20

# As the real one it has a process of its own; "$PIDS" tells of both.
_COMPILER = """#!/bin/sh
[ "$1" = version ] && { echo "go version go1.26.0 linux/amd64"; exit; }
sleep 600 &
echo "$$ $!" > "$PIDS.new"
mv "$PIDS.new" "$PIDS"
wait
"""


class EndlessCompiler:
    """On the path of this test and of what it starts, with an empty cache."""

    def __init__(self, test: unittest.TestCase, root: Path):
        self.cache = root / "cache"
        self._pids = root / "pids"
        compiler = root / "bin" / "go"
        compiler.parent.mkdir()
        compiler.write_text(_COMPILER)
        compiler.chmod(0o755)
        patch = mock.patch.dict(os.environ, {"MILVUS_PARTITION_OPERATOR_CACHE": str(self.cache), "PIDS": str(self._pids),
                                             "PATH": f"{compiler.parent}{os.pathsep}{os.environ['PATH']}"})
        patch.start()
        test.addCleanup(patch.stop)

    def started(self) -> bool:
        return eventually(self._pids.exists)

    def gone(self) -> bool:
        return eventually(lambda: not any(_running(pid) for pid in self._pids.read_text().split()))


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def _running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
