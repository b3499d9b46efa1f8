"""What every answer carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Browser


@pytest.mark.parametrize("path", ["/", "/nothing", "/healthz", "/static/app.css", "/feeds/all.ics"])
def test_every_answer_lets_nothing_in_from_elsewhere(browser: Browser, path: str) -> None:
    with browser.get(path) as answer:
        headers = answer.headers

    assert {
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    } <= set(headers["Content-Security-Policy"].split("; "))
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == (
        "nosniff",
        "same-origin",
    )


def test_the_session_is_kept_from_scripts_and_from_other_sites(browser: Browser) -> None:
    cookie = browser.get("/login").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
