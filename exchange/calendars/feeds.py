"""Feeds: rendered once for each edition of the programme, then served from memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING

from flask import Response, current_app, request
from flask_babel import force_locale, gettext
from werkzeug.http import http_date, is_resource_modified

from exchange.calendars import entries, queries
from exchange.extensions import db, site
from exchange.lib import ical
from exchange.publication import editions
from exchange.web.language import DEFAULT

if TYPE_CHECKING:
    from exchange.calendars.queries import Scope

MOST_OCTETS = 32 * 1024 * 1024
"""What all the feeds that are kept may take; the one not asked for longest goes first."""
KEPT_ENTRIES = 5_000
"""Days whose entries are kept, so that one change does not write a whole feed anew."""
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
class _Issue:
    """The octets of a feed as of one edition."""

    edition: int
    body: bytes
    headers: dict[str, str]


@dataclass
class _Shelf:
    """The issues that an application keeps, the latest asked for at the end."""

    issues: dict[Feed, _Issue] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    press: Lock = field(default_factory=Lock)
    """Held by whoever renders: who wants the same feed meanwhile waits, and finds it ready."""

    def find(self, feed: Feed) -> _Issue | None:
        """Give the issue of `feed` that is in force, if it is kept."""
        edition = editions.settled()
        with self.lock:
            issue = self.issues.pop(feed, None)
            if issue is None or issue.edition != edition:
                return None
            self.issues[feed] = issue
            return issue

    def put(self, feed: Feed, issue: _Issue) -> None:
        with self.lock:
            self.issues[feed] = issue
            while len(self.issues) > 1 and self._octets() > MOST_OCTETS:
                del self.issues[next(iter(self.issues))]

    def _octets(self) -> int:
        return sum(len(issue.body) for issue in self.issues.values())


def serve(feed: Feed) -> Response:
    """Answer with `feed`, or with 304 when the reader has it (RFC 9110, 13.2.2).

    The answer is the same for every reader: no cookie, language or header counts.
    """
    issue = _issue(feed)
    if _is_known(issue):
        return Response(status=HTTPStatus.NOT_MODIFIED, headers=issue.headers)
    return Response(issue.body, headers=issue.headers)


def _issue(feed: Feed) -> _Issue:
    shelf: _Shelf = current_app.extensions.get("feeds") or _put_up_shelf()
    issue = shelf.find(feed)
    if issue is not None:
        return issue
    with shelf.press:
        issue = shelf.find(feed) or _print(feed)
        shelf.put(feed, issue)
        return issue


def _put_up_shelf() -> _Shelf:
    shelf: _Shelf = current_app.extensions.setdefault("feeds", _Shelf())
    return shelf


def _is_known(issue: _Issue) -> bool:
    """Tell whether the reader says that they have `issue`."""
    asked = request.environ
    if "HTTP_IF_NONE_MATCH" not in asked and "HTTP_IF_MODIFIED_SINCE" not in asked:
        return False
    return not is_resource_modified(
        asked, etag=issue.headers["ETag"], last_modified=issue.headers["Last-Modified"]
    )


def _print(feed: Feed) -> _Issue:
    db.session.expire_all()  # what the guard has read may be older than the edition
    edition = editions.current()
    body = _body(feed)
    headers = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'inline; filename="{feed.file_name}"',
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Last-Modified": http_date(queries.last_change()),
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
    }
    return _Issue(edition, body, headers)


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
