"""A mail server for the tests of the outbox, and its certificate."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from exchange import config
from tests.conftest import SETTINGS
from tests.outbox.mail_server import HOST, MailServer, running, silent_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Connect = Callable[[str], None]


@pytest.fixture
def absent_server() -> Iterator[MailServer]:
    """A mail server that does not run yet."""
    with silent_port() as server:
        yield server


@pytest.fixture
def mail_server(absent_server: MailServer) -> Iterator[MailServer]:
    """A mail server that takes everything, unless a test tells it otherwise."""
    with running(absent_server) as server:
        yield server


@pytest.fixture
def connect(app: Flask) -> Connect:
    """Give what makes the application send to the server at a URL."""

    def to(url: str) -> None:
        app.extensions["mail"] = mail_of(SMTP_URL=url)

    return to


def mail_of(**settings: object) -> config.Mail:
    """Give what the settings say about mail."""
    app = Flask(__name__)
    config.configure(app, {**SETTINGS, "DATABASE_URL": "sqlite://", **settings})
    found: config.Mail = app.extensions["mail"]
    return found


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key and the certificate, signed by itself, of a server at HOST."""
    path = tmp_path_factory.mktemp("certificate") / "server.pem"
    subject = ["-subj", "/CN=kaiko-test", "-addext", f"subjectAltName=IP:{HOST}"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run(  # noqa: S603  # our own command
        [*command, *subject, "-keyout", path, "-out", f"{path}.crt"],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + path.with_name("server.pem.crt").read_bytes())
    return path
