from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from flask_babel import force_locale

from exchange.domain.event import Event
from exchange.web import days
from tests.factories import a_day

if TYPE_CHECKING:
    from flask import Flask

FRIDAY = date(2022, 9, 30)


@pytest.mark.parametrize(
    ("dates", "japanese", "english"),
    [
        ([], "", ""),
        ([FRIDAY], "R4.9.30", "Sep 30, 2022"),
        ([FRIDAY, FRIDAY], "R4.9.30", "Sep 30, 2022"),
        ([FRIDAY, date(2022, 10, 1)], "R4.9.30～10/1", "Sep 30, 2022 – Oct 1, 2022"),
        ([date(2023, 1, 5), FRIDAY], "R4.9.30、R5.1.5", "Sep 30, 2022, Jan 5, 2023"),
        (
            [FRIDAY + timedelta(weeks=week) for week in range(4)],
            "R4.9.30～10/21",
            "Sep 30, 2022 – Oct 21, 2022",
        ),
    ],
)
def test_in_words_joins_the_dates_that_follow_one_another(
    app: Flask, dates: list[date], japanese: str, english: str
) -> None:
    held = [a_day(one) for one in dates]

    assert days.in_words(held) == japanese
    with force_locale("en"):
        assert days.in_words(held) == english


@pytest.mark.parametrize(
    ("dates", "japanese", "english"),
    [
        ([FRIDAY], ("令和4年", "9.30", "金"), ("2022", "Sep 30", "Fri")),
        (
            [FRIDAY, date(2022, 10, 1)],
            ("令和4年", "9.30～10/1", "金・土"),
            ("2022", "Sep 30 – Oct 1", "Fri, Sat"),
        ),
        (
            [date(2022, 9, 26), date(2022, 9, 27), date(2022, 9, 28)],
            ("令和4年", "9.26～28", ""),
            ("2022", "Sep 26–28", ""),
        ),
        (
            [FRIDAY, date(2023, 1, 5)],
            ("令和4年", "9.30・R5.1.5", "金・木"),
            ("2022", "Sep 30, Jan 5, 2023", "Fri, Thu"),
        ),
        ([date(2019, 5, 1)], ("令和元年", "5.1", "水"), ("2019", "May 1", "Wed")),
    ],
)
def test_block_names_the_year_once(
    app: Flask, dates: list[date], japanese: tuple[str, ...], english: tuple[str, ...]
) -> None:
    held = [a_day(one) for one in dates]

    assert days.block(held) == japanese
    with force_locale("en"):
        assert days.block(held) == english


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Event(expected="1月下旬"), "1月下旬（日程は未定）"),
        (Event(expected=""), "日程未定"),
        (Event(expected="1月下旬", first_on=FRIDAY), "日程未定"),
    ],
)
def test_undated_says_when_an_event_is_expected_unless_it_has_a_day(
    app: Flask, event: Event, words: str
) -> None:
    assert days.undated(event) == words
