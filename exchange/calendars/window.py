"""How far back feeds go, and how much they hold."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import or_

from exchange.domain.event import Event
from exchange.extensions import site
from exchange.lib import clock
from exchange.subscriptions.queries import lasts_until
from exchange.web.entries import REMEMBERED

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

MONTHS_BACK = 13
"""A year for comparison, and the month in which one compares."""
OF_ALL_TIME = date(1, 1, 1)
MOST_OCTETS = 1_000_000
"""What every program takes: some refuse a longer feed."""
HEAD_OCTETS = 2_000
"""More of them than a head, a time zone and an end ever take."""


@dataclass(frozen=True)
class Window:
    """From when on a feed holds events, on the day on which it is asked for."""

    today: date
    since: date

    @property
    def remembered_since(self) -> date:
        """From when on it holds what is no longer for its readers."""
        return self.today - REMEMBERED

    @property
    def is_within(self) -> ColumnElement[bool]:
        """The condition that an `Event` is in it: it lasts until `since`, or later.

        One that was moved back beyond that stays as long as calendars may still have it where
        it was to be.
        """
        return or_(lasts_until(self.since), Event.shown_until >= max(self.since, self.today))

    @property
    def opened_at(self) -> datetime:
        """The moment at which the window came to stand where it does."""
        return clock.moment(self.today, time.min, site().zone)


def window(since: date | None = None) -> Window:
    """Give the window of today: from `since` on, or from 13 months back."""
    today = clock.today(site().zone)
    return Window(today, since or months_before(today, MONTHS_BACK))


def months_before(day: date, months: int) -> date:
    """Give the same day so many months before, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
