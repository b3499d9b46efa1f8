"""Addresses: the kind of an event in a path, and links between pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from flask import current_app, has_request_context, request, url_for
from werkzeug.routing import BaseConverter, ValidationError

from exchange.domain.event import Event, EventKind
from exchange.extensions import site

if TYPE_CHECKING:
    from flask import Flask


_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Control characters, which browsers skip or cut at, and halves of characters."""


class KindConverter(BaseConverter):
    """`trainings`, `fairs` or `seminars` in a path, and `EventKind` in a view."""

    regex = "|".join(kind.plural for kind in EventKind)
    part_isolating = True

    def to_python(self, value: str) -> EventKind:
        for kind in EventKind:
            if kind.plural == value:
                return kind
        raise ValidationError

    def to_url(self, value: EventKind) -> str:
        return EventKind(value).plural


class KeyConverter(BaseConverter):
    """An event's key: letters, digits, `-` and `_`, so that `.ics` may follow it."""

    regex = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}"


class TokenConverter(BaseConverter):
    """A secret in a path, as `secrets.token_urlsafe` makes it; nothing else is looked up."""

    regex = "[A-Za-z0-9_-]{1,128}"


def event_url(event: Event, endpoint: str = "events.show", **more: object) -> str:
    """Give the path of a page about `event`."""
    return path_to(endpoint, kind=event.kind, key=event.key, **more)


def path_to(endpoint: str, **values: object) -> str:
    """Give the path of a page, in a request or, for letters and commands, without one."""
    if has_request_context():
        return url_for(endpoint, **values)  # type: ignore[arg-type]  # url_for takes converters' values
    return current_app.url_map.bind(site().host).build(endpoint, values)


def absolute(path: str) -> str:
    """Give the address of `path` as the outside knows it, whatever host was asked for."""
    return site().base_url + path


def webcal(path: str) -> str:
    """Give the address of the feed at `path` that opens in the device's own calendar."""
    return "webcal:" + absolute(path).partition(":")[2]


def present_address() -> str:
    """Give the present address with all that was asked for."""
    return request.full_path if request.query_string else request.path


def url_for_page(number: int) -> str:
    """Give the present address with another page number, all else as asked for."""
    query = [(k, v) for k, v in request.args.items(multi=True) if k != "page"]
    if number > 1:
        query.append(("page", str(number)))
    return f"{request.path}?{urlencode(query)}" if query else request.path


def safe_next(target: str | None) -> str | None:
    """Give `target` when it is a path of this site, so that nobody is sent elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or _UNSENDABLE.search(target) else target


def init_app(app: Flask) -> None:
    """Make the converters known to the URL map, and the links to templates."""
    app.url_map.converters["kind"] = KindConverter
    app.url_map.converters["key"] = KeyConverter
    app.url_map.converters["token"] = TokenConverter
    app.jinja_env.globals.update(
        event_url=event_url,
        url_for_page=url_for_page,
        absolute=absolute,
        webcal=webcal,
        EventKind=EventKind,
    )
