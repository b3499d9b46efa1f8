"""iCalendar (RFC 5545) from plain values: the same entry gives the same bytes.

A feed is the head, one constant time zone and the events' bytes, joined; so rendered events
can be kept and put together again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import icalendar

from exchange.lib import icaltext

PRODID = "-//Kaiko//Exchange calendar//JA"
REFRESH = "PT1H"
CANCEL_MARK = "【中止】"
LONGEST_SUMMARY = 255

TOKYO = b"""\
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
TZNAME:JST
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
"""Japan's time, as it has been since 1951 without a change of clocks."""

_TOKYO_NAME = "Asia/Tokyo"
END = b"END:VCALENDAR\r\n"
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MIDNIGHT = time(0)
_LAST_MINUTE = time(23, 59)

_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_BY_THE_CLOCK = "%Y%m%dT%H%M%S"
_IN_UTC = f"{_BY_THE_CLOCK}Z"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a calendar needs to know about one day of an event.

    `held_on`, `starts` and `ends` are what the clocks of `zone` show; without `starts` the entry
    takes the whole day, without `ends` one hour. Moments (`…_at`) are aware.
    `uid` and the UIDs in `related_to` are ASCII. Texts are taken as typed.
    """

    uid: str
    revision: int
    created_at: datetime
    changed_at: datetime
    held_on: date
    starts: time | None = None
    ends: time | None = None
    zone: str = _TOKYO_NAME
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    is_cancelled: bool = False
    cancel_mark: str = CANCEL_MARK
    """What the title begins with once the entry is cancelled."""
    is_tentative: bool = False
    joining_links: tuple[str, ...] = ()
    """As `icaltext.joining_link` gives them. The description must repeat them: few programs show CONFERENCE."""
    related_to: tuple[str, ...] = ()
    """The UIDs of the event's other days. Each must stand in the same feed."""


def render(entry: Entry) -> bytes:
    """Write the VEVENT for `entry`, folded and with CRLF.

    `uid` stays the same for the life of a day and `revision` grows with each change
    (RFC 5545, 3.8.4.7 and 3.8.7.4): together they let a reader replace its copy instead of
    adding a second one. DTSTAMP is the time of the last change (3.8.7.2, without METHOD).

    A cancelled day stays, marked in its title for the clients that ignore STATUS, and takes up
    no time. Texts lose control characters and lone surrogates; HTML is defused and a mail
    address gets a full-width at sign, so that a person still reads it and no program collects it.
    An address that is no usable URL is left out; the URL is https, or http on this machine.
    """
    return b"".join(_folded(line) for line in _content(entry))


def _folded(line: str) -> bytes:
    octets: bytes = icalendar.parser.Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return octets + b"\r\n"


def _content(entry: Entry) -> Iterator[str]:
    """Give the content lines of a VEVENT (RFC 5545, 3.1), whole.

    Written at once rather than as icalendar's components, which would take as long to be made
    as to be written.
    """
    changed_at = _stamp(entry.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{changed_at}"
    yield f"LAST-MODIFIED:{changed_at}"
    yield f"CREATED:{_stamp(min(entry.created_at, entry.changed_at))}"
    yield f"SEQUENCE:{_sequence(entry)}"
    start, end = _bounds(entry)
    yield f"DTSTART{start}"
    yield f"DTEND{end}"
    yield f"SUMMARY:{_escaped(_summary(entry))}"
    if location := icaltext.one_line(entry.location):
        yield f"LOCATION:{_escaped(location)}"
    if description := icaltext.printable(entry.description).strip():
        yield f"DESCRIPTION:{_escaped(description)}"
    if url := icaltext.url(entry.url):
        yield f"URL:{url}"
    if categories := [_escaped(name) for name in map(_category, entry.categories) if name]:
        yield f"CATEGORIES:{','.join(categories)}"
    yield f"STATUS:{_status(entry)}"
    if entry.is_cancelled:
        yield "TRANSP:TRANSPARENT"
    for link in entry.joining_links:
        yield f"CONFERENCE;FEATURE=VIDEO;VALUE=URI:{link}"
    for uid in entry.related_to:
        yield f"RELATED-TO;RELTYPE=SIBLING:{uid}"
    yield "END:VEVENT"


def calendar_head(name: str, description: str = "") -> bytes:
    """Write the beginning of a calendar, up to its first component.

    Names and refresh times stand twice: RFC 7986 has one property, and the programs of Apple,
    Google and Microsoft read the other.
    """
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, _text(icaltext.one_line(name) or PRODID))
    if shown := icaltext.printable(description).strip():
        for key in ("description", "x-wr-caldesc"):
            calendar.add(key, _text(shown))
    calendar.add("x-wr-timezone", _TOKYO_NAME)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    octets: bytes = calendar.to_ical()
    return octets.removesuffix(END)


def calendar(name: str, description: str, vevents: Iterable[bytes]) -> bytes:
    """Write a calendar of rendered events. Without any it still holds the time zone."""
    octets = BytesIO()
    octets.writelines((calendar_head(name, description), TOKYO))
    octets.writelines(vevents)
    octets.write(END)
    return octets.getvalue()


def whole_second(moment: datetime) -> datetime:
    """Give `moment` as stamps have it: in UTC, without fractions (RFC 5545, 3.3.5)."""
    return moment.astimezone(UTC).replace(microsecond=0)


def span(held_on: date, starts: time | None, ends: time | None) -> tuple[date, date]:
    """Give when a day starts and ends by its own clocks: dates with the end exclusive, or moments.

    Midnight to 23:59 means the whole day, and is written as such. The moments are naive.
    """
    if starts is None or (starts, ends) == (_MIDNIGHT, _LAST_MINUTE):
        return held_on, held_on + _DAY
    start = datetime.combine(held_on, starts)
    if ends is None or ends <= starts:
        return start, start + _HOUR
    return start, datetime.combine(held_on, ends)


def _stamp(moment: datetime) -> str:
    return f"{whole_second(moment):{_IN_UTC}}"


def _bounds(entry: Entry) -> tuple[str, str]:
    """Write start and end: dates, or moments in the zone that a reader is told of, or in UTC."""
    start, end = span(entry.held_on, entry.starts, entry.ends)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return f";VALUE=DATE:{start:%Y%m%d}", f";VALUE=DATE:{end:%Y%m%d}"
    if entry.zone == _TOKYO_NAME:
        here = f";TZID={_TOKYO_NAME}:"
        return f"{here}{start:{_BY_THE_CLOCK}}", f"{here}{end:{_BY_THE_CLOCK}}"
    zone = ZoneInfo(entry.zone)
    return f":{_stamp(start.replace(tzinfo=zone))}", f":{_stamp(end.replace(tzinfo=zone))}"


def _sequence(entry: Entry) -> int:
    return max(entry.revision, 1) if entry.is_cancelled else entry.revision


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative else "CONFIRMED"


def _summary(entry: Entry) -> str:
    title = icaltext.one_line(entry.summary) or "（無題）"
    if entry.is_cancelled and not title.startswith(entry.cancel_mark):
        title = entry.cancel_mark + title
    if len(title) > LONGEST_SUMMARY:
        title = title[: LONGEST_SUMMARY - 1] + "…"
    return title


def _category(name: str) -> str:
    """Give a category without a comma: some readers split even at an escaped one."""
    return icaltext.one_line(name).replace(",", "、")


def _escaped(text: str) -> str:
    r"""Escape TEXT as RFC 5545, 3.3.11 says.

    icalendar takes `\N` in the raw text, as in `C:\NEWS`, for a line break.
    """
    return text.translate(_ESCAPES)


class _Text(icalendar.vText):
    def to_ical(self) -> bytes:
        return _escaped(self).encode()


def _text(text: str) -> icalendar.vText:
    return _Text(text)
