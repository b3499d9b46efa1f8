"""Settings: defaults here, over them instance/config.py, over both EXCHANGE_* variables."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

PREFIX = "EXCHANGE_"
SETTINGS = {
    "DATABASE_URL": "",
    "SECRET_KEY": "",
    "BASE_URL": "http://127.0.0.1:8000",
    "SITE_NAME": "開港 Kaikō",
    "TIMEZONE": "Asia/Tokyo",
    "SMTP_URL": "",
    "MAIL_FROM": "",
    "TRUSTED_PROXIES": "0",
}
"""Every setting and its default. The variable is the name with EXCHANGE_ before it."""


class NotConfigured(Exception):
    """A setting without which the server must not start."""


@dataclass(frozen=True)
class Site:
    """What the rest of the program wants to know of the settings."""

    zone: ZoneInfo
    base_url: str
    """The address of the site, without a slash at its end."""
    host: str
    """The host part of `base_url`, without a port: stands in calendar UIDs."""


def configure(app: Flask, overrides: Mapping[str, object] | None = None) -> None:
    """Fill `app.config` and `app.extensions["site"]`.

    Raises `NotConfigured` when a server has no secret key, and when a setting
    cannot be understood.
    """
    app.config.from_mapping(SETTINGS)
    app.config.from_pyfile("config.py", silent=True)
    app.config.update({k: os.environ[PREFIX + k] for k in SETTINGS if PREFIX + k in os.environ})
    app.config.update(overrides or {})

    app.config["SQLALCHEMY_DATABASE_URI"] = _database_url(app)
    app.config.update(
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,  # a kanji takes nine bytes in a form
        MAX_FORM_PARTS=5000,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # the pages of registrations send no Referer, nor do many proxies
        BABEL_DEFAULT_LOCALE="ja",
        BABEL_DEFAULT_TIMEZONE=app.config["TIMEZONE"],
        BABEL_TRANSLATION_DIRECTORIES=str(Path(app.root_path) / "translations"),
    )
    if not app.config["SECRET_KEY"] and os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        # Commands need no sessions; `flask run` serves one developer, whose
        # sessions may end with the process.
        app.config["SECRET_KEY"] = secrets.token_urlsafe(48)
    if not app.config["SECRET_KEY"]:
        raise NotConfigured(
            "No secret key: set EXCHANGE_SECRET_KEY, or SECRET_KEY in instance/config.py, to a long"
            " random text, for example the output of:"
            " python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    app.extensions["site"] = _site(app)


def _database_url(app: Flask) -> str:
    """Give the database's address; SQLite paths are read from the project's folder."""
    url = str(app.config["DATABASE_URL"] or "sqlite:///instance/exchange.db")
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        path = Path(app.root_path).parent / url.removeprefix(prefix)
        path.parent.mkdir(parents=True, exist_ok=True)
        return f"{prefix}{path}"
    return url


def _site(app: Flask) -> Site:
    base_url = str(app.config["BASE_URL"]).rstrip("/")
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotConfigured(f"EXCHANGE_BASE_URL is {base_url!r}: not an http(s) address")
    try:
        zone = ZoneInfo(str(app.config["TIMEZONE"]))
    except (OSError, ValueError) as reason:
        raise NotConfigured(
            f"EXCHANGE_TIMEZONE is {app.config['TIMEZONE']!r}: not a time zone"
        ) from reason
    return Site(zone=zone, base_url=base_url, host=parts.hostname)
