"""What falls due by itself: offers and holds that run out, quotas that are released, reminders."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from exchange.domain.event import Event, EventStatus
from exchange.domain.hold import Hold
from exchange.domain.letter import LetterKind
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment.services import settle
from exchange.extensions import db, site
from exchange.letters import writing
from exchange.lib import clock
from exchange.seating.house import houses
from exchange.seating.pools import served
from exchange.seating.services import lock
from exchange.subscriptions.queries import spoken_of
from exchange.subscriptions.services import of_mailboxes
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

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

    Who registered on that day or later is not reminded of what they did just now. Call under
    `lock`.
    """
    begins_at = _reminding_began_at(event, at)
    if begins_at is None:
        return []
    people = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, *UNREMINDED, Registration.queued_at < begins_at)
        .options(joinedload(Registration.organization))
        .order_by(Registration.id)
    ).all()
    if not people:
        return []
    spoken, feeds = spoken_of(event), of_mailboxes(one.email for one in people if one.email)
    for one in people:
        one.reminded_at = at
        writing.write(LetterKind.REMINDER, one, at=at, spoken=spoken, feeds=feeds)
    return people


def _reminding_began_at(event: Event, at: datetime) -> datetime | None:
    """Give the moment since when people are reminded of `event`; None when they are not at `at`."""
    if event.status is not EventStatus.PLANNED or not event.reminder_days or not event.first_on:
        return None
    begins_on = event.first_on - timedelta(days=event.reminder_days)
    if not begins_on <= clock.local(at, site().zone).date() < event.first_on:
        return None
    return clock.moment(begins_on, time.min, site().zone)


def _due(at: datetime) -> Sequence[int]:
    """List the events at which something is due."""
    return sorted({*_with_something_run_out(at), *_with_quotas_released(at), *_to_remind_of(at)})


def _with_something_run_out(at: datetime) -> Sequence[int]:
    today = clock.local(at, site().zone).date()
    lapsed_offer = exists().where(OF_THE_EVENT, Registration.offer_expires_at < at)
    lapsed_hold = exists().where(Hold.event_id == Event.id, Hold.held_until < today)
    return db.session.scalars(
        select(Event.id).where(Event.status == EventStatus.PLANNED, or_(lapsed_offer, lapsed_hold))
    ).all()


def _with_quotas_released(at: datetime) -> Sequence[int]:
    """List the events whose quotas were released, and where somebody who waits finds room now."""
    today = clock.local(at, site().zone).date()
    events = db.session.scalars(
        select(Event).where(
            Event.status == EventStatus.PLANNED,
            Event.quotas_released_on <= today,
            or_(Event.last_on.is_(None), Event.last_on >= today),
            exists().where(OF_THE_EVENT, Registration.status == RegistrationStatus.WAITING),
        )
    ).all()
    return [
        key
        for key, found in houses(events, at).items()
        if served(found.pools, [one.request for one in found.queue]).seated
    ]


def _to_remind_of(at: datetime) -> Sequence[int]:
    """List the events of which somebody is to be reminded now."""
    events = db.session.scalars(
        select(Event).where(
            Event.status == EventStatus.PLANNED,
            Event.reminder_days.is_not(None),
            Event.first_on > clock.local(at, site().zone).date(),
        )
    )
    begun = {one.id: began for one in events if (began := _reminding_began_at(one, at))}
    asked_first = db.session.execute(
        select(Registration.event_id, func.min(Registration.queued_at))
        .where(Registration.event_id.in_(begun), *UNREMINDED)
        .group_by(Registration.event_id)
    )
    return [key for key, first in asked_first if first < begun[key]]
