"""No token of an address reaches a log, whoever writes it and wherever to."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from gunicorn.glogging import SafeAtoms

from exchange.web import logs
from tests.processes import PATIENCE, ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

TOKEN = "Ab3-_" * 6
SECRET = f"/registrations/{TOKEN}"
MASKED = "/registrations/…"
PAGES = (SECRET, f"{SECRET}/nothing", f"/break/{TOKEN}", f"/break/{TOKEN}/statement")


@pytest.fixture
def written(app: Flask) -> Iterator[io.StringIO]:
    """What a handler writes that was there before anything is logged."""
    stream = io.StringIO()
    log = logging.getLogger("tests.web.test_logs")
    handler = logging.StreamHandler(stream)
    log.addHandler(handler)
    yield stream
    log.removeHandler(handler)


log = logging.getLogger("tests.web.test_logs")


def test_a_token_is_masked_in_what_is_said(written: io.StringIO) -> None:
    log.warning("GET %s %d", SECRET, 200)
    log.warning("GET /registrations/%s", TOKEN)
    log.warning("%s", ValueError(SECRET))
    log.warning("GET %(path)s %(status)d", {"path": SECRET, "status": 200})
    log.warning("50 %% of %s", "all")

    assert written.getvalue().splitlines() == [
        f"GET {MASKED} 200",
        f"GET {MASKED}",
        MASKED,
        f"GET {MASKED} 200",
        "50 % of all",
    ]


def break_() -> None:
    try:
        int(SECRET)
    except ValueError as reason:
        raise RuntimeError("broken") from reason


def test_a_token_is_masked_in_tracebacks(written: io.StringIO) -> None:
    try:
        break_()
    except RuntimeError:
        log.exception("Exception on %s", SECRET)

    lines = written.getvalue().splitlines()
    assert lines[:2] == [f"Exception on {MASKED}", "Traceback (most recent call last):"]
    assert [line for line in lines if line.startswith(("ValueError", "RuntimeError"))] == [
        f"ValueError: invalid literal for int() with base 10: '{MASKED}'",
        "RuntimeError: broken",
    ]


def test_what_holds_no_secret_is_handed_on_as_it_is(
    written: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    error = ValueError("broken")
    values = {"path": "/"}

    log.error("%s", "said", exc_info=error)
    log.error("%(path)s", values)

    said, mapped = caplog.records
    assert (said.msg, said.args, said.exc_info and said.exc_info[1]) == ("%s", ("said",), error)
    assert mapped.args is values


def test_values_are_masked_for_handlers_that_write_them_one_by_one(
    written: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    atoms = SafeAtoms({"U": SECRET, "s": "200", "{Referer}i": f'"{SECRET}"'})

    log.warning('%(s)s "%({referer}i)s" "%(x)s"', atoms)
    log.warning("%s %s", SECRET, 1)

    mapped, listed = caplog.records
    assert isinstance(mapped.args, SafeAtoms)
    assert dict(mapped.args) == {"U": MASKED, "s": "200", "{Referer}i": f'\\"{MASKED}\\"'}
    assert atoms["U"] == SECRET
    assert listed.args == (MASKED, 1)


def test_a_message_that_cannot_be_put_together_tells_no_secret(
    written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    gaps = "%s and %s"
    log.propagate = False
    try:
        log.warning(gaps, SECRET)
        log.warning("%d", ValueError(SECRET))
        log.warning(gaps, "nothing")
    finally:
        log.propagate = True

    told = written.getvalue() + capsys.readouterr().err
    assert TOKEN not in told
    assert "not enough arguments" in told


def test_there_is_one_maker_of_records_however_many_applications(app: Flask) -> None:
    before = logging.getLogRecordFactory()

    logs.init_app(app)

    assert isinstance(before, logs.CleanRecords)
    assert logging.getLogRecordFactory() is before


def status(address: str, referer: str) -> int:
    try:
        with urlopen(Request(address, headers={"Referer": referer}), timeout=PATIENCE) as answer:  # noqa: S310  # ours
            return answer.status
    except HTTPError as answer:
        with answer:
            return answer.code


def open_pages(url: str) -> list[int]:
    return [status(url + path, f"{url}{SECRET}") for path in PAGES]


def test_gunicorn_tells_no_secret_in_its_logs(database_url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"

    with serving(database_url, log, app="tests.web.breaking:app", workers=1) as server:
        seen = open_pages(server.url)
        server.end()

    told = log.read_text()
    assert seen[:3] == [404, 404, 500]
    assert TOKEN not in told
    assert told.count(f'"GET {MASKED} HTTP/1.1" "http://127.0.0.1:{server.port}{MASKED}"') == 1
    assert f"RuntimeError: cannot show http://127.0.0.1:{server.port}/break/…" in told
    assert "SQL parameters hidden" in told


@contextmanager
def developing(database_url: str) -> Iterator[subprocess.Popen[str]]:
    """Run Flask's development server until the block ends."""
    settings = {"EXCHANGE_DATABASE_URL": database_url}
    command = [sys.executable, "-m", "flask", "--app", "tests.web.breaking", "run", "--port", "0"]
    with subprocess.Popen(  # noqa: S603  # our own command
        command,
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_the_development_server_tells_no_secret_in_its_log(database_url: str) -> None:
    with developing(database_url) as process:
        assert process.stdout is not None
        found = (re.search(r"Running on (http://[\d.]+:\d+)", line) for line in process.stdout)
        url = next(address for address in found if address)[1]
        seen = open_pages(url)
        process.terminate()
        told = process.stdout.read()

    assert seen[:3] == [404, 404, 500]
    assert TOKEN not in told
    assert f"GET {MASKED}/nothing HTTP/1.1" in told
    assert f"RuntimeError: cannot show {url}/break/…" in told
