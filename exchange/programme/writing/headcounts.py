"""The stated figures of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.headcount import Headcount, HeadcountPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.programme import document
    from exchange.programme.queries import Names


def write(event: Event, item: document.Event, days: Sequence[EventDay], names: Names) -> None:
    """Make the headcount say what `item` says; `days` are those of `item`, in its order.

    A figure that is another one now was stated by the file, not by whoever stated it before.
    """
    stated = item.attendance
    if stated is None:
        event.headcount = None
        return
    headcount = event.headcount or Headcount()
    figure = (stated.total, stated.unit, stated.approximate)
    if figure != (headcount.total, headcount.unit, headcount.is_approximate):
        headcount.total, headcount.unit, headcount.is_approximate = figure
        headcount.stated_at = headcount.stated_by = None
    headcount.present = stated.organizations
    _write_parts(event, headcount, stated.parts, days, names)
    event.headcount = headcount


def _write_parts(
    event: Event,
    headcount: Headcount,
    items: Sequence[document.AttendancePart],
    days: Sequence[EventDay],
    names: Names,
) -> None:
    """Keep the row of each day and body. The figures of days that were struck out stay."""
    known = {(part.day, part.organization): part for part in headcount.parts}
    parts = []
    for item in items:
        body = names.organizations[item.organization] if item.organization else None
        day = _day_of(item, days)
        part = known.pop((day, body), None) or HeadcountPart(day=day, organization=body)
        _write_part(part, item)
        parts.append(part)
    of_struck_days = [
        part
        for (day, _), part in known.items()
        if day is not None and day in event.days and day.cancelled_at is not None
    ]
    headcount.parts = [*parts, *of_struck_days]
    headcount.parts.reorder()  # type: ignore[attr-defined]  # an ordering_list


def _day_of(item: document.AttendancePart, days: Sequence[EventDay]) -> EventDay | None:
    if item.day is not None:
        return days[item.day - 1]
    return next((day for day in days if day.held_on == item.date), None)


def _write_part(part: HeadcountPart, item: document.AttendancePart) -> None:
    figure = (item.total, item.unit, item.approximate)
    if figure != (part.total, part.unit, part.is_approximate):
        part.total, part.unit, part.is_approximate = figure
        part.stated_at = part.stated_by = None
