"""Giving places. Everything here counts while nobody else can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from exchange.domain.day import EventDay
from exchange.domain.event import Event
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db
from exchange.seating.queries import occupancy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


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


def fill_free_places(event: Event, *, at: datetime) -> Sequence[Registration]:
    """Confirm those who waited longest, as far as places are free. Call under `lock`."""
    free = occupancy(event).free
    queue = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.status == RegistrationStatus.WAITING)
        .order_by(Registration.queued_at, Registration.id)
        .limit(free)
    ).all()
    for registration in queue:
        registration.status = RegistrationStatus.CONFIRMED
        registration.changed_at = at
    db.session.flush()
    return queue
