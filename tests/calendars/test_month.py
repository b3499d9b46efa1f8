from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.calendars import month


@pytest.mark.parametrize(
    "text", ["2022-09", "2022/9", "２０２２－０９", "R4.9", "Ｒ４．９", "令和4年9月", " 2022-9 "]
)
def test_parse_reads_a_month_in_any_notation(text: str) -> None:
    assert month.parse(text) == month.Month(date(2022, 9, 1))


@pytest.mark.parametrize(
    "text", ["", "2022", "2022-13", "9999-01", "1872-12", "令和", "\0", "R4.9.26"]
)
def test_parse_refuses_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # any will do
        month.parse(text)


@given(st.text(max_size=20))
def test_parse_raises_nothing_but_value_errors(text: str) -> None:
    try:
        found = month.parse(text)
    except ValueError:
        return

    assert found.first.day == 1


def test_a_month_knows_its_neighbors_across_the_year() -> None:
    december = month.parse("2022-12")

    assert (december.previous.word, december.next.word) == ("2022-11", "2023-01")
    assert december.last == date(2022, 12, 31)


def test_weeks_begin_on_sunday_and_cover_the_whole_month() -> None:
    weeks = month.parse("2022-09").weeks([])

    assert [week[0].day for week in weeks] == [
        date(2022, 8, 28),
        date(2022, 9, 4),
        date(2022, 9, 11),
        date(2022, 9, 18),
        date(2022, 9, 25),
    ]
    assert [cell.is_outside for cell in weeks[0]] == [True] * 4 + [False] * 3
