"""What falls due by itself: offers and holds that run out, quotas that are released, reminders."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select

from exchange.domain.event import Event, EventStatus
from exchange.domain.hold import Hold
from exchange.domain.letter import LetterKind
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment.services import settle
from exchange.extensions import db, site
from exchange.letters import writing
from exchange.lib import clock
from exchange.seating.services import lock
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


OF_THE_EVENT = Registration.event_id == Event.id
UNREMINDED = (
    Registration.status == RegistrationStatus.CONFIRMED,
    Registration.is_walk_in.is_(False),
    Registration.reminded_at.is_(None),
)


def perform(*, at: datetime) -> int:
    """Do all that is due at `at`, one transaction for each event, and tell at how many it was."""
    with unit_of_work():
        due = _due(at)
    for event_id in due:
        with unit_of_work():
            event = lock(db.session.get_one(Event, event_id))
            settle(event, at=at)
            remind(event, at=at)
    return len(due)


def remind(event: Event, *, at: datetime) -> Sequence[Registration]:
    """Write to those who have a place and were not reminded yet, once the day has come.

    Who registered after that day is not reminded of what they did just now. Call under `lock`.
    """
    begins_on = _reminding_begins_on(event)
    today = clock.local(at, site().zone).date()
    if begins_on is None or event.first_on is None or not begins_on <= today < event.first_on:
        return []
    people = db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            *UNREMINDED,
            Registration.queued_at < clock.moment(begins_on, time.min, site().zone),
        )
        .order_by(Registration.id)
    ).all()
    for one in people:
        one.reminded_at = at
        writing.write(LetterKind.REMINDER, one, at=at)
    return people


def _reminding_begins_on(event: Event) -> date | None:
    """Give the first day on which people are reminded of `event`; None where they are not."""
    if event.status is not EventStatus.PLANNED or not event.reminder_days or not event.first_on:
        return None
    return event.first_on - timedelta(days=event.reminder_days)


def _due(at: datetime) -> Sequence[int]:
    """List the events at which something is due."""
    today = clock.local(at, site().zone).date()
    return sorted({*_with_places_to_give(today, at), *_with_people_to_remind(today)})


def _with_places_to_give(today: date, at: datetime) -> Sequence[int]:
    lapsed_offer = exists().where(OF_THE_EVENT, Registration.offer_expires_at < at)
    lapsed_hold = exists().where(Hold.event_id == Event.id, Hold.held_until < today)
    waiting = exists().where(OF_THE_EVENT, Registration.status == RegistrationStatus.WAITING)
    released = and_(Event.quotas_released_on <= today, waiting)
    return db.session.scalars(
        select(Event.id).where(
            Event.status == EventStatus.PLANNED, or_(lapsed_offer, lapsed_hold, released)
        )
    ).all()


def _with_people_to_remind(today: date) -> Sequence[int]:
    events = db.session.scalars(
        select(Event).where(
            Event.status == EventStatus.PLANNED,
            Event.reminder_days.is_not(None),
            Event.first_on > today,
            exists().where(OF_THE_EVENT, *UNREMINDED),
        )
    )
    return [
        one.id for one in events if (begins_on := _reminding_begins_on(one)) and begins_on <= today
    ]
