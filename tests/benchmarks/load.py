"""Load: requests one after the other, fast enough that the server never waits for one."""

from __future__ import annotations

import socket
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from statistics import fmean
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.benchmarks.servers import Server

AT_ONCE = 4
"""Requests on their way: while one is answered, the next already lie in the server's queue."""
ROUND = 0.1
"""Seconds: short, so that some rounds are not disturbed by whatever else the machine does."""
ROUNDS = 32
BEST = 8
"""The rounds that count: the fastest, for what disturbs a round only makes it slower."""
WARMING = 30
"""Requests before the first round."""
PATIENCE = 120
"""Seconds to wait for one answer."""

_room = bytearray(1 << 20)
_numbers = count()


class Unexpected(Exception):
    """An answer that is not what is measured."""


@dataclass(frozen=True)
class Target:
    """What is asked for, and the status it must be answered with."""

    server: Server
    path: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    anew: bool = False
    """Whether the address differs each time, so that no answer was kept for it."""

    def request(self) -> bytes:
        path = f"{self.path}?n={next(_numbers)}" if self.anew else self.path
        headers = {"Host": "127.0.0.1", "Connection": "close", **self.headers}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {headers[name]}" for name in headers)]
        return "\r\n".join([*lines, "", ""]).encode("ascii")


@dataclass(frozen=True)
class Answer:
    """One answer, whole."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Comparison:
    """Two targets under the same load: requests per second, and their ratio."""

    first: float
    second: float

    @property
    def ratio(self) -> float:
        """Of the second to the first."""
        return self.second / self.first


def fetch(target: Target) -> Answer:
    """Ask once."""
    with _ask(target) as asked:
        octets = b"".join(iter(lambda: asked.recv(1 << 16), b""))
    head, _, body = octets.partition(b"\r\n\r\n")
    _check(target, head)
    lines = (line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:])
    return Answer({name.lower(): value for name, value in lines}, body)


def compare(first: Target, second: Target) -> Comparison:
    """Load both by turns, in many short rounds."""
    for target in (first, second):
        _rate(target, count=WARMING)
    rounds = [(_rate(first), _rate(second)) for _ in range(ROUNDS)]
    return Comparison(*(fmean(sorted(rates)[-BEST:]) for rates in zip(*rounds, strict=True)))


def _rate(target: Target, *, count: int | None = None) -> float:
    """Give the requests per second over a round, or over `count` requests."""
    begin = perf_counter()
    waiting = deque(_ask(target) for _ in range(AT_ONCE))
    done = 0
    while done < count if count else perf_counter() - begin < ROUND:
        _receive(target, waiting.popleft())
        waiting.append(_ask(target))
        done += 1
    while waiting:
        _receive(target, waiting.popleft())
        done += 1
    return done / (perf_counter() - begin)


def _ask(target: Target) -> socket.socket:
    asked = socket.create_connection(("127.0.0.1", target.server.port), PATIENCE)
    asked.sendall(target.request())
    return asked


def _receive(target: Target, asked: socket.socket) -> None:
    with asked:
        got = asked.recv_into(_room)
        _check(target, bytes(_room[: min(got, 64)]))
        while got:
            got = asked.recv_into(_room)


def _check(target: Target, head: bytes) -> None:
    if not head.startswith(b"HTTP/1.1 %d " % target.status):
        raise Unexpected(f"{target.path} was answered {head[:64]!r}")
