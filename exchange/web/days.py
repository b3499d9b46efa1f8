"""The days of an event in words, as short as lists want them: R4.9.15～16, R5.1.18."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import format_date as babel_date
from flask_babel import gettext

from exchange.lib import wareki
from exchange.web.language import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from typing import Protocol

    from exchange.domain.day import EventDay

    class Awaited(Protocol):
        """An event as it is, or as it was."""

        @property
        def awaited(self) -> str: ...


MOST_RUNS = 3
"""More runs of days than these are said by their first and their last day."""
MOST_WEEKDAYS = 2


class Block(NamedTuple):
    """The parts of a date that is seen from afar: 令和4年, 9.26, 月; or 2022, Sep 26, Mon."""

    year: str
    days: str
    weekdays: str


def in_words(days: Iterable[EventDay]) -> str:
    """Write all dates: R4.9.15～16; R8.12.21、R9.2.9 where they do not follow one another."""
    between = "、" if _is_japanese() else ", "
    return between.join(_run(*run) for run in _runs(days))


def undated(event: Awaited) -> str:
    """Write what stands for the date of an event while no day is fixed: 1月下旬（日程は未定）."""
    if event.awaited:
        return gettext("%(when)s (date to be fixed)", when=event.awaited)
    return gettext("Date to be announced")


def block(days: Iterable[EventDay]) -> Block:
    """Part the dates of at least one day for a date block. The year is that of the first."""
    days = list(days)
    runs = _runs(days)
    first = runs[0][0]
    between = "・" if _is_japanese() else ", "
    return Block(
        year=wareki.format_date(first).partition("年")[0] + "年"
        if _is_japanese()
        else str(first.year),
        days=between.join(_without_year(*run, first) for run in runs),
        weekdays=_weekdays(days),
    )


def _is_japanese() -> bool:
    return language() == "ja"


def _runs(days: Iterable[EventDay]) -> Sequence[tuple[date, date]]:
    """Join dates that follow one another: the first and the last of each run."""
    runs: list[tuple[date, date]] = []
    for held_on in sorted({day.held_on for day in days}):
        if runs and runs[-1][1] == held_on - timedelta(days=1):
            runs[-1] = runs[-1][0], held_on
        else:
            runs.append((held_on, held_on))
    return runs if len(runs) <= MOST_RUNS else [(runs[0][0], runs[-1][1])]


def _run(first: date, last: date) -> str:
    if _is_japanese():
        return wareki.short_range(first, last)
    begin, end = (babel_date(day, "medium", locale="en") for day in (first, last))
    return begin if first == last else f"{begin} – {end}"


def _without_year(first: date, last: date, named: date) -> str:
    """Write a run of days; its year only where it is not that of `named`."""
    if _is_japanese():
        written = wareki.short_range(first, last)
        return written.partition(".")[2] if _era_year(first) == _era_year(named) else written
    begin, end = (_month_and_day(day, named) for day in (first, last))
    if first == last:
        return begin
    return f"{begin}–{last.day}" if first.month == last.month else f"{begin} – {end}"


def _era_year(day: date) -> str:
    return wareki.short_date(day).partition(".")[0]


def _month_and_day(day: date, named: date) -> str:
    form = "MMM d" if day.year == named.year else "MMM d, y"
    return babel_date(day, form, locale="en")


def _weekdays(days: Iterable[EventDay]) -> str:
    """Write the weekdays when there are few: 木・金."""
    dates = sorted({day.held_on for day in days})
    if len(dates) > MOST_WEEKDAYS:
        return ""
    if _is_japanese():
        return "・".join(wareki.format_weekday(day).strip("()") for day in dates)
    return ", ".join(babel_date(day, "EEE", locale="en") for day in dates)
