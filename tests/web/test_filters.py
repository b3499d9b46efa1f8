"""Dates, figures and text, as each reader expects them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest
from flask_babel import force_locale

from exchange.domain.day import EventDay
from exchange.domain.event import Event
from exchange.domain.headcount import Headcount, HeadcountUnit
from exchange.web import filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

DAY = date(2022, 9, 26)
MIDNIGHT_IN_TOKYO = datetime(2022, 9, 25, 15, 0, tzinfo=UTC)


def hours(starts: time | None, ends: time | None) -> str:
    return filters.hours(EventDay(starts=starts, ends=ends))


def headcount(total: int | None, unit: HeadcountUnit, *, about: bool = False) -> str:
    return filters.headcount(Headcount(total=total, unit=unit, is_approximate=about))


@pytest.mark.parametrize(
    ("write", "japanese", "english"),
    [
        (lambda: filters.long_date(DAY), "令和4年9月26日(月)", "Monday, September 26, 2022"),
        (lambda: filters.short_date(DAY), "R4.9.26", "Sep 26, 2022"),
        (lambda: filters.date_range(DAY, DAY), "R4.9.26", "Sep 26, 2022"),
        (
            lambda: filters.date_range(date(2022, 9, 30), date(2022, 10, 1)),
            "R4.9.30～10/1",
            "Sep 30, 2022 – Oct 1, 2022",
        ),
        (lambda: filters.event_dates(Event(expected="")), "日程未定", "Date to be announced"),
        (
            lambda: filters.event_dates(Event(expected="1月下旬")),
            "1月下旬（日程は未定）",
            "1月下旬 (date to be fixed)",
        ),
        (
            lambda: filters.event_dates(Event(expected="1月下旬", first_on=DAY, last_on=DAY)),
            "R4.9.26",
            "Sep 26, 2022",
        ),
        (lambda: hours(time(13, 30), time(16, 30)), "13:30～16:30", "13:30–16:30"),
        (lambda: hours(time(9, 0), None), "9:00～", "9:00–"),
        (lambda: hours(None, None), "", ""),
        (
            lambda: filters.moment(MIDNIGHT_IN_TOKYO),
            "令和4年9月26日(月) 0:00",
            "Monday, September 26, 2022 0:00",
        ),
        (lambda: filters.fiscal_year(2019), "令和元年度", "FY2019"),
        (lambda: filters.month(DAY), "令和4年9月", "September 2022"),
        (lambda: filters.figure(3688), "3,688", "3,688"),
        (lambda: headcount(20, HeadcountUnit.PEOPLE), "20名", "20 people"),
        (lambda: headcount(1, HeadcountUnit.PEOPLE), "1名", "1 person"),
        (lambda: headcount(3688, HeadcountUnit.VISITORS), "3,688人", "3,688 visitors"),
        (
            lambda: headcount(5100, HeadcountUnit.VISITORS, about=True),
            "約5,100人",
            "about 5,100 visitors",
        ),
        (lambda: headcount(0, HeadcountUnit.PEOPLE), "0名", "0 people"),
        (lambda: headcount(None, HeadcountUnit.PEOPLE), "", ""),
        (lambda: filters.translated("Online"), "オンライン", "Online"),
        (lambda: filters.translated("100% ordinary"), "100% ordinary", "100% ordinary"),
        (lambda: filters.translated(""), "", ""),
    ],
)
def test_each_language_has_its_own_way(
    app: Flask, write: Callable[[], str], japanese: str, english: str
) -> None:
    with force_locale("ja"):
        assert write() == japanese
    with force_locale("en"):
        assert write() == english
