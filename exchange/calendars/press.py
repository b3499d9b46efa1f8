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

from exchange.lib import clock
from exchange.lib.shelf import Shelf
from exchange.publication import editions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import Engine

    from exchange.calendars.delivery import Calendar

ROOM_FOR_FEEDS = 24 * 1024 * 1024
"""Octets that all kept feeds may take; the one not asked for longest goes first."""
ROOM_FOR_ENTRIES = 16 * 1024 * 1024
"""Octets that all kept entries may take."""

Address = tuple[str, str]
"""Path and query, as they were asked for."""


@dataclass(frozen=True)
class _Issue:
    """A feed as of one edition, on one day."""

    edition: int
    day: date
    calendar: Calendar


def _size(issue: _Issue) -> int:
    """Give what an issue takes. Compressed it takes a tenth more."""
    return len(issue.calendar.body) * 11 // 10


@dataclass(frozen=True)
class Press:
    """Where an application's feeds are made, one at a time, and kept."""

    engine: Engine
    zone: ZoneInfo
    feeds: Shelf[_Issue] = field(default_factory=lambda: Shelf(room=ROOM_FOR_FEEDS, size_of=_size))
    entries: Shelf[bytes] = field(default_factory=lambda: Shelf(room=ROOM_FOR_ENTRIES, size_of=len))
    """VEVENTs, by the day, its revision, and whom they are for."""
    lock: Lock = field(default_factory=Lock)

    def find(self, address: Address) -> Calendar | None:
        """Give the calendar at `address` as it is in force, if it is kept."""
        issue = self.feeds.find(address)
        if issue is None or issue.day != clock.today(self.zone):
            return None
        return issue.calendar if issue.edition == editions.settled(self.engine) else None

    def issue(self, address: Address, make: Callable[[], Calendar]) -> Calendar:
        """Give the calendar at `address` as it is in force, or `make` it.

        Who wants one that is being made waits for it.
        """
        with self.lock:
            found = self.find(address)
            if found is not None:
                return found
            day, edition = clock.today(self.zone), editions.current()
            calendar = make()
            self.feeds.put(address, _Issue(edition, day, calendar))
            return calendar


def press() -> Press:
    """Give the press of the present application."""
    found: Press = current_app.extensions["press"]
    return found
