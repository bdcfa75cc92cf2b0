"""What is built once per machine. Run: python3 -m unittest discover -s scripts/servers"""
from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import cache
import prepare
from endless_compiler import PATIENCE_SECONDS, EndlessCompiler

SCRIPT = Path(__file__).resolve().parent / "servers.py"


class PrepareTest(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.compiler = EndlessCompiler(self, Path(directory.name))

    def test_ends_the_compiler_at_once_when_what_is_fetched_meanwhile_fails(self) -> None:
        def fail(_target: Path) -> None:
            self.assertTrue(self.compiler.started())
            raise cache.PrepareFailed("the package index is away")

        with mock.patch.object(prepare, "_fetch_milvus", fail):
            with self.assertRaisesRegex(cache.PrepareFailed, "the package index is away"):
                prepare.prepare()
        self.assertTrue(self.compiler.gone())

    def test_leaves_neither_a_process_nor_half_an_entry_when_it_is_ended(self) -> None:
        entries = prepare._entries()
        fetched = {entries.milvus.path, entries.pymilvus.path}
        for path in fetched:
            path.mkdir(parents=True)
        preparing = subprocess.Popen([sys.executable, str(SCRIPT), "prepare"], stderr=subprocess.DEVNULL)
        self.addCleanup(preparing.wait)
        self.addCleanup(preparing.kill)
        self.assertTrue(self.compiler.started())
        preparing.send_signal(signal.SIGTERM)
        self.assertEqual(128 + signal.SIGTERM, preparing.wait(PATIENCE_SECONDS))
        self.assertTrue(self.compiler.gone())
        self.assertEqual(fetched, {path for path in self.compiler.cache.iterdir() if path.is_dir()})


if __name__ == "__main__":
    unittest.main()
