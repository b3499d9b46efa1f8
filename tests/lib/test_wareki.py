from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.lib.wareki import (
    fiscal_year,
    format_date,
    format_fiscal_year,
    format_long,
    format_span,
    format_weekday,
    last_of_fiscal_year,
    parse_date,
    parse_fiscal_year,
    parse_time,
    short_date,
    short_range,
)
from tests.lib.strategies import typed_text

any_day = st.dates(date(1873, 1, 1), date(2999, 12, 31))
erring_text = typed_text | st.text("0123456789０９年月日元令和平成RHh.-/: 時分度(月)", max_size=16)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2022, 9, 26), "令和4年9月26日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_an_era_begins_on_its_first_day(day: date, written: str) -> None:
    assert format_date(day) == written


@pytest.mark.parametrize("write", [format_date, format_long, short_date])
def test_days_before_the_gregorian_calendar_are_refused(write: Callable[[date], str]) -> None:
    with pytest.raises(ValueError, match="Gregorian"):
        write(date(1872, 12, 31))


def test_a_week_is_written_from_monday_to_sunday() -> None:
    written = "".join(format_weekday(date(2022, 9, day)) for day in range(26, 31))
    written += format_weekday(date(2022, 10, 1)) + format_weekday(date(2022, 10, 2))

    assert written == "(月)(火)(水)(木)(金)(土)(日)"


def test_a_long_date_has_its_weekday() -> None:
    assert format_long(date(2022, 9, 26)) == "令和4年9月26日(月)"


@pytest.mark.parametrize(
    ("first", "last", "short", "span"),
    [
        (date(2022, 9, 26), date(2022, 9, 26), "R4.9.26", "令和4年9月26日(月)"),
        (date(2022, 9, 15), date(2022, 9, 16), "R4.9.15～16", "令和4年9月15日(木)～16日(金)"),
        (date(2022, 9, 30), date(2022, 10, 1), "R4.9.30～10/1", "令和4年9月30日(金)～10月1日(土)"),
        (
            date(2022, 12, 28),
            date(2023, 1, 5),
            "R4.12.28～R5.1.5",
            "令和4年12月28日(水)～令和5年1月5日(木)",
        ),
        (
            date(2019, 4, 30),
            date(2019, 5, 1),
            "H31.4.30～R元.5.1",
            "平成31年4月30日(火)～令和元年5月1日(水)",
        ),
        (
            date(2022, 9, 26),
            date(2023, 9, 26),
            "R4.9.26～R5.9.26",
            "令和4年9月26日(月)～令和5年9月26日(火)",
        ),
    ],
)
def test_a_range_says_what_its_ends_share_once(
    first: date, last: date, short: str, span: str
) -> None:
    assert (short_range(first, last), format_span(first, last)) == (short, span)


def test_a_range_may_be_printed_with_another_mark_after_the_month() -> None:
    written = short_range(date(2022, 9, 30), date(2022, 10, 1), month_mark=".")

    assert written == "R4.9.30～10.1"


@pytest.mark.parametrize("write", [short_range, format_span])
def test_a_range_does_not_run_backwards(write: Callable[[date, date], str]) -> None:
    with pytest.raises(ValueError, match="comes before"):
        write(date(2022, 9, 16), date(2022, 9, 15))


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    days = [date(2022, 3, 31), date(2022, 4, 1), date(2023, 3, 31), date(2023, 4, 1)]

    assert [fiscal_year(day) for day in days] == [2021, 2022, 2022, 2023]


@pytest.mark.parametrize(
    ("year", "written"),
    [
        (2022, "令和4年度"),
        (2020, "令和2年度"),
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
    ],
)
def test_a_fiscal_year_bears_the_name_of_the_newer_era(year: int, written: str) -> None:
    assert format_fiscal_year(year) == written


@pytest.mark.parametrize(
    "typed",
    [
        "2022-09-26",
        "2022-9-26",
        "2022/9/26",
        "2022.9.26",
        "20220926",
        "2022年9月26日",
        "R4.9.26",
        "r4/9/26",
        "R04-09-26",
        "令和4年9月26日",
        "令和 4 年 9 月 26 日",
        "㋿4年9月26日",
        "Ｒ４．９．２６",
        "２０２２－０９－２６",
        "２０２２年９月２６日",
        "　2022-09-26 ",
        "2022−09−26",
        "R4.9.26(月)",
        "令和４年９月２６日（月）",
        "令和4年9月26日 月曜日",
    ],
)
def test_a_date_is_understood_in_any_customary_form(typed: str) -> None:
    assert parse_date(typed) == date(2022, 9, 26)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("S64.1.7", date(1989, 1, 7)),
        ("T15.12.24", date(1926, 12, 24)),
        ("明治6年1月1日", date(1873, 1, 1)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_date_is_understood_at_the_edges_of_eras(typed: str, day: date) -> None:
    assert parse_date(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "明日",
        "2022-02-29",
        "2022-13-01",
        "2022-09-00",
        "22-09-26",
        "2022-09",
        "2022-9/26",
        "2022年9-26",
        "202209",
        "令和1年4月1日",
        "令和元年4月30日",
        "H31.5.1",
        "S64.1.8",
        "H0.1.1",
        "R1000.1.1",
        "明治5年12月31日",
        "1872-12-31",
        "3000-01-01",
        "R4.9.26(火)",
        "R4.9.26 13:30",
        "٢٠٢٢-٠٩-٢٦",
        "2022-09-26\0",
        "\ud800",
        "1" * 10_000,
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(typed)


@given(day=any_day)
def test_a_written_date_is_read_back(day: date) -> None:
    written = [str(day), format_date(day), format_long(day), short_date(day)]

    assert [parse_date(text) for text in written] == [day] * 4


@pytest.mark.parametrize(
    "typed",
    ["2022", "2022年度", "令和4", "令和4年度", "R4", "r4年度", "Ｒ４", "２０２２", " 令和４年 "],
)
def test_a_fiscal_year_is_understood(typed: str) -> None:
    assert parse_fiscal_year(typed) == 2022


@pytest.mark.parametrize("typed", ["平成31年度", "H31", "令和元年度", "R1", "2019"])
def test_a_fiscal_year_may_bear_either_name_when_the_era_changes(typed: str) -> None:
    assert parse_fiscal_year(typed) == 2019


@pytest.mark.parametrize(
    "typed",
    ["", "令和", "R0", "平成32年度", "昭和64年度", "22", "1872", "3000", "2022-09", "2022年度2"],
)
def test_what_is_no_fiscal_year_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_fiscal_year(typed)


@given(year=st.integers(1873, 2999))
def test_a_written_fiscal_year_is_read_back(year: int) -> None:
    assert parse_fiscal_year(format_fiscal_year(year)) == year


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("13:30", time(13, 30)),
        ("１３：３０", time(13, 30)),
        ("13時30分", time(13, 30)),
        ("１３時", time(13)),
        ("9:00", time(9)),
        ("09:05", time(9, 5)),
        ("9時5分", time(9, 5)),
        ("1330", time(13, 30)),
        (" 0:00　", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_understood_in_any_customary_form(typed: str, at: time) -> None:
    assert parse_time(typed) == at


@pytest.mark.parametrize(
    "typed",
    ["", "24:00", "25:00", "13:60", "13:5", "930", "13", "13.30", "-1:00", "13:30:00", "正午"],
)
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_time(typed)


@pytest.mark.parametrize("parse", [parse_date, parse_fiscal_year, parse_time])
@given(text=erring_text)
def test_typed_text_is_understood_or_refused_but_never_fails(
    parse: Callable[[str], object], text: str
) -> None:
    try:
        understood = parse(text)
    except ValueError:
        understood = None

    assert understood is None or isinstance(understood, date | int | time)


@given(any_day)
def test_a_fiscal_year_ends_before_the_next_one_begins(day: date) -> None:
    last = last_of_fiscal_year(fiscal_year(day))

    assert fiscal_year(last) == fiscal_year(day)
    assert fiscal_year(last + timedelta(days=1)) == fiscal_year(day) + 1
