"""Template filters: dates, times, figures and text as the reader expects them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal
from flask_babel import gettext, ngettext

from exchange.domain.headcount import HeadcountUnit
from exchange.extensions import site
from exchange.lib import clock, personal, text, wareki
from exchange.web import days, places
from exchange.web.language import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime, time

    from flask import Flask

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.headcount import Headcount, HeadcountPart
    from exchange.domain.note import NoteLine
    from exchange.domain.notes_draft import LineDraft

Line = TypeVar("Line", "NoteLine", "LineDraft")


def _is_japanese() -> bool:
    return language() == "ja"


def long_date(day: date) -> str:
    """Write 令和4年9月26日(月), or Monday, September 26, 2022."""
    return wareki.format_long(day) if _is_japanese() else babel_date(day, "full", locale="en")


def short_date(day: date) -> str:
    """Write R4.9.26, or Sep 26, 2022."""
    return wareki.short_date(day) if _is_japanese() else babel_date(day, "medium", locale="en")


def date_range(first: date, last: date) -> str:
    """Write R4.9.15～16, or Sep 15, 2022 – Sep 16, 2022."""
    if _is_japanese():
        return wareki.short_range(first, last)
    begin, end = (babel_date(day, "medium", locale="en") for day in (first, last))
    return begin if first == last else f"{begin} – {end}"


def event_dates(event: Event) -> str:
    """Write the first and the last date of an event, or when it is expected."""
    if event.first_on is None or event.last_on is None:
        return days.undated(event)
    return date_range(event.first_on, event.last_on)


def hours(day: EventDay) -> str:
    """Write 13:30～16:30, 13:30～, or nothing where no hours are known."""
    dash = "～" if _is_japanese() else "–"
    if day.starts is None:
        return ""
    return f"{clock_time(day.starts)}{dash}{clock_time(day.ends) if day.ends else ''}"


def clock_time(value: time) -> str:
    """Write 9:00."""
    return f"{value.hour}:{value.minute:02}"


def moment(value: datetime) -> str:
    """Write an instant as local date and time: 令和4年9月26日(月) 13:30."""
    local = clock.local(value, site().zone)
    return f"{long_date(local.date())} {clock_time(local.time())}"


def fiscal_year(year: int) -> str:
    """Write 令和4年度, or FY2022."""
    return wareki.format_fiscal_year(year) if _is_japanese() else f"FY{year}"


def month(day: date) -> str:
    """Write 令和4年9月, or September 2022."""
    if _is_japanese():
        return wareki.format_date(day).partition("月")[0] + "月"
    return babel_date(day, "MMMM y", locale="en")


def figure(value: int) -> str:
    """Write 3,688."""
    return format_decimal(value, locale="en")


def headcount(count: Headcount | HeadcountPart) -> str:
    """Write 20名, 3,688人 or 約5,100人; nothing where no figure was stated."""
    if count.total is None:
        return ""
    return counted(count.total, count.unit, is_approximate=count.is_approximate)


def counted(total: int, unit: HeadcountUnit, *, is_approximate: bool = False) -> str:
    """Write a figure with its unit, and whether it is a rough one."""
    number = figure(total)
    if is_approximate:
        number = gettext("about %(number)s", number=number)
    if unit is HeadcountUnit.VISITORS:
        return ngettext("%(number)s visitor", "%(number)s visitors", total, number=number)
    return ngettext("%(number)s person", "%(number)s people", total, number=number)


def marked(value: str, terms: Sequence[str]) -> list[text.Segment]:
    """Cut a text into what matched and what did not."""
    return text.mark(value, terms)


def outlined(lines: Iterable[Line]) -> list[tuple[Line, list[Line]]]:
    """Give each line of a note with those that stand under it."""
    found: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if line.level and found:
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return found


def translated(message: str) -> str:
    """Look up a msgid that was marked where it was written. What is none stays as it is."""
    return gettext(message) if message else ""


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        long_date=long_date,
        short_date=short_date,
        hours=hours,
        clock_time=clock_time,
        moment=moment,
        fiscal_year=fiscal_year,
        month=month,
        figure=figure,
        headcount=headcount,
        marked=marked,
        outlined=outlined,
        hiragana=personal.hiragana,
        translated=translated,
        in_words=places.in_words,
        with_audience=places.with_audience,
        dates=days.in_words,
        date_parts=days.block,
        undated=days.undated,
    )
    app.jinja_env.globals["event_dates"] = event_dates
