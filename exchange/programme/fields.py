"""The kinds of single values in the file, and what is said of a wrong one."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from exchange.lib import clock, localcode
from exchange.lib.personal import normalize_email
from exchange.programme.faults import shown
from exchange.programme.known import Known
from exchange.web.forms import UNSTORABLE

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_YEAR, LAST_YEAR = 1873, 2999
"""The years that can be written in an era: `exchange.lib.wareki` knows no others."""
LARGEST = 2**31 - 1
LARGEST_AMOUNT = 10**15
LONGEST_NAME = 300
"""What every database can index."""
LONGEST_OFFER, LONGEST_REMINDER, LONGEST_RETENTION = 720, 365, 36_500
"""Hours, days and days: as the organizers' page takes them."""

Info = ValidationInfo[Known]
"""What a check is told beside the value: the fields before it, and what there is to name."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
_MOMENT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_CODE = re.compile(r"[0-9]{6}")
_CURRENCY = re.compile(r"[A-Z]{3}")
START_OF_DAY, END_OF_DAY = time(0, 0), time(23, 59)


def wrong(what: str) -> PydanticCustomError:
    """Make the error that says `what`."""
    return PydanticCustomError("wrong", "{what}", {"what": what})


def once(subject: str, by: Callable[[Known, Any], object] | None = None) -> AfterValidator:
    """Refuse a value that was met before under `subject`; `by` tells which values are alike."""

    def check(value: Any, info: Info) -> Any:
        alike = by(info.context, value) if by else value
        if alike in info.context.seen[subject]:
            raise wrong(f"{shown(value)} stands twice")
        info.context.seen[subject].add(alike)
        return value

    return AfterValidator(check)


def each(subject: str) -> BeforeValidator:
    """Begin to count anew, with this list, what `once` has met under `subject`."""

    def forget(value: Any, info: Info) -> Any:
        info.context.seen[subject].clear()
        return value

    return BeforeValidator(forget)


def whole(lowest: int, highest: int, noun: str = "a whole number") -> BeforeValidator:
    """Take whole numbers from `lowest` to `highest`, and nothing that only looks like one."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong(f"{shown(value)} is not {noun}")
        if value < lowest:
            raise wrong(f"{shown(value)} is less than {lowest}")
        if value > highest:
            raise wrong(f"{shown(value)} is more than {highest}")
        return value

    return BeforeValidator(check)


def _storable(text: str) -> str:
    if UNSTORABLE.search(text):
        raise wrong(f"{shown(text)} holds characters that cannot be stored")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise wrong(f"{shown(text)} is empty")
    return text


def _not_too_long(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise wrong(f"{shown(text)} is longer than {LONGEST_NAME} characters")
    return text


def _matching(pattern: re.Pattern[str], noun: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise wrong(f"{shown(text)} is not {noun}")
        return text

    return check


def _line(text: str) -> str:
    if len(text.splitlines()) > 1:
        raise wrong(f"{shown(text)} is more than one line")
    return text


def _without_folders(text: str) -> str:
    if "/" in text or "\\" in text:
        raise wrong(f"{shown(text)} is not the name of a file without its folder")
    return text


def _email(text: str) -> str:
    if not text:
        return text
    try:
        return normalize_email(text)
    except ValueError:
        raise wrong(f"{shown(text)} is not a mail address") from None


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise wrong(f"{shown(text)} is not a code of six digits")
    if not localcode.is_valid(text):
        raise wrong(f"{shown(text)} has a wrong check digit")
    return text


def _unlike_a_code(text: str) -> str:
    if _CODE.fullmatch(text):
        raise wrong(f"{shown(text)} looks like a code, not like a slug")
    return text


def _date(value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise wrong(f"{shown(value)} is not a date") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise wrong(f"{shown(value)} is not between the years {FIRST_YEAR} and {LAST_YEAR}")
        return day
    raise wrong(f"{shown(value)} is not a date")


def _clock(value: object) -> time:
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    raise wrong(f"{shown(value)} is not a time")


def _moment(unless_said: time) -> Callable[[object, Info], datetime]:
    """Read a date-time, or a date that means the hour `unless_said` of it."""

    def read(value: object, info: Info) -> datetime:
        found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
        if not found:
            raise wrong(f"{shown(value)} is not a date-time")
        day = _date(found["date"])
        try:
            hour = time.fromisoformat(found["time"]) if found["time"] else unless_said
            if not found["offset"]:
                return clock.moment(day, hour, info.context.zone)
            return datetime.fromisoformat(found[0])
        except ValueError:
            raise wrong(f"{shown(value)} is not a date-time") from None

    return read


def _group(slug: str, info: Info) -> str:
    if slug not in info.context.groups:
        raise wrong(f"{shown(slug)} is not a group of the file or the database")
    return slug


def _organization(word: str, info: Info) -> str:
    if word not in info.context.organizations:
        raise wrong(f"{shown(word)} is not an organization of the file or the database")
    return word


def _partnership(slug: str, info: Info) -> str:
    if slug not in info.context.partnerships:
        raise wrong(f"{shown(slug)} is not a partnership of the file or the database")
    return slug


def _event(key: str, info: Info) -> str:
    if key not in info.context.events:
        raise wrong(f"{shown(key)} is not an event of the file or the database")
    return key


def same_body(known: Known, word: str) -> object:
    """Tell bodies apart although they can be named by name, code or slug."""
    return known.organizations[word]


Text = Annotated[str, AfterValidator(_storable)]
"""Any text, also none; kept exactly as written."""
Filled = Annotated[Text, AfterValidator(_filled)]
IndexedText = Annotated[Text, AfterValidator(_not_too_long)]
Name = Annotated[Filled, AfterValidator(_not_too_long)]
Line = Annotated[Name, AfterValidator(_line)]
FileName = Annotated[Line, AfterValidator(_without_folders)]
LineOrNone = Annotated[IndexedText, AfterValidator(_line)]
Email = Annotated[Text, AfterValidator(_email)]
Slug = Annotated[Text, AfterValidator(_matching(_SLUG, "a slug of a-z, 0-9 and -"))]
OrganizationSlug = Annotated[Slug, AfterValidator(_unlike_a_code)]
Key = Annotated[Text, AfterValidator(_matching(_KEY, "an id of 1 to 64 letters, digits, - and _"))]
Code = Annotated[Text, AfterValidator(_code)]
Currency = Annotated[Text, AfterValidator(_matching(_CURRENCY, "a currency such as JPY"))]

Date = Annotated[date, BeforeValidator(_date)]
Clock = Annotated[time, BeforeValidator(_clock)]
OpeningMoment = Annotated[datetime, BeforeValidator(_moment(START_OF_DAY))]
ClosingMoment = Annotated[datetime, BeforeValidator(_moment(END_OF_DAY))]
Year = Annotated[int, whole(FIRST_YEAR, LAST_YEAR, "a year")]
Count = Annotated[int, whole(0, LARGEST)]
Number = Annotated[int, whole(1, LARGEST)]
Hours = Annotated[int, whole(1, LONGEST_OFFER)]
ReminderDays = Annotated[int, whole(1, LONGEST_REMINDER)]
RetentionDays = Annotated[int, whole(0, LONGEST_RETENTION)]
Amount = Annotated[int, whole(-LARGEST_AMOUNT, LARGEST_AMOUNT, "a whole number of yen")]

GroupSlug = Annotated[Text, AfterValidator(_group)]
OrganizationWord = Annotated[Text, AfterValidator(_organization)]
PartnershipSlug = Annotated[Text, AfterValidator(_partnership)]
EventKey = Annotated[Text, AfterValidator(_event)]

GroupSlugs = Annotated[list[Annotated[GroupSlug, once("named group")]], each("named group")]
OrganizationWords = Annotated[
    list[Annotated[OrganizationWord, once("named body", same_body)]], each("named body")
]
EventKeys = Annotated[list[Annotated[EventKey, once("named event")]], each("named event")]
