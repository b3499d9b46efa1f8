from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange.web.browser_session import cookies_need_https

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(
    ("address", "needed"),
    [
        ("https://kaiko.example.lg.jp/", True),
        ("http://kaiko.example.lg.jp/", True),
        ("http://127.0.0.1:8000/", False),
        ("http://localhost:8000/", False),
        ("https://127.0.0.1:8000/", True),
    ],
)
def test_cookies_of_a_site_of_https_need_it_but_on_the_machine_itself(
    app: Flask, address: str, *, needed: bool
) -> None:
    with app.test_request_context(base_url=address):
        assert cookies_need_https() is needed


def test_cookies_of_a_site_of_http_do_without(app: Flask) -> None:
    site = app.extensions["site"]
    app.extensions["site"] = type(site)(site.zone, "http://kaiko.example.lg.jp", site.host)

    with app.test_request_context(base_url="http://kaiko.example.lg.jp/"):
        assert cookies_need_https() is False
