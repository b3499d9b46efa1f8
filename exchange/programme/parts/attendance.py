"""How many came to an event, as stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.programme import document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.day import EventDay
    from exchange.domain.headcount import Headcount, HeadcountPart


def of_attendance(headcount: Headcount, days: Sequence[EventDay]) -> document.Attendance:
    """Give what is stated, without the figures of days other than `days`."""
    return document.Attendance.model_construct(
        total=headcount.total,
        unit=headcount.unit,
        approximate=headcount.is_approximate,
        organizations=headcount.present,
        parts=[
            of_headcount_part(part, days)
            for part in headcount.parts
            if part.day is None or part.day in days
        ],
    )


def of_headcount_part(part: HeadcountPart, days: Sequence[EventDay]) -> document.AttendancePart:
    """Name the day of `part` by its date, or by its place among `days` where others share it."""
    dates = [day.held_on for day in days]
    is_told_by_date = part.day is not None and dates.count(part.day.held_on) == 1
    return document.AttendancePart.model_construct(
        date=part.day.held_on if part.day and is_told_by_date else None,
        day=days.index(part.day) + 1 if part.day and not is_told_by_date else None,
        organization=part.organization.name if part.organization else None,
        total=part.total,
        unit=part.unit,
        approximate=part.is_approximate,
    )
