"""libical 3, which reads calendars for GNOME, KDE and Cyrus; nothing stands between it and us."""

from __future__ import annotations

import ctypes
import ctypes.util
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from tests.calendars.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator


class Time(ctypes.Structure):
    """`struct icaltimetype`."""

    _fields_ = [  # as ctypes asks for it
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


class Libical:
    """libical 3, without anything between it and us."""

    def __init__(self) -> None:
        path = ctypes.util.find_library("ical")
        if path is None:
            raise FileNotFoundError("Missing on this machine: libical 3. See CONTRIBUTING.md.")
        self.library = ctypes.CDLL(path)

    def call(self, name: str, result: Any, *arguments: Any) -> Any:
        """Call `name`. Python strings of octets are texts, whole numbers are enums or pointers."""
        function = getattr(self.library, name)
        function.restype = result
        return function(*arguments)

    def read(self, octets: bytes) -> list[Row]:
        root = self.call("icalparser_parse_string", ctypes.c_void_p, octets)
        if root is None:
            raise ValueError("no calendar at all")
        root = ctypes.c_void_p(root)
        try:
            self.require_faultless(root)
            return [self.row(event) for event in self.events(root)]
        finally:
            self.call("icalcomponent_free", None, root)

    def require_faultless(self, root: ctypes.c_void_p) -> None:
        """Raise `ValueError` for what the parser could not read or RFC 5545 restricts."""
        errors = self.call("icalcomponent_count_errors", ctypes.c_int, root)
        is_within_limits = self.call("icalrestriction_check", ctypes.c_int, root)
        if errors or not is_within_limits:
            told = self.call("icalcomponent_as_ical_string", ctypes.c_char_p, root)
            lines = told.decode(errors="replace").replace("\r\n ", "").splitlines()
            raise ValueError("; ".join(line for line in lines if line.startswith("X-LIC-ERROR")))

    def events(self, root: ctypes.c_void_p) -> Iterator[ctypes.c_void_p]:
        kind = self.call("icalcomponent_string_to_kind", ctypes.c_int, b"VEVENT")
        one = self.call("icalcomponent_get_first_component", ctypes.c_void_p, root, kind)
        while one is not None:
            yield ctypes.c_void_p(one)
            one = self.call("icalcomponent_get_next_component", ctypes.c_void_p, root, kind)

    def row(self, event: ctypes.c_void_p) -> Row:
        def text(name: str) -> str:
            found = self.call(f"icalcomponent_get_{name}", ctypes.c_char_p, event)
            return (found or b"").decode()

        status = self.call("icalcomponent_get_status", ctypes.c_int, event)
        word = self.call("icalproperty_status_to_string", ctypes.c_char_p, status)
        return Row(
            text("uid"),
            self.moment(event, "dtstart"),
            self.moment(event, "dtend"),
            text("summary"),
            (word or b"").decode(),
            text("location"),
            text("description"),
        )

    def moment(self, event: ctypes.c_void_p, name: str) -> date:
        """Give a time as libical reckons it, by the time zone in the feed."""
        found = self.call(f"icalcomponent_get_{name}", Time, event)
        if found.is_date:
            return date(found.year, found.month, found.day)
        if not found.zone:
            raise ValueError(f"{name} floats")
        zone = ctypes.c_void_p(found.zone)
        seconds = self.call("icaltime_as_timet_with_zone", ctypes.c_longlong, found, zone)
        return datetime.fromtimestamp(seconds, UTC)
