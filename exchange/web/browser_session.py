"""The browser's session: a signed cookie."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import request
from flask.sessions import SecureCookieSessionInterface

from exchange.extensions import site

if TYPE_CHECKING:
    from flask import Flask
    from itsdangerous import URLSafeTimedSerializer


LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def cookies_need_https() -> bool:
    """Tell whether a cookie of this answer may travel over https only.

    It may where the site is one of https; who asks this very machine over http, past the proxy,
    gets cookies that come back.
    """
    return site().base_url.startswith("https:") and not _asks_past_the_proxy()


def _asks_past_the_proxy() -> bool:
    return request.scheme == "http" and re.sub(r":[0-9]+$", "", request.host) in LOOPBACK


class SignedCookie(SecureCookieSessionInterface):
    """Flask's own, but with one signer for all requests: the keys of a server never change."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002  # Flask hands it over
        return cookies_need_https()
