"""A month as weeks of days, Sunday first, as calendars hang on Japanese walls."""

from __future__ import annotations

import calendar
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exchange.lib import wareki

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exchange.domain.day import EventDay

SHOWN_YEARS = range(1900, 2101)
_FIRST_DAY = {"-": "-1", "/": "/1", ".": ".1"}
"""What makes a date of a month, by the mark before the month."""


@dataclass(frozen=True)
class Cell:
    """One date of the page and what happens on it."""

    day: date
    is_outside: bool
    """Whether it belongs to the month before or after."""
    events: Sequence[EventDay]


@dataclass(frozen=True)
class Month:
    """One month, by its first day."""

    first: date

    @property
    def last(self) -> date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def previous(self) -> Month:
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def next(self) -> Month:
        return Month(self.last + timedelta(days=1))

    @property
    def word(self) -> str:
        """The month as it stands in an address: 2022-09."""
        return f"{self.first:%Y-%m}"

    def weeks(self, days: Iterable[EventDay]) -> Sequence[Sequence[Cell]]:
        """Lay the month out in weeks, with `days` in their cells."""
        by_date: dict[date, list[EventDay]] = {}
        for one in days:
            by_date.setdefault(one.held_on, []).append(one)
        grid = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(
            self.first.year, self.first.month
        )
        return [
            [Cell(day, day.month != self.first.month, by_date.get(day, [])) for day in week]
            for week in grid
        ]


def of(day: date) -> Month:
    """Give the month that `day` is in."""
    return Month(day.replace(day=1))


def parse(text: str) -> Month:
    """Read 2022-09, R4.9 or 令和4年9月, in any width.

    Raises `ValueError` for anything else, and for years nobody looks up.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    first = wareki.parse_date(text + _FIRST_DAY.get(text.rstrip("0123456789")[-1:], "1日"))
    if first.year not in SHOWN_YEARS:
        raise ValueError(text)
    return Month(first)
