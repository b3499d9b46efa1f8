"""What feeds have to say, taken from the rows of the database, and what readers take them to say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from tests.calendars.programmes import BODIES
from tests.conftest import BASE_URL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from tests.calendars.readers import Reader

HOST = urlsplit(BASE_URL).hostname or ""
TOKYO = ZoneInfo("Asia/Tokyo")
WHOLE_DAY = (time(0), time(23, 59))
REMEMBERED = timedelta(days=30)
"""How long after its day a withdrawn entry is shown as such."""


@dataclass(frozen=True, order=True)
class When:
    """When a day is, for a calendar, and whether it takes place."""

    uid: str
    start: date
    """A `date`, or a `datetime` in UTC."""
    end: date
    status: str

    @property
    def held_on(self) -> date:
        """The date in Tokyo."""
        if isinstance(self.start, datetime):
            return self.start.astimezone(TOKYO).date()
        return self.start


def whens(events: Iterable[Event]) -> list[When]:
    """List all days of `events`, by their UIDs."""
    return sorted(_when(day) for event in events for day in event.days)


def _when(day: EventDay) -> When:
    is_cancelled = day.cancelled_at is not None or day.event.status == "cancelled"
    start, end = _span(day)
    return When(
        f"{day.event.key}-{day.number}@{HOST}",
        start,
        end,
        "CANCELLED" if is_cancelled else "CONFIRMED",
    )


def _span(day: EventDay) -> tuple[date, date]:
    if day.starts is None or (day.starts, day.ends) == WHOLE_DAY:
        return day.held_on, day.held_on + timedelta(days=1)
    start = datetime.combine(day.held_on, day.starts, tzinfo=TOKYO).astimezone(UTC)
    if day.ends is None:
        return start, start + timedelta(hours=1)
    return start, datetime.combine(day.held_on, day.ends, tzinfo=TOKYO).astimezone(UTC)


def groups_named(event: Event) -> set[str]:
    """Give the slugs of the groups for which any day has a place; none is everybody."""
    return {group.slug for day in event.days for place in day.places for group in place.groups}


def said(octets: bytes, readers: list[Reader]) -> list[When]:
    """Give what all readers take a feed to say, after it has been found faultless."""
    rows = [reader(octets) for reader in readers]
    assert rows == [rows[0]] * len(rows)
    return sorted(When(row.uid, row.start, row.end, row.status) for row in rows[0])


def belonging(path: str, events: list[Event]) -> list[Event]:
    """Give those of `events` that the feed at `path` is about."""
    word = path.removesuffix(".ics").rpartition("/")[2]
    if path.startswith("/feeds/organizations/"):
        word = BODIES[word] or "no group"
    if "groups" in path or "organizations" in path:
        return [one for one in events if word in (groups_named(one) or {word})]
    return [one for one in events if word in {"all", one.kind.plural, one.key}]


@dataclass
class Memory:
    """What readers of each feed were told, and so have to be told about until it is long over."""

    had: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By the path of the feed, the UIDs that stood in it."""
    seen: dict[str, When] = field(default_factory=dict)
    """What the public saw last, by the UID."""

    def expected(self, path: str, events: Iterable[Event], now: datetime) -> list[When]:
        """List what the feed at `path` has to say now, and keep in mind that it did."""
        public = [event for event in events if event.visibility == "public"]
        self.seen |= {one.uid: one for one in whens(public)}
        live = whens(belonging(path, public))
        uids = {one.uid for one in live}
        first_on = now.astimezone(TOKYO).date() - REMEMBERED
        gone = [
            replace(self.seen[uid], status="CANCELLED")
            for uid in self.had[path] - uids
            if self.seen[uid].held_on >= first_on
        ]
        self.had[path] |= uids
        return sorted([*live, *gone])
