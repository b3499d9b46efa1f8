"""Invitations (RFC 5546): a calendar for one person, from the same entries as feeds are made of."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

import icalendar

from exchange.lib import icaltext
from exchange.lib.ical import END, PRODID, TOKYO, Entry, render, whole_second

KEPT_ENTRIES = 256
"""Days that are rendered once for all who are invited to them."""

_END_EVENT = b"END:VEVENT\r\n"
_DTSTAMP = re.compile(rb"\r\nDTSTAMP:[0-9TZ]+\r\n")
_ADDRESS_MARKS = "@!$'*+-._~"
_GUEST = {
    "CUTYPE": "INDIVIDUAL",
    "ROLE": "REQ-PARTICIPANT",
    "PARTSTAT": "ACCEPTED",
    "RSVP": "FALSE",
}


@dataclass(frozen=True)
class Correspondent:
    """Who organizes, or who is invited: a mail address and a name."""

    address: str
    name: str = ""

    def line(self, role: str, **parameters: str) -> bytes:
        """Write the property `role`: ORGANIZER or ATTENDEE."""
        name = " ".join(icaltext.without_controls(self.name).split("\n")).strip()
        written = icalendar.Parameters({"CN": name, **parameters} if name else parameters)
        value = "mailto:" + quote(self.address, safe=_ADDRESS_MARKS)
        octets: bytes = icalendar.parser.Contentline.from_parts(role, written, value).to_ical()
        return octets + b"\r\n"


def invitation(
    entry: Entry,
    method: str,
    *,
    organizer: Correspondent,
    attendee: Correspondent,
    sent_at: datetime,
) -> bytes:
    """Write a calendar that puts `entry` into one person's calendar, or takes it out again.

    `method` is REQUEST or CANCEL (3.2.2 and 3.2.5). The person is the only attendee and has
    accepted: nobody is asked to answer. DTSTAMP is the moment of sending (RFC 5545, 3.8.7.2).
    What stands in `entry` is rendered once for all whom it is sent to.
    """
    event = _rendered(entry)
    stamp = f"\r\nDTSTAMP:{whole_second(sent_at):%Y%m%dT%H%M%SZ}\r\n".encode()
    lines = [
        _DTSTAMP.sub(stamp, event, count=1).removesuffix(_END_EVENT),
        organizer.line("ORGANIZER"),
        attendee.line("ATTENDEE", **_GUEST),
        _END_EVENT,
    ]
    zone = TOKYO if b"TZID=" in event else b""
    return b"".join([_head(method), zone, *lines, END])


_rendered = lru_cache(maxsize=KEPT_ENTRIES)(render)


@lru_cache
def _head(method: str) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    octets: bytes = calendar.to_ical()
    return octets.removesuffix(END)
