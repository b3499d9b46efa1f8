"""Rows as JSON objects, in the shapes that the OpenAPI document describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exchange.publication.audience import organizations_of
from exchange.seating.window import registration_state
from exchange.web.urls import absolute, event_url

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.headcount import Headcount
    from exchange.domain.place import Place
    from exchange.records.queries import Records
    from exchange.seating.queries import Occupancy

Shape = dict[str, Any]


def event(event: Event, seats: Occupancy, at: datetime) -> Shape:
    """Give the public facts of an event. Joining links are not among them."""
    return {
        "key": event.key,
        "kind": event.kind,
        "title": event.title,
        "fiscal_year": event.fiscal_year,
        "series": event.series.name if event.series else None,
        "round": event.round,
        "theme": event.theme or None,
        "days": [_day(day) for day in event.live_days],
        "status": event.status,
        "organizations": [body.name for body in organizations_of(event)],
        "registration": _registration(event, seats, at),
        "headcount": _headcount(event.headcount),
        "url": absolute(event_url(event)),
        "ics": absolute(event_url(event, "feeds.of_event")),
    }


def _day(day: EventDay) -> Shape:
    return {
        "date": day.held_on.isoformat(),
        "start": day.starts.strftime("%H:%M") if day.starts else None,
        "end": day.ends.strftime("%H:%M") if day.ends else None,
        "label": day.label or None,
        "places": [_place(place) for place in day.places],
    }


def _place(place: Place) -> Shape:
    return {
        "groups": [group.slug for group in place.groups],
        "venue": place.venue or None,
        "online": place.is_online,
    }


def _registration(event: Event, seats: Occupancy, at: datetime) -> Shape:
    return {
        "state": registration_state(event, seats, at),
        "capacity": seats.capacity,
        "confirmed": seats.confirmed,
        "waiting": seats.waiting,
        "free": seats.free,
    }


def _headcount(count: Headcount | None) -> Shape | None:
    if count is None:
        return None
    return {"total": count.total, "unit": count.unit, "approximate": count.is_approximate}


def records(page: Records) -> list[Shape]:
    """Give the notes that were found."""
    return [
        {
            "id": one.note.id,
            "event": one.event.key,
            "event_title": one.event.title,
            "heading": one.note.heading,
            "kind": one.note.kind,
            "speaker": one.note.speaker or None,
            "date": one.date.isoformat() if one.date else None,
            "snippet": one.snippet,
            "url": absolute(event_url(one.event, _anchor=f"note-{one.note.id}")),
        }
        for one in page.items
    ]
