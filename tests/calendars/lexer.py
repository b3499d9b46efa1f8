"""A strict reader of iCalendar written for finding faults; it shares no code with what we write by.

It is made of the grammar in RFC 5545, 3.1 and 3.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLD = re.compile(rb"\r?\n[ \t]")
NAME = re.compile(r"[A-Z0-9-]+", re.IGNORECASE)
VALUE = r'(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)'
PARAMETER = re.compile(rf";([A-Z0-9-]+)=({VALUE}(?:,{VALUE})*)", re.IGNORECASE)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
OF_NO_PLACE = re.compile(r"UTC|GMT|Etc/|[+-]\d")
"""Zones that RFC 5545, 3.2.19, wants written as UTC."""
DURATION = re.compile(r"P(?:(\d+)W|(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")


class Malformed(Exception):
    """Something that is no iCalendar at all, so that nothing more can be said of it."""


@dataclass(frozen=True)
class Line:
    """One unfolded content line, its value as written."""

    name: str
    parameters: dict[str, tuple[str, ...]]
    """Their values as written, quotation marks too."""
    value: str

    def parameter(self, name: str) -> str:
        """Give the first value of a parameter without its quotation marks, or nothing."""
        return self.parameters.get(name, ("",))[0].strip('"')


@dataclass
class Component:
    """What stands between BEGIN and END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def find(self, name: str) -> Line | None:
        return next(iter(self.all(name)), None)

    def value(self, name: str) -> str:
        """Give the value of the first property of that name as written, or nothing."""
        line = self.find(name)
        return line.value if line else ""

    def text(self, name: str) -> str:
        return unescaped(self.value(name))

    def named(self, name: str) -> list[Component]:
        return [part for part in self.parts if part.name == name]


def lex(octets: bytes) -> Component:
    """Give the one VCALENDAR in `octets`. What is no UTF-8 is replaced.

    Raises `Malformed` for what does not keep to the grammar, and for what is
    not balanced.
    """
    top = Component("")
    stack = [top]
    for line in _content_lines(octets):
        if line.name == "BEGIN":
            stack.append(Component(line.value.upper()))
        elif line.name == "END":
            if line.value.upper() != stack[-1].name:
                raise Malformed(f"END:{line.value} within {stack[-1].name or 'nothing'}")
            closed = stack.pop()
            stack[-1].parts.append(closed)
        elif stack[-1] is top:
            raise Malformed(f"{line.name} stands in no component")
        else:
            stack[-1].lines.append(line)
    if stack != [top] or [part.name for part in top.parts] != ["VCALENDAR"]:
        raise Malformed("not one balanced VCALENDAR")
    return top.parts[0]


def _content_lines(octets: bytes) -> Iterator[Line]:
    unfolded = FOLD.sub(b"", octets).decode(errors="replace").removeprefix("\ufeff")
    for line in re.split("\r?\n", unfolded.removesuffix("\n").removesuffix("\r")):
        yield _content_line(line)


def _content_line(written: str) -> Line:
    name = NAME.match(written)
    if name is None:
        raise Malformed(f"no name begins {written[:60]!r}")
    end, parameters = name.end(), {}
    while found := PARAMETER.match(written, end):
        key = found[1].upper()
        if key in parameters:
            raise Malformed(f"{key} twice in {written[:60]!r}")
        parameters[key] = tuple(re.findall(rf"(?:^|,)({VALUE})", found[2]))
        end = found.end()
    if written[end : end + 1] != ":":
        raise Malformed(f"no colon where {written[:60]!r} needs one")
    return Line(name[0].upper(), parameters, written[end + 1 :])


def unescaped(written: str) -> str:
    """Read TEXT (RFC 5545, 3.3.11)."""
    return ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], written)


def listed(written: str) -> list[str]:
    """Read a list of TEXT: a comma parts, an escaped one does not."""
    return [unescaped(one) for one in re.findall(r"(?:^|,)((?:[^\\,]|\\.)*)", written)]


def moment(line: Line) -> date:
    """Read DATE or DATE-TIME (RFC 5545, 3.3.4 and 3.3.5): a `date`, or a `datetime` in UTC.

    Raises `ValueError` for what is neither, for what floats, and for a zone
    where none belongs or that nobody knows.
    """
    zone = line.parameter("TZID")
    if line.parameter("VALUE") == "DATE":
        if zone or not re.fullmatch(r"\d{8}", line.value):
            raise ValueError(f"{line.value} is no DATE")
        return datetime.strptime(line.value, "%Y%m%d").replace(tzinfo=UTC).date()
    if not re.fullmatch(r"\d{8}T\d{6}Z?", line.value):
        raise ValueError(f"{line.value} is no DATE-TIME")
    if line.value.endswith("Z") == bool(zone) or OF_NO_PLACE.match(zone):
        raise ValueError(f"{line.value} floats, or has two zones")
    wall = datetime.strptime(line.value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007  # next
    try:
        return wall.replace(tzinfo=ZoneInfo(zone or "UTC")).astimezone(UTC)
    except ZoneInfoNotFoundError as unknown:
        raise ValueError(f"{zone} is no zone of the world") from unknown


def duration(written: str) -> timedelta:
    """Read DURATION (RFC 5545, 3.3.6). Raises `ValueError`."""
    found = DURATION.fullmatch(written)
    if found is None or not any(found.groups()):
        raise ValueError(f"{written} is no DURATION")
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def span(event: Component) -> tuple[date, date]:
    """Give start and end of a VEVENT. Raises `ValueError` for a missing or wrong one."""
    start, end = event.find("DTSTART"), event.find("DTEND")
    if start is None or end is None:
        raise ValueError("DTSTART or DTEND is missing")
    return moment(start), moment(end)
