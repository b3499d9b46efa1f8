"""iCalendar (RFC 5545) from plain values: the same entry gives the same bytes.

A feed is the head, one constant time zone and the events' bytes, joined; so rendered events
can be kept and put together again.
"""

from collections.abc import Iterable
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

_VIDEO = icalendar.Parameters({"VALUE": "URI", "FEATURE": "VIDEO"})


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


def vevent(entry: Entry) -> icalendar.Event:
    """Build the VEVENT for `entry`.

    `uid` stays the same for the life of a day and `revision` grows with each change
    (RFC 5545, 3.8.4.7 and 3.8.7.4): together they let a reader replace its copy instead of
    adding a second one. DTSTAMP is the time of the last change (3.8.7.2, without METHOD).

    A cancelled day stays, marked in its title for the clients that ignore STATUS, and takes up
    no time. Texts lose control characters and lone surrogates; HTML is defused and a mail
    address gets a full-width at sign, so that a person still reads it and no program collects it.
    An address that is no usable URL is left out; the URL is https, or http on this machine.
    """
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", whole_second(entry.changed_at))
    event.add("last-modified", whole_second(entry.changed_at))
    event.add("created", _created_at(entry))
    event.add("sequence", _sequence(entry))
    start, end = _bounds(entry)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _text(_summary(entry)))
    _add_texts(event, entry)
    event.add("status", _status(entry))
    if entry.is_cancelled:
        event.add("transp", "TRANSPARENT")
    for link in entry.joining_links:
        event.add("conference", icalendar.vUri(link), parameters=_VIDEO)
    for uid in entry.related_to:
        event.add("related-to", uid, parameters={"RELTYPE": "SIBLING"})
    return event


def render(entry: Entry) -> bytes:
    """Write the VEVENT for `entry`, folded and with CRLF."""
    octets: bytes = vevent(entry).to_ical()
    return octets


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


def _bounds(entry: Entry) -> tuple[date, date]:
    """Give start and end: dates, or moments in the zone that a reader is told of, or in UTC."""
    start, end = span(entry.held_on, entry.starts, entry.ends)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return start, end
    zone = ZoneInfo(entry.zone)
    start, end = start.replace(tzinfo=zone), end.replace(tzinfo=zone)
    if entry.zone == _TOKYO_NAME:
        return start, end
    return start.astimezone(UTC), end.astimezone(UTC)


def _created_at(entry: Entry) -> datetime:
    return whole_second(min(entry.created_at, entry.changed_at))


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


def _add_texts(event: icalendar.Event, entry: Entry) -> None:
    """Add what may be empty, and then is absent."""
    if location := icaltext.one_line(entry.location):
        event.add("location", _text(location))
    if description := icaltext.printable(entry.description).strip():
        event.add("description", _text(description))
    if url := icaltext.url(entry.url):
        event.add("url", url)
    if categories := [name for name in map(_category, entry.categories) if name]:
        event.add("categories", _Categories(categories))


def _category(name: str) -> str:
    """Give a category without a comma: some readers split even at an escaped one."""
    return icaltext.one_line(name).replace(",", "、")


class _Text(icalendar.vText):
    r"""TEXT written as RFC 5545, 3.3.11 says.

    icalendar's own takes `\N` in the raw text, as in `C:\NEWS`, for a line break.
    """

    def to_ical(self) -> bytes:
        return _escaped(self).encode()


class _Categories(icalendar.vCategory):
    def to_ical(self) -> bytes:
        return b",".join(_Text(category).to_ical() for category in self.cats)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _text(text: str) -> icalendar.vText:
    return _Text(text)
