"""Time: moments are aware and in UTC, days and wall times belong to a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """Give the date it is in `zone`."""
    return local(now(), zone).date()


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give the same moment on the clocks of `zone`."""
    return moment.astimezone(zone)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the moment, in UTC, when the clocks of `zone` show `at` on `day`.

    A wall time that a change of clocks repeats is its first occurrence.
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
