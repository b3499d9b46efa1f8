"""A real server, real lines that break, and real signals."""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from exchange.domain.event import Event
from exchange.extensions import db
from exchange.media import receiving
from tests.factories import PASSWORD, an_account, an_event
from tests.media.uploads import PDF, jpeg, lying_in, page_of
from tests.processes import HOST, PATIENCE, Visitor, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from tests.processes import Server

BOUNDARY = "a-boundary-of-ours"
HEAD = f"multipart/form-data; boundary={BOUNDARY}"


@pytest.fixture
def server(
    app: Flask, database_url: str, media_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Server]:
    monkeypatch.setenv("EXCHANGE_MEDIA_DIR", str(media_dir))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "passing"))
    (tmp_path / "passing").mkdir()
    an_account(Role.ORGANIZER, email="organizer@example.lg.jp")
    db.session.rollback()
    with serving(database_url, tmp_path / "server.log", workers=2) as server:
        yield server


@pytest.fixture
def organizer(server: Server) -> Visitor:
    visitor = Visitor(server)
    visitor.post("/login", {"email": "organizer@example.lg.jp", "password": PASSWORD})
    return visitor


def form(token: str, *files: tuple[str, str, bytes]) -> bytes:
    """Write a form as a browser sends it: the token, then files by field and name."""
    parts = [b'Content-Disposition: form-data; name="csrf_token"\r\n\r\n' + token.encode()]
    for field, name, content in files:
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content)
    lines = [b"--" + BOUNDARY.encode() + b"\r\n" + part + b"\r\n" for part in parts]
    return b"".join(lines) + b"--" + BOUNDARY.encode() + b"--\r\n"


@dataclass(frozen=True)
class Target:
    """An event, and the page on which files are sent to it."""

    id: int
    page: str


def a_target() -> Target:
    """Make an event, and hold no lock on the database afterwards."""
    event = an_event()
    target = Target(event.id, page_of(event))
    db.session.rollback()
    return target


def request(organizer: Visitor, target: Target, length: int) -> bytes:
    """Write the head of the request that sends files."""
    cookies = "; ".join(f"{name}={value}" for name, value in organizer.cookies.items())
    lines = [
        f"POST {target.page}/files HTTP/1.1",
        f"Host: {HOST}:{organizer.server.port}",
        f"Cookie: {cookies}",
        f"Content-Type: {HEAD}",
        f"Content-Length: {length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def stored(target: Target) -> int:
    found = db.session.get_one(Event, target.id)
    number = len(found.photos) + len(found.materials)
    db.session.rollback()
    return number


def answer_to(connection: socket.socket) -> http.client.HTTPResponse:
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response


def wait_until(happens: Callable[[], bool]) -> None:
    """Look again and again, until it is so or patience ends."""
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end
        threading.Event().wait(0.05)


def test_what_is_sent_whole_is_kept(
    app: Flask, organizer: Visitor, media_dir: Path, tmp_path: Path
) -> None:
    target = a_target()
    body = form(
        organizer.open_form(target.page),
        ("photos", "a.jpg", jpeg()),
        ("materials", "b.pdf", PDF),
    )

    with socket.create_connection((HOST, organizer.server.port), PATIENCE) as line:
        line.sendall(request(organizer, target, len(body)) + body)
        answer = answer_to(line)

    assert (answer.status, stored(target), len(lying_in(media_dir))) == (303, 2, 4)
    assert lying_in(tmp_path / "passing") == []


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_line_that_breaks_in_the_middle_leaves_nothing(
    app: Flask, organizer: Visitor, media_dir: Path, tmp_path: Path, share: float
) -> None:
    target = a_target()
    body = form(
        organizer.open_form(target.page),
        ("materials", "whole.pdf", PDF),
        ("photos", "a.jpg", jpeg() + bytes(2_000_000)),
    )

    with socket.create_connection((HOST, organizer.server.port), PATIENCE) as line:
        line.sendall(request(organizer, target, len(body)) + body[: int(len(body) * share)])
        line.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError, http.client.HTTPException):
            assert answer_to(line).status == 400

    assert organizer.get(target.page).status == 200
    assert (stored(target), lying_in(media_dir)) == (0, [])
    assert lying_in(tmp_path / "passing") == []
    assert "Traceback" not in organizer.server.log.read_text()


def passing_files(server: Server, folder: Path) -> list[str]:
    """List what the server holds open below `folder`, though it has no name there any more."""
    links = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(process.name)) == server.pid:
                links += [str(link.readlink()) for link in (process / "fd").iterdir()]
    return [link for link in links if link.startswith(f"{folder}/")]


def test_whoever_sends_slowly_keeps_nobody_from_writing(
    app: Flask, organizer: Visitor, media_dir: Path, tmp_path: Path
) -> None:
    """On SQLite there is one writer at a time; it must not be somebody on a slow line."""
    target, other = a_target(), a_target()
    large = PDF.replace(b"trailer", bytes(2_000_000) + b"trailer")
    body = form(organizer.open_form(target.page), ("materials", "a.pdf", large))
    quick = form(organizer.open_form(other.page), ("materials", "b.pdf", PDF))

    with socket.create_connection((HOST, organizer.server.port), PATIENCE) as slow:
        slow.sendall(request(organizer, target, len(body)) + body[:-40])
        wait_until(lambda: passing_files(organizer.server, tmp_path / "passing") != [])
        with socket.create_connection((HOST, organizer.server.port), PATIENCE) as line:
            line.sendall(request(organizer, other, len(quick)) + quick)
            assert answer_to(line).status == 303
        slow.sendall(body[-40:])
        assert answer_to(slow).status == 303

    assert (stored(target), stored(other)) == (1, 1)


def test_a_server_that_is_killed_leaves_nothing_that_the_sweep_does_not_find(
    app: Flask, organizer: Visitor, media_dir: Path
) -> None:
    target = a_target()
    many = [("photos", f"{number}.jpg", jpeg((3000, 2000))) for number in range(20)]
    body = form(organizer.open_form(target.page), *many)

    with socket.create_connection((HOST, organizer.server.port), PATIENCE) as line:
        line.sendall(request(organizer, target, len(body)) + body)
        wait_until(lambda: len(lying_in(media_dir)) > 4)
        organizer.server.kill()

    left = lying_in(media_dir)
    assert left
    assert stored(target) == 0
    for path in left:
        os.utime(media_dir / path, (0, 0))
    result = app.test_cli_runner().invoke(args=["media", "sweep"])
    assert (result.exit_code, lying_in(media_dir)) == (0, [])


def test_what_is_far_too_much_is_answered_with_a_page(
    app: Flask, organizer: Visitor, media_dir: Path
) -> None:
    target = a_target()
    organizer.open_form(target.page)
    length = receiving.LARGEST_REQUEST + 1
    piece = bytes(1 << 20)

    with socket.create_connection((HOST, organizer.server.port), PATIENCE) as line:
        line.sendall(request(organizer, target, length))
        for _ in range(length // len(piece)):
            line.sendall(piece)
        line.sendall(bytes(length % len(piece)))
        answer = answer_to(line)
        text = answer.read().decode()

    assert answer.status == 413
    assert "一度に送信できるのは合計200MBまでです。" in text
    assert lying_in(media_dir) == []


def test_any_other_page_takes_no_more_than_before(app: Flask, organizer: Visitor) -> None:
    target = a_target()
    asked = request(organizer, target, 5 << 20).replace(b"/media/files ", b"/media ")

    with socket.create_connection((HOST, organizer.server.port), PATIENCE) as line:
        line.sendall(asked)
        assert answer_to(line).status == 413


def test_a_folder_that_cannot_be_written_to_is_told_in_words(
    app: Flask, organizer: Visitor, media_dir: Path
) -> None:
    target = a_target()
    media_dir.write_text("no folder")
    body = form(organizer.open_form(target.page), ("photos", "a.jpg", jpeg()))

    with socket.create_connection((HOST, organizer.server.port), PATIENCE) as line:
        line.sendall(request(organizer, target, len(body)) + body)
        answer = answer_to(line)
        text = answer.read().decode()

    assert answer.status == 422
    assert "a.jpg：現在、ファイルを保存できません。" in text
    assert stored(target) == 0
