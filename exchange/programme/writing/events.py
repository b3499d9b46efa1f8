"""The events of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.event import Event
from exchange.enrollment.dating import take_along
from exchange.enrollment.services import settle
from exchange.extensions import db
from exchange.letters import events as letters
from exchange.programme import parts, queries, rules
from exchange.programme.writing import content, files, notes
from exchange.publication import keys
from exchange.publication.services import follow_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from exchange.programme import document
    from exchange.programme.outcome import Outcome
    from exchange.programme.queries import Names


def put_events(whole: document.Document, names: Names, outcome: Outcome, *, at: datetime) -> None:
    """Find events by their ids; make them, or change those that differ from what is stated.

    An event stated without an id is found by its kind, title and first day.
    """
    year = rules.main_year(whole)
    ids = {item.id for item in whole.events if item.id}
    found = queries.events_to_change(whole.events)
    for item in whole.events:
        settled = _settled(item, names, year)
        event = found.find(settled)
        stated = _with_what_is_known(settled, event)
        if event is None:
            event = _make(stated, names, ids, at=at)
            outcome.created["event"] += 1
        elif parts.of_event(event) != _as_said_of(event, stated):
            _change(event, stated, names, at=at)
            outcome.updated["event"] += 1
        else:
            continue
        outcome.event_ids.add(event.id)


def _settled(item: document.Event, names: Names, year: int | None) -> document.Event:
    """Give `item` in the one form that `parts.of_event` gives too."""
    days = sorted(item.days, key=parts.place_in_order)
    registration, attendance = item.registration, item.attendance
    if registration:
        quotas = [
            quota.model_copy(update={"organization": names.organizations[quota.organization].name})
            if quota.organization
            else quota
            for quota in registration.quotas
        ]
        registration = registration.model_copy(update={"quotas": quotas})
    if attendance:
        figures = [_settled_part(part, days, names) for part in attendance.parts]
        attendance = attendance.model_copy(update={"parts": figures})
    booths = [
        booth.model_copy(
            update={
                "organizations": [names.organizations[word].name for word in booth.organizations]
            }
        )
        for booth in item.booths
    ]
    return item.model_copy(
        update={
            "days": days,
            "fiscal_year": None if item.days else item.fiscal_year or year,
            "registration": registration,
            "attendance": attendance,
            "booths": booths,
        }
    )


def _settled_part(
    part: document.AttendancePart, days: Sequence[document.Day], names: Names
) -> document.AttendancePart:
    """Name the body by its name, and the day by its date where no other day shares it."""
    body = names.organizations[part.organization].name if part.organization else None
    dates = [day.date for day in days]
    if part.day is not None and dates.count(dates[part.day - 1]) == 1:
        part = part.model_copy(update={"date": dates[part.day - 1], "day": None})
    return part.model_copy(update={"organization": body})


def _with_what_is_known(item: document.Event, event: Event | None) -> document.Event:
    """Give `item` with what is known of lines and files where it does not speak of them."""
    return item.model_copy(
        update={
            "notes": notes.settled(item.notes, event),
            "photos": files.settled_photos(item.photos, event),
            "materials": files.settled_materials(item.materials, event),
        }
    )


def _as_said_of(event: Event, item: document.Event) -> document.Event:
    """Give `item` with what it leaves to `event`: the key, and the year of days struck out."""
    is_told_by_days = event.dated_days and not item.days
    return item.model_copy(
        update={
            "id": event.key,
            "fiscal_year": event.fiscal_year if is_told_by_days else item.fiscal_year,
        }
    )


def _make(item: document.Event, names: Names, ids: AbstractSet[str], *, at: datetime) -> Event:
    event = Event(
        key=item.id or _free_key(item, ids),
        fiscal_year=rules.year_of(item),
        created_at=at,
        changed_at=at,
    )
    content.write(event, item, names, at=at)
    db.session.add(event)
    follow_up(event, at=at)
    return event


def _free_key(item: document.Event, ids: AbstractSet[str]) -> str:
    """Make a key that neither the database nor this file has."""
    key = keys.make(item.kind, rules.year_of(item))
    while key in ids:
        stem, _, number = key.rpartition("-")
        key = f"{stem}-{int(number) + 1}"
    return key


def _change(event: Event, item: document.Event, names: Names, *, at: datetime) -> None:
    before, had_days = letters.seen(event), bool(event.live_days)
    content.write(event, item, names, at=at)
    follow_up(event, at=at)
    if not had_days:
        take_along(event, at=at)
    letters.tell(event, before, at=at)
    if event.takes_registrations:
        settle(event, at=at)
