"""Port numbers that stay ours for as long as this process lives, also while the server behind one is down."""
from __future__ import annotations

import random
import socket
from typing import List

_LOWEST = 10000
_HIGHEST = 65000
_ATTEMPTS = 2000


class NoFreePorts(Exception):
    pass


def _candidates() -> range:
    """Ports below the range that the kernel hands out itself: a client that dials a dead server again and again could
    otherwise be given that very port, and the restarted server would find its address in use."""
    try:
        with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as source:
            lowest_handed_out = int(source.read().split()[0])
    except (OSError, ValueError):
        return range(_LOWEST, _HIGHEST)
    return range(_LOWEST, lowest_handed_out if lowest_handed_out > _LOWEST + 1000 else _HIGHEST)


class Ports:
    """Holds a claim per port: an abstract socket is unique in the same network namespace as the port is, and the
    kernel takes it back when this process ends, however it ends."""

    def __init__(self) -> None:
        self._claims: List[socket.socket] = []

    def take(self, count: int) -> List[int]:
        candidates = _candidates()
        taken: List[int] = []
        for _ in range(_ATTEMPTS):
            if len(taken) == count:
                return taken
            port = random.choice(candidates)
            if self._claim(port):
                taken.append(port)
        raise NoFreePorts(f"no {count} free ports found between {candidates.start} and {candidates.stop}")

    def _claim(self, port: int) -> bool:
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0milvus-partition-operator-port-{port}")
            self._probe(port)
        except OSError:
            claim.close()
            return False
        self._claims.append(claim)
        return True

    @staticmethod
    def _probe(port: int) -> None:
        """On every interface, because Milvus listens on every interface."""
        with socket.socket() as probe:
            probe.bind(("", port))

    def release_all(self) -> None:
        for claim in self._claims:
            claim.close()
        self._claims.clear()
