"""Dates as Japanese offices write and type them: eras, weekdays, fiscal years."""

import re
import unicodedata
from datetime import date, time
from typing import NamedTuple


class _Era(NamedTuple):
    name: str
    letter: str
    first_day: date

    @property
    def year_before(self) -> int:
        return self.first_day.year - 1


_ERAS = (
    _Era("令和", "R", date(2019, 5, 1)),
    _Era("平成", "H", date(1989, 1, 8)),
    _Era("昭和", "S", date(1926, 12, 25)),
    _Era("大正", "T", date(1912, 7, 30)),
    _Era("明治", "M", date(1868, 1, 25)),
)
_ERA_BY_NAME = {key: era for era in _ERAS for key in (era.name, era.letter)}
_WEEKDAYS = "月火水木金土日"

_GREGORIAN_SINCE = date(1873, 1, 1)
_LAST_YEAR = 2999

_LONGEST_INPUT = 64
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─ー", "-"))  # noqa: RUF001  # what people type for -

_YEAR = r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\s*(?P<era_year>元|[0-9]{1,3})|(?P<year>[0-9]{4}))"
_WEEKDAY = r"(?:\s*\(?\s*(?P<weekday>[月火水木金土日])(?:曜日?)?\s*\)?)?"
_DATES = tuple(
    re.compile(pattern + _WEEKDAY)
    for pattern in (
        _YEAR + r"\s*年\s*(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*日",
        _YEAR + r"\s*(?P<dot>[-/.])\s*(?P<month>[0-9]{1,2})\s*(?P=dot)\s*(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
)
_FISCAL_YEAR = re.compile(_YEAR + r"\s*(?:年度?)?")
_TIMES = (
    re.compile(r"(?P<hour>[0-9]{1,2})\s*:\s*(?P<minute>[0-9]{2})"),
    re.compile(r"(?P<hour>[0-9]{1,2})\s*時\s*(?:(?P<minute>[0-9]{1,2})\s*分)?"),
    re.compile(r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})"),
)


def format_date(day: date) -> str:
    """Write `day` in era notation: 2026-04-01 is `令和8年4月1日`.

    The first year of an era is written 元年, never 1年. An era begins on its
    proclaimed first day, so 2019-04-30 is still 平成31年.

    Raises `ValueError` before 1873-01-01, the day Japan adopted the Gregorian
    calendar: earlier era dates do not line up with `day` at all.

    Source: 元号法 (1979) and the cabinet orders that name each era; for the
    calendar reform, 太政官布告第337号 (1872).
    """
    era, year = _era_year(day)
    return f"{era.name}{year}年{day.month}月{day.day}日"


def format_weekday(day: date) -> str:
    """Write the weekday of `day` in brackets: `(月)`."""
    return f"({_WEEKDAYS[day.weekday()]})"


def format_long(day: date) -> str:
    """Write `day` with its weekday: `令和4年9月26日(月)`."""
    return format_date(day) + format_weekday(day)


def format_span(first: date, last: date) -> str:
    """Write the days from `first` to `last`: `令和4年9月15日(木)～16日(金)`.

    What both days share is written once. Raises `ValueError` when `last` comes first.
    """
    era, year = _era_year(first)
    _require_order(first, last)
    if first == last:
        return format_long(first)
    if (era, year) != _era_year(last):
        end = format_date(last)
    elif first.month != last.month:
        end = f"{last.month}月{last.day}日"
    else:
        end = f"{last.day}日"
    return f"{format_long(first)}～{end}{format_weekday(last)}"


def short_date(day: date) -> str:
    """Write `day` as tables do: `R4.9.26`, and in the first year of an era `R元.5.1`."""
    era, year = _era_year(day)
    return f"{era.letter}{year}.{day.month}.{day.day}"


def short_range(first: date, last: date, *, month_mark: str = "/") -> str:
    """Write the days from `first` to `last` as tables do: `R4.9.15～16`, `R4.9.30～10/1`.

    `month_mark` stands between month and day after the ～; some reports print `R4.9.30～10.1`.
    Over the end of a year it is `R4.12.28～R5.1.5`. Raises `ValueError` when `last` comes first.
    """
    _require_order(first, last)
    if first == last:
        return short_date(first)
    if _era_year(first) != _era_year(last):
        end = short_date(last)
    elif first.month != last.month:
        end = f"{last.month}{month_mark}{last.day}"
    else:
        end = str(last.day)
    return f"{short_date(first)}～{end}"


def fiscal_year(day: date) -> int:
    """Give the year in which the fiscal year of `day` began: 2023-03-31 is in 2022.

    Source: 地方自治法 (1947) 第208条, from 1 April to 31 March.
    """
    april = 4
    return day.year if day.month >= april else day.year - 1


def last_of_fiscal_year(year: int) -> date:
    """Give the day with which a fiscal year ends: that of 2022 is 2023-03-31."""
    return date(year + 1, 3, 31)


def format_fiscal_year(year: int) -> str:
    """Write a fiscal year in era notation: 2022 is `令和4年度`.

    A year in which the era changes bears the new name throughout, so 2019 is
    令和元年度 although it began in 平成31年. The rule used is the era of 31 December.

    Source: 「改元に伴う元号による年表示の取扱いについて」 (2019-04-01, 新元号への円滑な移行に
    向けた関係省庁連絡会議申合せ), on the name of the national budget's year.
    """
    era, era_year = _era_year(date(year, 12, 31))
    return f"{era.name}{era_year}年度"


def parse_date(text: str) -> date:
    """Understand a date typed in any customary way.

    `2022-09-26`, `2022/9/26`, `20220926`, `2022年9月26日`, `R4.9.26`, `令和4年9月26日`, full
    width or half, with or without the weekday. The first year of an era may be typed 元 or 1.

    Raises `ValueError` for everything else: dates that do not exist, that lie outside the era
    they name, that contradict the weekday beside them, or that lie outside the years 1873 to
    2999 (so that adding days to a typed date never leaves what `date` can hold).
    """
    typed = _plain(text)
    for pattern in _DATES:
        if found := pattern.fullmatch(typed):
            parts = found.groupdict()
            day = date(_western_year(parts), int(parts["month"]), int(parts["day"]))
            _require_named_era(parts, day, day)
            if parts["weekday"] and parts["weekday"] != _WEEKDAYS[day.weekday()]:
                raise ValueError(f"{day} is not a {parts['weekday']}曜日")
            return day
    raise ValueError("not a date")


def parse_fiscal_year(text: str) -> int:
    """Understand a fiscal year: `2022`, `2022年度`, `令和4年度`, `令和4`, `R4`, full width or half.

    A year of an era is one that has a day in common with it: both 平成31年度 and 令和元年度
    are 2019. Raises `ValueError` for everything else.
    """
    found = _FISCAL_YEAR.fullmatch(_plain(text))
    if not found:
        raise ValueError("not a fiscal year")
    year = _western_year(found.groupdict())
    _require_named_era(found.groupdict(), date(year, 4, 1), date(year + 1, 3, 31))
    return year


def parse_time(text: str) -> time:
    """Understand a time of day: `13:30`, `9:00`, `13時30分`, `13時`, `1330`, full width or half.

    Raises `ValueError` for everything else; 24:00 is the next day and so refused.
    """
    typed = _plain(text)
    for pattern in _TIMES:
        if found := pattern.fullmatch(typed):
            return time(int(found["hour"]), int(found["minute"] or 0))
    raise ValueError("not a time of day")


def _era_year(day: date) -> tuple[_Era, str]:
    if day < _GREGORIAN_SINCE:
        raise ValueError(f"{day} is before the Gregorian calendar came to Japan")
    era = next(era for era in _ERAS if era.first_day <= day)
    year = day.year - era.year_before
    return era, "元" if year == 1 else str(year)


def _require_order(first: date, last: date) -> None:
    if last < first:
        raise ValueError(f"{last} comes before {first}")


def _plain(text: str) -> str:
    if len(text) > _LONGEST_INPUT:
        raise ValueError("too long")
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip().upper()


def _western_year(parts: dict[str, str | None]) -> int:
    if parts.get("era"):
        era = _ERA_BY_NAME[str(parts["era"])]
        year = era.year_before + (1 if parts["era_year"] == "元" else int(str(parts["era_year"])))
    else:
        year = int(str(parts["year"]))
    if not _GREGORIAN_SINCE.year <= year <= _LAST_YEAR:
        raise ValueError(f"{year} is out of range")
    return year


def _require_named_era(parts: dict[str, str | None], first: date, last: date) -> None:
    """Refuse days from `first` to `last` when none of them lies in the era that was typed."""
    if not parts.get("era"):
        return
    era = _ERA_BY_NAME[str(parts["era"])]
    if last < era.first_day or _era_year(first)[0].first_day > era.first_day:
        raise ValueError(f"{first} is not in {era.name}")
