"""Giving places. Everything here counts while nobody else can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from exchange.domain.day import EventDay
from exchange.domain.event import Event
from exchange.domain.hold import Hold
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.seating.pools import seated
from exchange.seating.queries import pools_of, queue, starting_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True)
class Moved:
    """Who moved when places were given anew."""

    seated: Sequence[Registration] = ()
    """Confirmed, or awaiting approval where the event asks for it."""
    offered: Sequence[Registration] = ()
    lapsed: Sequence[Registration] = ()
    """Those who let an offer run out. They are cancelled."""


def lock(event: Event) -> Event:
    """Keep everybody else from counting or changing the places of `event`.

    The lock ends with the transaction. PostgreSQL locks the event's row; on
    SQLite a writing request already holds the only write lock. The event, its
    days and their places are read again, as they are now that they can no
    longer change.
    """
    return db.session.get_one(
        Event,
        event.id,
        options=[selectinload(Event.days).selectinload(EventDay.places)],
        with_for_update=True,
        populate_existing=True,
    )


def fill_free_places(event: Event, *, at: datetime, new: Sequence[Registration] = ()) -> Moved:
    """Give free places to those who waited longest, each within their quota and mode.

    Holds and offers that have run out are given up first. Where the event
    offers places, who moves up has to accept; those in `new` only just asked,
    and get a free place at once. Nobody loses a place they have. Call under `lock`.
    """
    lapsed = _lapse(event, at)
    db.session.flush()
    waiting = queue(event)
    up = [
        key
        for number in seated(pools_of(event), [one.request for one in waiting])
        for key in waiting[number].registration_ids
    ]
    fresh = {one.id for one in new}
    people = _registrations(up)
    expires_at = _offer_expires_at(event, at)
    moved_in, offered = [], []
    for key in up:
        person = people[key]
        if expires_at is None or key in fresh:
            person.status = seat_status(event)
            moved_in.append(person)
        else:
            person.offer_expires_at = expires_at
            offered.append(person)
        person.changed_at = at
    db.session.flush()
    return Moved(seated=moved_in, offered=offered, lapsed=lapsed)


def seat_status(event: Event) -> RegistrationStatus:
    """Give the status of somebody who gets a place of `event`."""
    return RegistrationStatus.PENDING if event.needs_approval else RegistrationStatus.CONFIRMED


def _registrations(keys: Sequence[int]) -> dict[int, Registration]:
    if not keys:
        return {}
    found = db.session.scalars(select(Registration).where(Registration.id.in_(keys)))
    return {one.id: one for one in found}


def _offer_expires_at(event: Event, at: datetime) -> datetime | None:
    """Give the moment until which an offer made now is kept; None where places are not offered.

    An offer ends when the event begins; just before that there is no time to ask.
    """
    if event.offer_hours is None:
        return None
    until = at + timedelta(hours=event.offer_hours)
    starts_at = starting_moment(event)
    if starts_at is not None:
        until = min(until, starts_at)
    return until if until > at else None


def _lapse(event: Event, at: datetime) -> Sequence[Registration]:
    """Give up holds and offers that have run out."""
    today = clock.local(at, site().zone).date()
    db.session.execute(delete(Hold).where(Hold.event_id == event.id, Hold.held_until < today))
    lapsed = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.offer_expires_at < at)
        .order_by(Registration.queued_at, Registration.id)
    ).all()
    for one in lapsed:
        one.offer_expires_at = None
        one.status = RegistrationStatus.CANCELLED
        one.cancelled_at = one.changed_at = at
    return lapsed
