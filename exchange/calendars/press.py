"""The press: entries are written once for each revision and audience, feeds once for each edition.

After a change, a feed is put together anew from what is kept, and only the entries of what
changed are written. Every request asks the database for the edition in force, so a change is seen
at once by every worker of every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from flask import current_app

from exchange.lib.shelf import Shelf
from exchange.publication import editions

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from exchange.calendars.delivery import Calendar

ROOM_FOR_FEEDS = 24 * 1024 * 1024
"""Octets that all kept feeds may take; the one not asked for longest goes first."""
ROOM_FOR_ENTRIES = 16 * 1024 * 1024
"""Octets that all kept entries may take."""


@dataclass(frozen=True)
class _Issue:
    """A feed as of one edition."""

    edition: int
    calendar: Calendar


def _size(issue: _Issue) -> int:
    """Give what an issue takes. Compressed it takes a tenth more."""
    return len(issue.calendar.body) * 11 // 10


@dataclass(frozen=True)
class Press:
    """Where an application's feeds are made, one at a time, and kept."""

    feeds: Shelf[_Issue] = field(default_factory=lambda: Shelf(room=ROOM_FOR_FEEDS, size_of=_size))
    entries: Shelf[bytes] = field(default_factory=lambda: Shelf(room=ROOM_FOR_ENTRIES, size_of=len))
    """VEVENTs, by the day, its revision, and whom they are for."""
    lock: Lock = field(default_factory=Lock)

    def issue(self, key: Hashable, make: Callable[[], Calendar]) -> Calendar:
        """Give the calendar under `key` as of the edition in force, or `make` it.

        Who wants one that is being made waits for it.
        """
        found = self._find(key)
        if found is not None:
            return found
        with self.lock:
            found = self._find(key)
            if found is not None:
                return found
            edition = editions.current()
            calendar = make()
            self.feeds.put(key, _Issue(edition, calendar))
            return calendar

    def _find(self, key: Hashable) -> Calendar | None:
        issue = self.feeds.find(key)
        return issue.calendar if issue is not None and issue.edition == editions.settled() else None


def press() -> Press:
    """Give the press of the present application."""
    found: Press | None = current_app.extensions.get("press")
    if found is None:
        found = current_app.extensions.setdefault("press", Press())
    return found
