"""Fixing the days of an event for which people registered while there were none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.change import ChangeKind
from exchange.domain.day import EventDay
from exchange.domain.registration import Registration, registration_day
from exchange.enrollment import audit
from exchange.enrollment.audit import RULE
from exchange.enrollment.queries import STANDING, modes_on
from exchange.extensions import db
from exchange.subscriptions.stamping import restamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.event import Event


def take_along(event: Event, *, at: datetime) -> Sequence[Registration]:
    """Register all who stand, and have no day that takes place, for the days there are now.

    Call it when an event that had no day has got some, under `lock`; those who
    were taken along are given, and it is for the caller to tell them.
    """
    if not event.live_days:
        return []
    has_a_day = exists().where(
        registration_day.c.registration_id == Registration.id,
        registration_day.c.day_id == EventDay.id,
        EventDay.cancelled_at.is_(None),
    )
    people = db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.status.in_(STANDING),
            Registration.erased_at.is_(None),
            ~has_a_day,
        )
        .order_by(Registration.id)
        .options(
            selectinload(Registration.days),
            selectinload(Registration.answers),
            joinedload(Registration.organization),
        )
    ).all()
    for one in people:
        _give_days(one, event, at)
    restamp(event, people, at=at)
    db.session.flush()
    return people


def _give_days(one: Registration, event: Event, at: datetime) -> None:
    """Give those days on which the person can take part as they wished; all where none is such.

    Days that were struck out stay theirs: their calendar shows them as cancelled.
    """
    before = audit.stated(one)
    days = [day for day in event.live_days if one.mode in modes_on(day, one.organization)]
    one.days = [*one.days, *(days or event.live_days)]
    one.changed_at = at
    details = audit.differences(before, audit.stated(one))
    audit.record(one, ChangeKind.CHANGED, RULE, at=at, details=details)
