"""Settings: defaults here, over them instance/config.py, over both EXCHANGE_* variables."""

from __future__ import annotations

import os
import secrets
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

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
    "MEDIA_DIR": "instance/media",
}
"""Every setting and its default. The variable is the name with EXCHANGE_ before it."""
SMTP_PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION_PORT = 587
"""Where `starttls=1` is meant, unless a port is named."""
SMTP_OPTIONS = {"starttls": "0", "timeout": "30", "cafile": ""}


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


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over."""

    host: str
    port: int
    speaks_tls: bool
    """From the first byte on (smtps)."""
    starts_tls: bool
    """After the greeting (STARTTLS); without it nothing is sent."""
    user: str
    password: str
    cafile: str
    """The certificates that are trusted instead of those of the system."""
    timeout: float
    """Seconds that any one answer of the server may take."""


@dataclass(frozen=True)
class Mail:
    """What is needed to send letters."""

    sender: Address
    client: str
    """What this machine calls itself to the server (RFC 5321, 4.1.3)."""
    server: MailServer | None
    """None: letters stay in the outbox."""


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
    # An absolute path stays as it is; others are read from the project's folder.
    app.config["MEDIA_DIR"] = str(Path(app.root_path).parent / str(app.config["MEDIA_DIR"]))
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
    app.extensions["site"] = site = _site(app)
    app.extensions["mail"] = Mail(
        sender=_sender(app, site), client=_mail_domain(site.host), server=_mail_server(app)
    )


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


def _mail_domain(host: str) -> str:
    """Write `host` as mail does: an IP address stands in brackets."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return f"[{address}]" if address.version == 4 else f"[IPv6:{address}]"  # noqa: PLR2004  # IPv4


def _sender(app: Flask, site: Site) -> Address:
    """Give the address that letters come from, named after the site."""
    address = str(app.config["MAIL_FROM"] or f"no-reply@{_mail_domain(site.host)}")
    try:
        address.encode("ascii")
        return Address(" ".join(str(app.config["SITE_NAME"]).split()), addr_spec=address)
    except Exception as reason:  # the parser of addresses raises more than it says
        raise NotConfigured(
            f"EXCHANGE_MAIL_FROM is {address!r}: not a mail address such as kaiko@example.lg.jp"
        ) from reason


def _mail_server(app: Flask) -> MailServer | None:
    """Read `smtp://user:password@host:587?starttls=1`. No fault names the password."""
    url = str(app.config["SMTP_URL"])
    if not url:
        return None
    try:
        return _understood(_split(url))
    except ValueError as reason:
        raise NotConfigured(
            f"EXCHANGE_SMTP_URL: {reason}. It is written"
            " smtp://user:password@host:587?starttls=1 or smtps://user:password@host:465, with"
            " what is no letter or digit in user and password as %XX; further options are"
            " timeout=30 (seconds) and cafile=/path/to/certificates.pem"
        ) from reason


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # it may quote the password
        raise ValueError("it is no address") from None


def _understood(url: SplitResult) -> MailServer:
    """Give what `url` says. Raises `ValueError` with what cannot be understood."""
    if url.scheme not in SMTP_PORTS:
        raise ValueError("it begins with neither smtp:// nor smtps://")
    if not url.hostname or not url.hostname.isascii() or url.path.strip("/") or url.fragment:
        raise ValueError("it names no host, or more than a host")
    options = SMTP_OPTIONS | dict(parse_qsl(url.query, keep_blank_values=True))
    if set(options) != set(SMTP_OPTIONS):
        raise ValueError("it has an option that there is not")
    if options["starttls"] not in {"0", "1"} or (options["starttls"], url.scheme) == ("1", "smtps"):
        raise ValueError("starttls is 0 or 1, and stands with smtp:// only")
    if not options["timeout"].isdecimal() or int(options["timeout"]) == 0:
        raise ValueError("timeout is no number of seconds")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if bool(user) != bool(password) or not (user + password).isascii():
        raise ValueError("user and password stand together, in ASCII")
    starts_tls = options["starttls"] == "1"
    _try_to_trust(options["cafile"], is_needed=starts_tls or url.scheme == "smtps")
    return MailServer(
        host=url.hostname,
        port=_port(url) or (SUBMISSION_PORT if starts_tls else SMTP_PORTS[url.scheme]),
        speaks_tls=url.scheme == "smtps",
        starts_tls=starts_tls,
        user=user,
        password=password,
        cafile=options["cafile"],
        timeout=int(options["timeout"]),
    )


def _port(url: SplitResult) -> int | None:
    try:
        return url.port
    except ValueError:
        # What stands there may be a part of the password.
        raise ValueError("the port is no number up to 65535") from None


def _try_to_trust(cafile: str, *, is_needed: bool) -> None:
    if not cafile:
        return
    if not is_needed:
        raise ValueError("cafile stands with starttls=1 or smtps:// only")
    try:
        ssl.create_default_context(cafile=cafile)
    except OSError as reason:
        raise ValueError(f"no certificates in {cafile}: {reason}") from reason
