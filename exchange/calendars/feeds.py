"""Feeds: rendered once for each edition of the programme, then served from memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Response, request
from flask_babel import force_locale

from exchange.calendars import entries, queries
from exchange.extensions import db, site
from exchange.lib import ical
from exchange.publication import editions
from exchange.web.language import DEFAULT

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import URL

    from exchange.calendars.queries import Scope
    from exchange.config import Site

KEPT_FEEDS = 256
KEPT_ENTRIES = 20_000
MAX_AGE = 300
"""Seconds for which a calendar need not ask again."""

_rendered = lru_cache(maxsize=KEPT_ENTRIES)(ical.render)


@dataclass(frozen=True)
class Feed:
    """A feed's name, what it holds, and whose places it gives."""

    name: str
    """In the language of the feed, which is the default one for every reader."""
    file_name: str
    """ASCII, with `.ics`."""
    scope: Scope
    group_id: int | None = None


@dataclass(frozen=True)
class _Issue:
    """The octets of a feed as of one edition."""

    body: bytes
    etag: str
    changed_at: datetime


@lru_cache(maxsize=KEPT_FEEDS)
def _issue(feed: Feed, site: Site, database: URL, edition: int) -> _Issue:  # noqa: ARG001  # what makes an issue old is part of its key
    with force_locale(DEFAULT):
        rendered = [
            _rendered(entries.entry(day, site, feed.group_id))
            for day in queries.days_in(feed.scope)
        ]
    body = ical.calendar(feed.name, "", rendered)
    return _Issue(
        body=body, etag=hashlib.sha256(body).hexdigest()[:32], changed_at=queries.last_change()
    )


def serve(feed: Feed) -> Response:
    """Answer with `feed`, or with 304 when the reader has it (RFC 9110, 13.2.2).

    The answer is the same for every reader: no cookie, language or header counts.
    """
    issue = _issue(feed, site(), db.engine.url, editions.current())
    response = Response(issue.body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{feed.file_name}"'
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.last_modified = issue.changed_at
    response.set_etag(issue.etag)
    response.make_conditional(request.environ)
    return response
