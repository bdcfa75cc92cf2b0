"""Runs an environment for a parent process: JSON lines in, JSON lines out, and nothing left when the parent is gone."""
from __future__ import annotations

import inspect
import json
import os
import select
import signal
import sys
import time
from typing import Any, Callable, Dict, Optional

from environment import Environment, UnknownServer
from milvus_server import MilvusOptions
from ports import NoFreePorts
from processes import ServerFailed

_SIGNALS = {"KILL": signal.SIGKILL, "STOP": signal.SIGSTOP, "CONT": signal.SIGCONT, "TERM": signal.SIGTERM}
_PARENT_CHECK_SECONDS = 1.0


class StopRequested(Exception):
    """By a signal, by the end of the input or by the end of the parent."""


class Input:
    """The only place where the supervisor waits, so that whatever must stop it is noticed during every wait."""

    def __init__(self) -> None:
        self._parent = os.getppid()
        self._buffer = b""
        self._ended = False
        self._wake_up, wake_up_writer = os.pipe()
        os.set_blocking(wake_up_writer, False)
        signal.set_wakeup_fd(wake_up_writer)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._ended = True

    def pause(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        self._collect(seconds)
        # Input that arrives early must not turn a pause into a busy loop.
        time.sleep(max(0.0, deadline - time.monotonic()))

    def next_line(self) -> bytes:
        while b"\n" not in self._buffer:
            self._collect(_PARENT_CHECK_SECONDS)
        line, self._buffer = self._buffer.split(b"\n", 1)
        return line

    def _collect(self, seconds: float) -> None:
        ready, _, _ = select.select([sys.stdin, self._wake_up], [], [], seconds)
        if sys.stdin in ready:
            chunk = os.read(sys.stdin.fileno(), 65536)
            self._buffer += chunk
            self._ended = self._ended or not chunk
        # The end of the input tells nothing when another child of the parent holds the same pipe open.
        if self._ended or os.getppid() != self._parent:
            raise StopRequested()


def say(message: Dict[str, Any]) -> None:
    try:
        print(json.dumps(message), flush=True)
    except BrokenPipeError:
        raise StopRequested() from None


class Supervisor:
    def __init__(self, environment: Environment, source: Input):
        self._environment = environment
        self._source = source
        self._commands: Dict[str, Callable[..., Dict[str, Any]]] = {
            "start-milvus": self._start_milvus, "signal": self._signal, "restart": self._restart,
            "stop": self._stop, "list": self._list,
        }

    def serve(self) -> None:
        while True:
            line = self._source.next_line()
            if not line.strip():
                continue
            try:
                command = json.loads(line)
                if command == {"do": "shutdown"}:
                    return
                say({"ok": True, **self._obey(command)})
            except (ValueError, OSError, ServerFailed, UnknownServer, NoFreePorts) as error:
                say({"ok": False, "error": str(error)})

    def _obey(self, command: Any) -> Dict[str, Any]:
        name = command.pop("do", None) if isinstance(command, dict) else None
        if name not in self._commands:
            raise ValueError(f"unknown command {name!r}, there are: {', '.join(self._commands)}, shutdown")
        obey = self._commands[name]
        try:
            inspect.signature(obey).bind(**command)
        except TypeError as error:
            raise ValueError(f"{name}: {error}") from None
        return obey(**command)

    def _start_milvus(self, name: str, authorization: bool = False, sessionTtl: int = 3,
                      settings: Optional[Dict[str, str]] = None) -> Dict[str, Any]:
        texts = settings or {}
        if not all(isinstance(text, str) for text in texts.values()):
            raise ValueError("settings: the values are texts, as in the environment of a process")
        return self._environment.start_milvus(MilvusOptions(name, authorization, sessionTtl, texts))

    def _signal(self, name: str, signal: str) -> Dict[str, Any]:
        if signal not in _SIGNALS:
            raise ValueError(f"unknown signal {signal!r}, there are: {', '.join(_SIGNALS)}")
        self._environment.send(name, _SIGNALS[signal])
        return {}

    def _restart(self, name: str, wait: bool = True) -> Dict[str, Any]:
        return self._environment.restart(name, wait)

    def _stop(self, name: str) -> Dict[str, Any]:
        self._environment.stop(name)
        return {}

    def _list(self) -> Dict[str, Any]:
        return {"servers": self._environment.list()}
