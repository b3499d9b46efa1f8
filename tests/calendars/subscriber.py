"""Whoever subscribed to a feed: reads it by foreign programs, and is not to be misled by what they know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import vobject

from exchange.lib import clock
from tests.calendars.history import history
from tests.calendars.proof import HOST
from tests.calendars.readers import by_ical, by_vobject
from tests.calendars.rules import faults

if TYPE_CHECKING:
    from datetime import date, datetime

    from tests.conftest import Browser


@dataclass(frozen=True)
class Shown:
    """An entry as a calendar shows it."""

    summary: str
    status: str
    sequence: int
    changed_at: datetime
    start: date
    takes_time: bool
    location: str
    description: str
    url: str
    links: tuple[str, ...]
    related: tuple[str, ...]

    def is_newer_than(self, other: Shown) -> bool:
        return self.sequence > other.sequence and self.changed_at > other.changed_at


@dataclass
class Subscriber:
    """Reads one feed again and again, and has each reading examined against the one before."""

    browser: Browser
    path: str
    octets: bytes = b""
    shown: dict[str, Shown] = field(default_factory=dict)

    def read(self) -> dict[str, Shown]:
        """Give the entries by what stands before the host in their UIDs."""
        before, now = self.octets, clock.now()
        answer = self.browser.get(self.path)
        assert answer.status_code == 200, self.path
        self.octets = answer.data
        assert faults(self.octets, now=now, host=HOST) == []
        assert not before or history(before, self.octets, now=now) == []
        assert by_ical(self.octets) == by_vobject(self.octets)
        events = getattr(vobject.readOne(self.octets.decode()), "vevent_list", [])
        self.shown = {event.uid.value.removesuffix(f"@{HOST}"): _shown(event) for event in events}
        return self.shown

    def read_one(self) -> Shown:
        (one,) = self.read().values()
        return one

    @property
    def text(self) -> str:
        """What was read last, its lines unfolded."""
        return self.octets.decode().replace("\r\n ", "")


def _shown(event: Any) -> Shown:
    def text(name: str) -> str:
        line = getattr(event, name, None)
        return line.value if line else ""

    def values(name: str) -> tuple[str, ...]:
        return tuple(line.value for line in event.contents.get(name, []))

    return Shown(
        summary=text("summary"),
        status=text("status"),
        sequence=int(text("sequence")),
        changed_at=event.last_modified.value,
        start=event.dtstart.value,
        takes_time=text("transp") != "TRANSPARENT",
        location=text("location"),
        description=text("description"),
        url=text("url"),
        links=values("conference"),
        related=tuple(uid.removesuffix(f"@{HOST}") for uid in values("related-to")),
    )
