"""The days of an event, and where each is held."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from exchange.programme import document

if TYPE_CHECKING:
    from exchange.domain.day import EventDay
    from exchange.domain.place import Place


MIDNIGHT = time(0, 0)


def place_in_order(day: document.Day) -> tuple[date, time]:
    """Give what days are ordered by, within an event."""
    return day.date, day.start or MIDNIGHT


def of_day(day: EventDay) -> document.Day:
    return document.Day.model_construct(
        date=day.held_on,
        start=day.starts,
        end=day.ends,
        label=day.label,
        places=[of_place(place) for place in day.places],
    )


def of_place(place: Place) -> document.Place:
    return document.Place.model_construct(
        groups=[group.slug for group in place.groups],
        venue=place.venue,
        address=place.address,
        online=place.is_online,
        url=place.url,
    )
