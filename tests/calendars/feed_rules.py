"""What our feeds must keep to as a whole: their octets, and the calendar around the events."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.calendars.lexer import Component, duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_LINE = 75
OF_A_CALENDAR = {"VERSION", "PRODID", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"}
AT_MOST_ONCE_IN_A_CALENDAR = {"CALSCALE", "DESCRIPTION", "X-WR-CALDESC", "X-WR-TIMEZONE"}
REFRESH_TIMES = ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")
TEXTS = {
    "NAME",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "SUMMARY",
    "LOCATION",
    "DESCRIPTION",
}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
LIST_OF_TEXTS = re.compile(r"(?:[^\\;]|\\[\\;,nN])*")


@dataclass(frozen=True)
class Feed:
    """A feed and what is known of it beforehand."""

    octets: bytes
    calendar: Component
    now: datetime
    host: str
    """The host of the site, in which every UID ends."""

    @property
    def events(self) -> list[Component]:
        return self.calendar.named("VEVENT")


def octets_are_utf8_without_a_mark(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.1.4 and 6."""
    if feed.octets.startswith(b"\xef\xbb\xbf"):
        yield "a byte order mark"
    try:
        feed.octets.replace(b"\r\n ", b"").decode()
    except UnicodeDecodeError as fault:
        yield str(fault)


def lines_end_with_crlf(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.1. A CR or LF alone would begin a line that nobody wrote."""
    bare = feed.octets.replace(b"\r\n", b"")
    if b"\r" in bare or b"\n" in bare:
        yield "a CR or LF alone"
    if not feed.octets.endswith(b"\r\n"):
        yield "the last line does not end"


def lines_are_short(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.1: 75 octets without the line break."""
    for line in feed.octets.split(b"\r\n"):
        if len(line) > LONGEST_LINE:
            yield f"{len(line)} octets: {line!r}"


def folds_part_no_character(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.1 lets a fold fall anywhere, but readers decode line by line."""
    for line in feed.octets.split(b"\r\n"):
        try:
            line.decode()
        except UnicodeDecodeError:
            yield repr(line)


def there_are_no_controls(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.1, CONTROL; with them what Unicode holds for the end of a line."""
    for found in CONTROL.finditer(feed.octets.decode(errors="replace").replace("\r\n", "")):
        yield repr(found[0])


def texts_are_escaped(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.3.11."""
    for component in [feed.calendar, *feed.events]:
        for line in component.lines:
            if line.name in TEXTS and not TEXT.fullmatch(line.value):
                yield f"{line.name}:{line.value}"
            if line.name == "CATEGORIES" and not LIST_OF_TEXTS.fullmatch(line.value):
                yield f"{line.name}:{line.value}"


def calendar_holds_what_we_know(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.6. With METHOD it would be a message, and need an ORGANIZER (RFC 5546, 3.2.1)."""
    yield from wrong_numbers(feed.calendar, OF_A_CALENDAR, AT_MOST_ONCE_IN_A_CALENDAR, set())
    for part in feed.calendar.parts:
        if part.name not in {"VTIMEZONE", "VEVENT"}:
            yield part.name
    if not feed.calendar.parts:
        yield "nothing in it: an empty feed keeps its VTIMEZONE"


def calendar_says_what_it_is(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.7.1, 3.7.3 and 3.7.4."""
    if feed.calendar.value("VERSION") != "2.0":
        yield f"VERSION:{feed.calendar.value('VERSION')}"
    if not feed.calendar.value("PRODID").strip():
        yield "an empty PRODID"
    if feed.calendar.value("CALSCALE") not in {"", "GREGORIAN"}:
        yield f"CALSCALE:{feed.calendar.value('CALSCALE')}"


def calendar_has_one_name(feed: Feed) -> Iterator[str]:
    """RFC 7986, 5.1; Apple, Google and Microsoft read the other property."""
    name, known_as = feed.calendar.text("NAME"), feed.calendar.text("X-WR-CALNAME")
    if not name.strip() or "\n" in name or name != known_as:
        yield f"{name!r} and {known_as!r}"
    if feed.calendar.value("DESCRIPTION") != feed.calendar.value("X-WR-CALDESC"):
        yield "two descriptions"


def calendar_has_one_refresh_time(feed: Feed) -> Iterator[str]:
    """RFC 7986, 5.7: VALUE=DURATION is not to be left out."""
    for line in feed.calendar.all("REFRESH-INTERVAL"):
        if line.parameter("VALUE") != "DURATION":
            yield "no VALUE=DURATION"
    try:
        often = {duration(feed.calendar.value(name)) for name in REFRESH_TIMES}
    except ValueError as fault:
        yield str(fault)
    else:
        if len(often) > 1:
            yield f"{often}"


def zones_are_given_once(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.2.19: one VTIMEZONE for each TZID."""
    given = Counter(zone.value("TZID") for zone in feed.calendar.named("VTIMEZONE"))
    used = {line.parameter("TZID") for event in feed.events for line in event.lines} - {""}
    for zone in used - given.keys():
        yield f"no {zone}"
    for zone, times in given.items():
        if times > 1:
            yield f"{zone} {times} times"


def zones_hold_true_offsets(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.6.5, for zones without summer time.

    libical refuses what does not belong there, a COMMENT among it.
    """
    for zone in feed.calendar.named("VTIMEZONE"):
        if [line.name for line in zone.lines] != ["TZID"]:
            yield f"{[line.name for line in zone.lines]}"
        if not zone.parts:
            yield "no offsets"
        for part in zone.parts:
            yield from _wrong_offsets(part, zone.value("TZID"))


def _wrong_offsets(part: Component, zone: str) -> Iterator[str]:
    yield from wrong_numbers(part, {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}, {"TZNAME"}, set())
    try:
        true = datetime.now(ZoneInfo(zone)).strftime("%z")
    except (ZoneInfoNotFoundError, ValueError):
        true = "a zone of the world"
    for name in ("TZOFFSETFROM", "TZOFFSETTO"):
        if part.value(name) != true:
            yield f"{zone} is {true}, not {part.value(name)}"


def no_uid_stands_twice(feed: Feed) -> Iterator[str]:
    """RFC 5545, 3.8.4.7."""
    for uid, times in Counter(event.value("UID") for event in feed.events).items():
        if times > 1:
            yield f"{uid} {times} times"


def wrong_numbers(
    component: Component, once: set[str], at_most_once: set[str], any_number: set[str]
) -> Iterator[str]:
    given = Counter(line.name for line in component.lines)
    for name in sorted(once - given.keys()):
        yield f"no {name}"
    for name in sorted(given.keys() - once - at_most_once - any_number):
        yield f"{name} in {component.name}"
    for name in sorted(once | at_most_once):
        if given[name] > 1:
            yield f"{given[name]} {name}"


RULES: list[Callable[[Feed], Iterator[str]]] = [
    octets_are_utf8_without_a_mark,
    lines_end_with_crlf,
    lines_are_short,
    folds_part_no_character,
    there_are_no_controls,
    texts_are_escaped,
    calendar_holds_what_we_know,
    calendar_says_what_it_is,
    calendar_has_one_name,
    calendar_has_one_refresh_time,
    zones_are_given_once,
    zones_hold_true_offsets,
    no_uid_stands_twice,
]
