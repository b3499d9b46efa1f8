"""A real server with real worker processes, and visitors who know nothing of its inside."""

from __future__ import annotations

import atexit
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"
PATIENCE = 60
"""Seconds after which an answer is given up, so that no test hangs."""
ACCESS_LOG = '%(p)s %(s)s %(m)s %(U)s "%(r)s" "%(f)s"'
MEDIA_DIR = mkdtemp(prefix="kaiko-media-")
"""Where photos and materials of all tests lie; keys never meet."""
atexit.register(shutil.rmtree, MEDIA_DIR, ignore_errors=True)
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Server:
    """Something that answers at a port of this machine."""

    port: int
    log: Path
    pid: int = 0
    """The first of its processes, and the name of their group."""

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def kill(self) -> None:
        """End master and workers at once, whatever they are doing. Doing it twice is fine."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def end(self) -> None:
        """Let the processes finish what they are doing, and write it down."""
        os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)

    @property
    def processes(self) -> set[str]:
        """The workers that have answered something so far."""
        lines = self.log.read_text().splitlines()
        return {found[1] for line in lines if (found := re.match(r"<(\d+)> \d", line))}


@contextmanager
def serving(
    database_url: str, log: Path, *, app: str = "wsgi:app", workers: int = 4, threads: int = 4
) -> Iterator[Server]:
    """Serve `app` on a free port until the block ends.

    The port is bound here and handed down, so nobody else can take it, and a
    visitor who comes before the workers are ready is kept waiting, not sent away.
    """
    with socket.create_server((HOST, 0), backlog=256) as listener:
        port = listener.getsockname()[1]
        process = _start(app, listener, database_url, log, workers=workers, threads=threads)
    server = Server(port=port, log=log, pid=process.pid)
    try:
        answer = Visitor(server).get("/healthz")
        assert (answer.status, answer.text) == (200, "ok"), log.read_text()
        yield server
    finally:
        server.kill()
        process.wait()


def _start(
    app: str, listener: socket.socket, database_url: str, log: Path, *, workers: int, threads: int
) -> subprocess.Popen[bytes]:
    settings = {
        "EXCHANGE_DATABASE_URL": database_url,
        "EXCHANGE_SECRET_KEY": "for tests alone",
        "EXCHANGE_BASE_URL": f"http://{HOST}:{listener.getsockname()[1]}",
    }
    command = [sys.executable, "-m", "gunicorn", app, "--no-control-socket"]
    command += ["--bind", f"fd://{listener.fileno()}"]
    command += ["--workers", str(workers), "--threads", str(threads)]
    command += ["--access-logfile", "-", "--access-logformat", ACCESS_LOG]
    with log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603  # our own command
            command,
            cwd=ROOT,
            env={"EXCHANGE_MEDIA_DIR": MEDIA_DIR, **os.environ, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")


class Visitor:
    """One person's browser: a connection of its own for each request, and cookies kept."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def open_form(self, path: str) -> str:
        """Give the token of the form at `path`."""
        found = CSRF.search(self.get(path).text)
        assert found, f"no form at {path}"
        return found[1]

    def post(
        self, path: str, fields: Mapping[str, str | list[str]], *, token: str | None = None
    ) -> Answer:
        """Send a form, with the token of the form at `path` unless one is at hand."""
        token = token or self.open_form(path)
        return self._send("POST", path, urlencode({**fields, "csrf_token": token}, doseq=True))

    def _send(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection(HOST, self.server.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return Answer(response.status, response.headers, text)
