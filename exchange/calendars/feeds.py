"""Feeds: rendered once for each edition of the programme, then served from memory.

Calendars ask every hour and nearly all of them take gzip, in which a feed is a tenth as long.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING

from flask import Response, current_app, request
from flask_babel import force_locale, gettext
from werkzeug.http import http_date, is_resource_modified, parse_accept_header

from exchange.calendars import queries
from exchange.extensions import db, site
from exchange.lib import ical
from exchange.lib.shelf import Shelf
from exchange.publication import editions
from exchange.web import entries
from exchange.web.language import DEFAULT

if TYPE_CHECKING:
    from exchange.calendars.queries import Scope

MOST_OCTETS = 24 * 1024 * 1024
"""What all the feeds that are kept may take; the one not asked for longest goes first."""
KEPT_ENTRIES = 2_000
"""Days whose entries are kept, so that one change does not write a whole feed anew."""
GZIP_LEVEL = 6
REPEATED = ("ETag", "Cache-Control", "Vary")
"""What stands above a 304 too (RFC 9110, 15.4.5)."""
MAX_AGE = 300
"""Seconds for which a calendar need not ask again."""


_rendered = lru_cache(maxsize=KEPT_ENTRIES)(ical.render)


@dataclass(frozen=True)
class Feed:
    """A feed: what it holds, and whose places it gives."""

    file_name: str
    """ASCII, with `.ics`."""
    scope: Scope
    group_id: int | None = None
    name: str = ""
    """Of the body, the group or the event that it is narrowed to."""


@dataclass(frozen=True)
class _Copy:
    """An issue as it is sent: its octets, and what stands above them."""

    body: bytes
    headers: dict[str, str]

    def answer(self) -> Response:
        """Give the copy, or 304 when the reader has it (RFC 9110, 13.2.2)."""
        if self._is_known():
            repeated = {name: self.headers[name] for name in REPEATED}
            return Response(status=HTTPStatus.NOT_MODIFIED, headers=repeated)
        return Response(self.body, headers=self.headers)

    def _is_known(self) -> bool:
        asked, etag = request.environ, self.headers["ETag"]
        have = asked.get("HTTP_IF_NONE_MATCH")
        if have is None and "HTTP_IF_MODIFIED_SINCE" not in asked:
            return False
        return have == etag or not is_resource_modified(
            asked, etag=etag, last_modified=self.headers["Last-Modified"]
        )


@dataclass(frozen=True)
class _Issue:
    """A feed as of one edition, as it is and compressed."""

    edition: int
    plain: _Copy
    packed: _Copy


def _octets(issue: _Issue) -> int:
    return len(issue.plain.body) + len(issue.packed.body)


@dataclass(frozen=True)
class _Press:
    """Where an application's feeds are made, one at a time, and kept."""

    shelf: Shelf[_Issue] = field(default_factory=lambda: Shelf(room=MOST_OCTETS, size_of=_octets))
    lock: Lock = field(default_factory=Lock)

    def find(self, feed: Feed) -> _Issue | None:
        """Give the issue of `feed` that is in force, if it is kept."""
        issue = self.shelf.find(feed)
        return issue if issue is not None and issue.edition == editions.settled() else None


def serve(feed: Feed) -> Response:
    """Answer with `feed`, compressed for whoever takes that.

    The answer is the same for every reader: no cookie and no language counts.
    """
    issue = _issue(feed)
    takes_gzip = _takes_gzip(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
    return (issue.packed if takes_gzip else issue.plain).answer()


@lru_cache
def _takes_gzip(accepted: str) -> bool:
    return parse_accept_header(accepted).quality("gzip") > 0


def _issue(feed: Feed) -> _Issue:
    """Give the issue of `feed` that is in force. Who wants one that is being made waits for it."""
    press: _Press = current_app.extensions.get("feeds") or _set_up_press()
    issue = press.find(feed)
    if issue is not None:
        return issue
    with press.lock:
        issue = press.find(feed) or _print(feed)
        press.shelf.put(feed, issue)
        return issue


def _set_up_press() -> _Press:
    press: _Press = current_app.extensions.setdefault("feeds", _Press())
    return press


def _print(feed: Feed) -> _Issue:
    db.session.expire_all()  # what the guard has read may be older than the edition
    edition = editions.current()
    body = _body(feed)
    digest = hashlib.sha256(body).hexdigest()[:32]
    headers = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'inline; filename="{feed.file_name}"',
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Vary": "Accept-Encoding",
        "Last-Modified": http_date(queries.last_change()),
    }
    in_gzip = {**headers, "Content-Encoding": "gzip", "ETag": f'"{digest}-gzip"'}
    return _Issue(
        edition,
        plain=_Copy(body, {**headers, "ETag": f'"{digest}"'}),
        packed=_Copy(gzip.compress(body, GZIP_LEVEL, mtime=0), in_gzip),
    )


def _body(feed: Feed) -> bytes:
    here = site()
    with force_locale(DEFAULT):
        days = queries.days_in(feed.scope)
        rendered = (_rendered(entries.entry(day, here, feed.group_id)) for day in days)
        return ical.calendar(_title(feed), "", rendered)


def _title(feed: Feed) -> str:
    """Name a feed after the site and what it is narrowed to, but an event by its title alone."""
    if feed.scope.event_id is not None:
        return feed.name
    site_name = str(current_app.config["SITE_NAME"])
    narrowed_to = gettext(feed.scope.kind.label) if feed.scope.kind else feed.name
    return f"{site_name}：{narrowed_to}" if narrowed_to else site_name
