"""What a feed may look like after a change, for whoever has read the one before it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.calendars.lexer import Component, lex, span

if TYPE_CHECKING:
    from collections.abc import Iterator

STAMPS = {"DTSTAMP", "LAST-MODIFIED", "SEQUENCE"}
"""What counts changes, and is none itself."""
WITHDRAWN = "【掲載取消】"
TOKYO = ZoneInfo("Asia/Tokyo")


def history(before: bytes, after: bytes, *, now: datetime) -> list[str]:
    """List what a reader of `before` would get wrong by reading `after`.

    Both are feeds without faults.
    """
    old, new = _by_uid(before), _by_uid(after)
    vanished = [
        f"{uid}: gone without having been called off"
        for uid in sorted(old.keys() - new.keys())
        if old[uid].value("STATUS") != "CANCELLED" and _is_to_come(old[uid], now)
    ]
    changed = [
        f"{uid}: {what}"
        for uid in sorted(old.keys() & new.keys())
        for what in _wrong_counts(old[uid], new[uid])
    ]
    return vanished + changed


def counted_for_nothing(before: bytes, after: bytes) -> list[str]:
    """List what `after` counts as changed, although it looks as it did in `before`.

    What is withdrawn from its readers may change without their seeing it.
    """
    old, new = _by_uid(before), _by_uid(after)
    seen = [uid for uid in old.keys() & new.keys() if WITHDRAWN not in new[uid].text("SUMMARY")]
    return [
        f"{uid}: unchanged, and counted again"
        for uid in sorted(seen)
        if _shown(old[uid]) == _shown(new[uid]) and _counts(old[uid]) != _counts(new[uid])
    ]


def _by_uid(octets: bytes) -> dict[str, Component]:
    return {event.value("UID"): event for event in lex(octets).named("VEVENT")}


def _is_to_come(event: Component, now: datetime) -> bool:
    _, end = span(event)
    return end > now if isinstance(end, datetime) else end > now.astimezone(TOKYO).date()


def _wrong_counts(old: Component, new: Component) -> Iterator[str]:
    """RFC 5546, 2.1.4: who has the higher SEQUENCE is right, then who has the later stamp.

    SEQUENCE has to rise with the times and with a cancellation or its
    withdrawal; LAST-MODIFIED (RFC 5545, 3.8.7.3) with whatever is shown.
    """
    counts = int(old.value("SEQUENCE")), int(new.value("SEQUENCE"))
    stamps = old.value("LAST-MODIFIED"), new.value("LAST-MODIFIED")
    if counts[1] < counts[0]:
        yield f"SEQUENCE fell from {counts[0]} to {counts[1]}"
    if counts[1] <= counts[0] and _matters(old) != _matters(new):
        yield f"moved or called off, and SEQUENCE is still {counts[1]}"
    if _shown(old) != _shown(new) and stamps[1] <= stamps[0]:
        yield f"changed, and LAST-MODIFIED is {stamps[1]} after {stamps[0]}"


def _matters(event: Component) -> object:
    return span(event), event.value("STATUS") == "CANCELLED"


def _shown(event: Component) -> list[str]:
    return sorted(repr(line) for line in event.lines if line.name not in STAMPS)


def _counts(event: Component) -> list[str]:
    return [event.value(name) for name in sorted(STAMPS)]
