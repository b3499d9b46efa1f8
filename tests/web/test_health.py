"""Whether the server can do its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange import create_app
from tests.conftest import SETTINGS, Browser

if TYPE_CHECKING:
    from flask import Flask


def test_show_says_ok_when_the_database_answers(browser: Browser) -> None:
    answer = browser.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok")
    assert answer.headers["Cache-Control"] == "no-store"


def test_show_says_so_when_the_database_is_away() -> None:
    app = create_app({**SETTINGS, "DATABASE_URL": "postgresql+psycopg://127.0.0.1:1/nothing"})

    answer = app.test_client().get("/healthz")

    assert (answer.status_code, answer.text) == (503, "the database does not answer\n")


def test_a_page_says_so_when_the_database_is_away() -> None:
    app = create_app({**SETTINGS, "DATABASE_URL": "postgresql+psycopg://127.0.0.1:1/nothing"})

    answer = app.test_client().get("/")

    assert answer.status_code == 503
    assert "ただいま混み合っています" in answer.text


def test_robots_are_kept_from_the_desks(app: Flask) -> None:
    answer = Browser(app).get("/robots.txt")

    assert answer.text.splitlines() == [
        "User-agent: *",
        "Disallow: /manage/",
        "Disallow: /desk/",
        "Disallow: /registrations/",
    ]
