"""What every answer carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import abort

from exchange import create_app
from tests.conftest import SETTINGS, Browser

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


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


UNSEEN = ("private, no-store", "noindex", "no-referrer")


def unseen(answer: TestResponse) -> tuple[str | None, ...]:
    names = ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")
    return tuple(answer.headers.get(name) for name in names)


def secret_paths(app: Flask) -> set[str]:
    """Give an address for each route with a token; no token leads anywhere."""
    more = {"kind": "csv"}
    rules = [rule for rule in app.url_map.iter_rules() if "<token:" in rule.rule]
    with app.test_request_context():
        return {
            app.url_map.bind("").build(
                rule.endpoint,
                {name: more.get(name, "x" * 32) for name in rule.arguments},
                method=min(rule.methods or ()),
            )
            for rule in rules
        }


def test_an_address_with_a_token_that_leads_nowhere_leaves_no_copy(
    app: Flask, browser: Browser
) -> None:
    paths = secret_paths(app)
    paths |= {path.replace("/x", "//x") for path in paths} | {f"{path}/nothing" for path in paths}

    answers = {path: browser.get(path) for path in paths}
    forms = {path: browser.post_bare(path) for path in paths}

    assert {path: unseen(one) for path, one in answers.items()} == dict.fromkeys(paths, UNSEEN)
    assert {path: unseen(one) for path, one in forms.items()} == dict.fromkeys(paths, UNSEEN)
    assert {one.status_code for one in answers.values()} == {404, 405, 308}
    assert {one.status_code for one in forms.values()} == {400, 404, 405, 308}


@pytest.mark.parametrize("code", [403, 404, 422, 429, 500, 503])
def test_an_address_with_a_token_that_fails_leaves_no_copy(database_url: str, code: int) -> None:
    app = create_app({**SETTINGS, "DATABASE_URL": database_url, "PROPAGATE_EXCEPTIONS": False})
    paths = secret_paths(app)

    def fail(**_url: str) -> None:
        if code == 500:
            raise RuntimeError("broken")
        abort(code)

    app.view_functions = dict.fromkeys(app.view_functions, fail)
    with app.app_context():
        answers = [Browser(app).get(path) for path in paths]

    assert {unseen(one) for one in answers} == {UNSEEN}
    assert {one.status_code for one in answers} <= {code, 405}
