"""Registrations per second through HTTP, by several clients at once, over bare INSERTs."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from statistics import fmean
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.benchmarks.data import BODIES
from tests.benchmarks.load import Comparison, Target, Unexpected, fetch
from tests.benchmarks.servers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.benchmarks.servers import Server

CLIENTS = 8
WORKERS = 2
ROUND = 1.0
"""Seconds."""
ROUNDS = 6
BEST = 3
"""The rounds that count: what disturbs a round only makes it slower."""
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
SEEN = re.compile(rb"HTTP/1.1 303 ")

_numbers = count(1)


@dataclass(frozen=True)
class Client:
    """Somebody with the form open, who registers one person after the other."""

    server: Server
    path: str
    cookie: str
    token: str

    @classmethod
    def opening(cls, server: Server, path: str) -> Client:
        answer = fetch(Target(server, path))
        found = TOKEN.search(answer.body)
        assert found, answer.body
        cookie = answer.headers["set-cookie"].partition(";")[0]
        return cls(server, path, cookie, found[1].decode())

    def register(self) -> None:
        number = next(_numbers)
        body = urlencode(
            {
                "csrf_token": self.token,
                "family_name": "髙橋",
                "given_name": f"{number}郎",
                "family_kana": "タカハシ",
                "given_kana": "ロウ",
                "organization": BODIES[0][0],
                "email": f"person{number}@example.lg.jp",
                "mode": "onsite",
            }
        )
        lines = [
            f"POST {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Connection: close",
            f"Cookie: {self.cookie}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
        with socket.create_connection(("127.0.0.1", self.server.port), 60) as asked:
            asked.sendall("\r\n".join([*lines, "", body]).encode("ascii"))
            answer = b"".join(iter(lambda: asked.recv(1 << 16), b""))
        if not SEEN.match(answer):
            raise Unexpected(answer[:2000])


@contextmanager
def _inserting(settings: Mapping[str, str]) -> Iterator[list[subprocess.Popen[str]]]:
    """Give as many processes as there are clients, ready to insert."""
    command = [sys.executable, "-m", "tests.benchmarks.inserts"]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(  # noqa: S603  # our own command
                    command,
                    cwd=ROOT,
                    env={**os.environ, **settings},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for _ in range(CLIENTS)
        ]
        for process in processes:
            stack.callback(process.kill)
            _answer(process)
        yield processes


def measured(server: Server, settings: Mapping[str, str]) -> Comparison:
    """Let both work by turns, and give transactions and registrations per second.

    The floor copies a registration for an event of its own.
    """
    ours, of_the_floor = (f"/trainings/open-{number}/register" for number in range(2))
    clients = [Client.opening(server, ours) for _ in range(CLIENTS)]
    for client in (*clients, Client.opening(server, of_the_floor)):
        client.register()
    with _inserting(settings) as floor:
        rounds = [(_inserted(floor), _registered(clients)) for _ in range(ROUNDS)]
    return Comparison(*(fmean(sorted(rates)[-BEST:]) for rates in zip(*rounds, strict=True)))


def _inserted(processes: Sequence[subprocess.Popen[str]]) -> float:
    for process in processes:
        assert process.stdin
        process.stdin.write(f"{ROUND}\n")
        process.stdin.flush()
    return sum(int(_answer(process)) for process in processes) / ROUND


def _answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise Unexpected("a process that inserts has ended")
    return line


def _registered(clients: Sequence[Client]) -> float:
    begin = perf_counter()

    def work(client: Client) -> int:
        done = 0
        while perf_counter() - begin < ROUND:
            client.register()
            done += 1
        return done

    with ThreadPoolExecutor(len(clients)) as pool:
        done = sum(pool.map(work, clients))
    return done / (perf_counter() - begin)
