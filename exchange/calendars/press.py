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
    from zoneinfo import ZoneInfo

    from sqlalchemy import Engine

    from exchange.calendars.delivery import Calendar
    from exchange.calendars.feeds import Printed

ROOM_FOR_FEEDS = 24 * 1024 * 1024
"""Octets that all kept feeds may take; the one not asked for longest goes first."""
ROOM_FOR_ENTRIES = 16 * 1024 * 1024
"""Octets that all kept entries may take."""

Address = tuple[str, str]
"""Path and query, as they were asked for."""


LINE_OCTETS = 500
"""What is known of a day, as a guess."""


def _size(issue: Printed) -> int:
    """Give what an issue takes. Compressed it takes a tenth more."""
    return len(issue.calendar.body) * 11 // 10 + len(issue.lines) * LINE_OCTETS


@dataclass(frozen=True)
class Press:
    """Where an application's feeds are made, one at a time, and kept."""

    engine: Engine
    zone: ZoneInfo
    feeds: Shelf[Printed] = field(default_factory=lambda: Shelf(room=ROOM_FOR_FEEDS, size_of=_size))
    entries: Shelf[bytes] = field(default_factory=lambda: Shelf(room=ROOM_FOR_ENTRIES, size_of=len))
    """VEVENTs, by the day, its revision, and whom they are for."""
    lock: Lock = field(default_factory=Lock)

    def find(self, address: Address) -> Calendar | None:
        """Give the calendar at `address` as it is in force, if it is kept."""
        issue = self.feeds.find(address)
        if issue is None or issue.window.today != clock.today(self.zone):
            return None
        return issue.calendar if issue.edition == editions.settled(self.engine) else None

    def issue(self, address: Address, make: Callable[[Printed | None], Printed]) -> Calendar:
        """Give the calendar at `address` as it is in force, or `make` it from the one before.

        Who wants one that is being made waits for it.
        """
        with self.lock:
            found = self.find(address)
            if found is not None:
                return found
            issue = make(self.feeds.find(address))
            self.feeds.put(address, issue)
            return issue.calendar


def press() -> Press:
    """Give the press of the present application."""
    found: Press = current_app.extensions["press"]
    return found
