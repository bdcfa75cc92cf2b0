"""One Kubernetes control plane and any number of Milvus servers, started and stopped together."""
from __future__ import annotations

import re
import signal
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Callable, Dict, List, Optional, Sequence, Type

from control_plane import ControlPlane
from milvus_server import STOP_GRACE_SECONDS, MilvusOptions, MilvusServer
from ports import Ports
from prepare import Prepared
from processes import AddressInUse, Pause, Server, ServerFailed, stop_all
from state_directory import StateDirectory

SHUTDOWN_GRACE_SECONDS = 1
_START_ATTEMPTS = 3
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class UnknownServer(Exception):
    pass


class Environment:
    """Use it in a `with` statement and on the main thread: leaving it stops every server and removes every file."""

    def __init__(self, prepared: Prepared, pause: Pause = time.sleep, state: Optional[Path] = None,
                 keep_logs: Optional[Path] = None):
        self._prepared = prepared
        self._pause = pause
        self._directory = StateDirectory(state, keep_logs)
        self._ports = Ports()
        self._control_plane: Optional[ControlPlane] = None
        self._milvus: Dict[str, MilvusServer] = {}
        self._directories = 0

    def __enter__(self) -> "Environment":
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def close(self) -> None:
        stop_all(self._servers(), SHUTDOWN_GRACE_SECONDS)
        self._directory.close()
        self._ports.release_all()

    def start(self, milvus: Sequence[MilvusOptions] = ()) -> None:
        """Starts the control plane and these Milvus servers side by side."""
        self._launch_control_plane()
        for options in milvus:
            self._launch_milvus(options)
        self._on_free_ports(self._await_control_plane, self._launch_control_plane)
        for options in milvus:
            self._await_milvus(options)

    def _launch_control_plane(self) -> None:
        self._control_plane = ControlPlane(self._prepared, self._new_directory("kubernetes"), self._ports)
        self._control_plane.launch()

    def _await_control_plane(self) -> None:
        assert self._control_plane is not None
        self._control_plane.await_ready(self._pause)

    def start_milvus(self, options: MilvusOptions) -> Dict[str, object]:
        self._launch_milvus(options)
        return self._await_milvus(options)

    def _launch_milvus(self, options: MilvusOptions) -> None:
        if not _NAME.fullmatch(options.name) or options.name in self._names():
            raise ValueError(f"{options.name!r} is taken, or is not made of lower case letters, digits and '-'")
        self._create_milvus(options)

    def _create_milvus(self, options: MilvusOptions) -> None:
        directory = self._new_directory(f"milvus-{options.name}")
        self._milvus[options.name] = MilvusServer(self._prepared, directory, self._ports, options)
        self._milvus[options.name].server.start()

    def _await_milvus(self, options: MilvusOptions) -> Dict[str, object]:
        try:
            self._on_free_ports(lambda: self._milvus[options.name].await_ready(self._pause),
                                lambda: self._create_milvus(options))
        except ServerFailed:
            self._milvus.pop(options.name).server.stop(0)
            raise
        return self._milvus[options.name].describe()

    def _on_free_ports(self, await_ready: Callable[[], None], launch_again: Callable[[], None]) -> None:
        """Another program may take a port between our look at it and the server's use of it: then on other ports."""
        for _ in range(_START_ATTEMPTS - 1):
            try:
                return await_ready()
            except AddressInUse as clash:
                stop_all(clash.servers, 0)
                launch_again()
        return await_ready()

    def _new_directory(self, name: str) -> Path:
        """Numbered, because a server that failed to start leaves its directory, and with it its log."""
        self._directories += 1
        directory = self._directory.path / f"{self._directories}-{name}"
        directory.mkdir()
        return directory

    def send(self, name: str, number: signal.Signals) -> None:
        self._server(name).send(number)

    def stop(self, name: str) -> None:
        """The data stays, so that the server can be started again."""
        self._server(name).stop(STOP_GRACE_SECONDS)

    def restart(self, name: str, wait: bool = True) -> Dict[str, object]:
        """On the same ports and data; a server that still runs is stopped first."""
        self.stop(name)
        if name in self._milvus:
            self._milvus[name].server.start()
            if wait:
                self._milvus[name].await_ready(self._pause)
            return self._milvus[name].describe()
        assert self._control_plane is not None
        self._control_plane.restart(name, wait, self._pause)
        return {"name": name, "pid": self._server(name).pid}

    def list(self) -> List[Dict[str, object]]:
        return [{"name": server.name, "pid": server.pid, "state": server.state(), "log": str(server.log)}
                for server in self._servers()]

    def describe(self) -> Dict[str, object]:
        """Everything that a client of the servers needs to know."""
        assert self._control_plane is not None
        return {**self._control_plane.describe(), "python": sys.executable, "pymilvus": str(self._prepared.pymilvus),
                "state": str(self._directory.path), "milvus": [server.describe() for server in self._milvus.values()]}

    def _servers(self) -> List[Server]:
        control_plane = self._control_plane.servers if self._control_plane else []
        return [*(milvus.server for milvus in self._milvus.values()), *control_plane]

    def _names(self) -> List[str]:
        return [server.name for server in self._servers()]

    def _server(self, name: str) -> Server:
        for server in self._servers():
            if server.name == name:
                return server
        raise UnknownServer(f"no server is called {name!r}, there are: {', '.join(self._names())}")
