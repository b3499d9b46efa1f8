"""A real Chromium, and a real server with the demonstration year for it to visit.

Pages are opened without JavaScript, as every page has to work without; a test
that needs it says so with `browser_context_args`.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from exchange import create_app
from exchange.demonstration import people
from exchange.demonstration import services as demonstration
from exchange.extensions import db
from exchange.lib import clock
from exchange.unit_of_work import unit_of_work
from tests.conftest import SETTINGS
from tests.journeys.visits import WIDE, sign_in
from tests.processes import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from playwright.sync_api import Browser, BrowserType, Page

    from exchange.demonstration.people import Person
    from tests.processes import Server

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio"]


@contextmanager
def inside(database_url: str) -> Iterator[Flask]:
    """Be an application of its own on a server's database, and leave nothing open."""
    app = create_app({**SETTINGS, "DATABASE_URL": database_url})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def browser(browser_type: BrowserType) -> Iterator[Browser]:
    """The Chromium of this machine, in place of one that would have to be downloaded."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail(
            "Missing on this machine: chromium. Install it, or run make test.", pytrace=False
        )
    browser = browser_type.launch(executable_path=chromium, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site_database_url(new_database: Callable[[], str]) -> str:
    """A database with the demonstration in it."""
    url = new_database()
    with inside(url), unit_of_work():
        demonstration.load(at=clock.now())
    return url


@pytest.fixture(scope="session")
def site(site_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("journeys") / "server.log"
    with serving(site_database_url, log, workers=2) as server:
        yield server


@pytest.fixture
def app(site: Server, site_database_url: str) -> Iterator[Flask]:
    """What looks into the site's database from outside, and puts things there.

    Things put there are not read again when a test looks at them: it would keep
    a transaction open, and the server waiting.
    """
    with inside(site_database_url) as app:
        db.session().expire_on_commit = False
        yield app


@pytest.fixture(scope="session")
def base_url(site: Server) -> str:
    return site.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "java_script_enabled": False,
        "locale": "ja-JP",
        "viewport": WIDE,
    }


@pytest.fixture
def signed_in(new_context: Callable[..., Any]) -> Callable[[Person], Page]:
    """Give a function that opens a browser of their own for somebody, and signs them in."""
    return lambda person: sign_in(new_context().new_page(), person.email, people.PASSWORD)
