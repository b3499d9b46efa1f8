"""iCalendar (RFC 5545) from plain values: the same entry gives the same bytes.

A feed is the head, one constant time zone and the events' bytes, joined; so rendered events
can be kept and put together again.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from io import BytesIO
from urllib.parse import quote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import icalendar

PRODID = "-//Kaiko//Exchange calendar//JA"
REFRESH = "PT1H"
CANCEL_MARK = "【中止】"
LONGEST_SUMMARY = 255
KEPT_ENTRIES = 256
"""Days that are rendered once for all who are invited to them."""

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
_END = b"END:VCALENDAR\r\n"
_END_EVENT = b"END:VEVENT\r\n"
_DTSTAMP = re.compile(rb"\r\nDTSTAMP:[0-9TZ]+\r\n")
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MIDNIGHT = time(0)
_LAST_MINUTE = time(23, 59)

_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_WRITTEN_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#[0-9]{1,7});", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=(?:amp|lt|gt|quot|nbsp|#\d+);)", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:(?:a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|span|strong|table|td|tr|u|ul)\b"
    r"|[a-z][a-z0-9]*[\s/>])",
    re.IGNORECASE,
)
_ANGLES = str.maketrans("<>", "＜＞")  # noqa: RUF001  # look-alikes are the point
_LINK_OR_AT = re.compile(  # the sign of a mail address, or a link, in which one is no address
    r"(?P<link>[a-z][a-z0-9+.-]*://[^\s<>\"]+)|(?<=[a-z0-9._%+-])@(?=[a-z0-9-]+\.[a-z0-9-])",
    re.IGNORECASE,
)

_LOOPBACK = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_ADDRESS_MARKS = "@!$'*+-._~"
_GUEST = {
    "CUTYPE": "INDIVIDUAL",
    "ROLE": "REQ-PARTICIPANT",
    "PARTSTAT": "ACCEPTED",
    "RSVP": "FALSE",
}
_VIDEO = icalendar.Parameters({"VALUE": "URI", "FEATURE": "VIDEO"})
_URL_MARKS = "%/:;,@!$&'()*+=~?-._"


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
    event.add("dtstamp", _whole_second(entry.changed_at))
    event.add("last-modified", _whole_second(entry.changed_at))
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
        calendar.add(key, _text(_one_line(name) or PRODID))
    if shown := _printable(description).strip():
        for key in ("description", "x-wr-caldesc"):
            calendar.add(key, _text(shown))
    calendar.add("x-wr-timezone", _TOKYO_NAME)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    octets: bytes = calendar.to_ical()
    return octets.removesuffix(_END)


def calendar(name: str, description: str, vevents: Iterable[bytes]) -> bytes:
    """Write a calendar of rendered events. Without any it still holds the time zone."""
    octets = BytesIO()
    octets.writelines((calendar_head(name, description), TOKYO))
    octets.writelines(vevents)
    octets.write(_END)
    return octets.getvalue()


@dataclass(frozen=True)
class Correspondent:
    """Who organizes, or who is invited: a mail address and a name."""

    address: str
    name: str = ""

    def line(self, role: str, **parameters: str) -> bytes:
        """Write the property `role`: ORGANIZER or ATTENDEE."""
        name = " ".join(_without_controls(self.name).split("\n")).strip()
        written = icalendar.Parameters({"CN": name, **parameters} if name else parameters)
        return _line(role, written, "mailto:" + quote(self.address, safe=_ADDRESS_MARKS))


def invitation(
    entry: Entry,
    method: str,
    *,
    organizer: Correspondent,
    attendee: Correspondent,
    joining_links: Iterable[str] = (),
    sent_at: datetime,
) -> bytes:
    """Write a calendar that puts `entry` into one person's calendar, or takes it out again.

    `method` is REQUEST or CANCEL (RFC 5546, 3.2). The person is the only attendee and has
    accepted: nobody is asked to answer. DTSTAMP is the moment of sending (RFC 5545, 3.8.7.2).
    What stands in `entry` is rendered once for all whom it is sent to.
    """
    event = _rendered(entry)
    stamp = f"\r\nDTSTAMP:{_whole_second(sent_at):%Y%m%dT%H%M%SZ}\r\n".encode()
    lines = [
        _DTSTAMP.sub(stamp, event, count=1).removesuffix(_END_EVENT),
        organizer.line("ORGANIZER"),
        attendee.line("ATTENDEE", **_GUEST),
        *(_line("CONFERENCE", _VIDEO, link) for link in map(_url, joining_links) if link),
        _END_EVENT,
    ]
    zone = TOKYO if b"TZID=" in event else b""
    return b"".join([_invitation_head(method), zone, *lines, _END])


_rendered = lru_cache(maxsize=KEPT_ENTRIES)(render)


@lru_cache
def _invitation_head(method: str) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    octets: bytes = calendar.to_ical()
    return octets.removesuffix(_END)


def _line(name: str, parameters: icalendar.Parameters, value: str) -> bytes:
    written = icalendar.parser.Contentline.from_parts(name, parameters, value)
    octets: bytes = written.to_ical()
    return octets + b"\r\n"


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _bounds(entry: Entry) -> tuple[date, date]:
    """Give start and end: dates with the end exclusive, or moments.

    Midnight to 23:59 means the whole day, and is written as such.
    """
    if entry.starts is None or (entry.starts, entry.ends) == (_MIDNIGHT, _LAST_MINUTE):
        return entry.held_on, entry.held_on + _DAY
    zone = ZoneInfo(entry.zone)
    start = datetime.combine(entry.held_on, entry.starts, tzinfo=zone)
    if entry.ends is None or entry.ends <= entry.starts:
        end = start + _HOUR
    else:
        end = datetime.combine(entry.held_on, entry.ends, tzinfo=zone)
    if entry.zone == _TOKYO_NAME:
        return start, end
    return start.astimezone(UTC), end.astimezone(UTC)


def _created_at(entry: Entry) -> datetime:
    return _whole_second(min(entry.created_at, entry.changed_at))


def _sequence(entry: Entry) -> int:
    return max(entry.revision, 1) if entry.is_cancelled else entry.revision


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative else "CONFIRMED"


def _summary(entry: Entry) -> str:
    title = _one_line(entry.summary) or "（無題）"
    if entry.is_cancelled and not title.startswith(entry.cancel_mark):
        title = entry.cancel_mark + title
    if len(title) > LONGEST_SUMMARY:
        title = title[: LONGEST_SUMMARY - 1] + "…"
    return title


def _add_texts(event: icalendar.Event, entry: Entry) -> None:
    """Add what may be empty, and then is absent."""
    if location := _one_line(entry.location):
        event.add("location", _text(location))
    if description := _printable(entry.description).strip():
        event.add("description", _text(description))
    if url := _url(entry.url):
        event.add("url", url)
    if categories := [name for name in map(_category, entry.categories) if name]:
        event.add("categories", _Categories(categories))


def _category(name: str) -> str:
    """Give a category without a comma: some readers split even at an escaped one."""
    return _one_line(name).replace(",", "、")


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


def _one_line(text: str) -> str:
    return " ".join(_printable(text).split())


def _printable(text: str) -> str:
    """Give `text` without what calendars may not or should not hold."""
    clean = _without_controls(text)
    clean = _without_controls(_WRITTEN_ENTITY.sub(lambda entity: html.unescape(entity[0]), clean))
    clean = _ENTITY.sub("＆", clean)  # noqa: RUF001  # a look-alike is the point
    if _TAG.search(clean):
        clean = clean.translate(_ANGLES)
    return _LINK_OR_AT.sub(_without_at, clean)


def _without_controls(text: str) -> str:
    return _UNPRINTABLE.sub("", _LINE_BREAK.sub("\n", text))


def _without_at(found: re.Match[str]) -> str:
    return found["link"] or "＠"  # noqa: RUF001  # a look-alike is the point


def _url(address: str) -> str:
    """Give `address` as an ASCII URL (RFC 3987, 3.1), or nothing when it is not a usable one."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
        path, query, fragment = (
            quote(part, safe=_URL_MARKS) for part in (parts.path, parts.query, parts.fragment)
        )
    except ValueError:  # among them UnicodeError, for lone surrogates and for hosts
        return ""
    is_ours = parts.scheme == "http" and _LOOPBACK.fullmatch(host)
    if not (parts.scheme == "https" or is_ours) or not _HOST.fullmatch(host):
        return ""
    if parts.username is not None:
        return ""
    return urlunsplit((parts.scheme, host + port, path, query, fragment))
