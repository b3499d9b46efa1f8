"""Stamps: which revision of somebody's calendar entries is in force, and since when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from exchange.domain.registration import Registration
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from exchange.domain.event import Event

SECOND = timedelta(seconds=1)


def restamp(event: Event, people: Sequence[Registration], *, at: datetime) -> None:
    """Count a revision for each of `people`, whose entries of `event` look different since `at`.

    Those who have just registered begin at 0. An entry shows the newest stamp of its day and
    of all who share the mail address, and a calendar the newest of its entries, so a new one is
    newer than those. Call under the lock on
    `event`.
    """
    shared = _newest_by_address(people)
    days = max((day.changed_at for day in event.days), default=None)
    for one in people:
        if one.stamped_at is not None:
            one.revision += 1
        known = [moment for moment in (one.stamped_at, shared.get(one.email), days) if moment]
        newest = max(known, default=None)
        now = at.replace(microsecond=0)
        one.stamped_at = now if newest is None else max(now, newest + SECOND)


def take_leave(one: Registration, *, at: datetime) -> None:
    """Let those who share the calendar of `one` go on counting when it leaves.

    Their entries must look newer than they did together, not older. Call it before `one` loses
    its address, under the lock on its event.
    """
    heirs = {_heir(one, Registration.email == one.email)} if one.email else set()
    if one.feed_id is not None:
        heirs.add(_heir(one, Registration.feed_id == one.feed_id))
    for heir in filter(None, heirs):
        heir.revision += one.revision + 1
        restamp(one.event, [heir], at=at)


def _heir(one: Registration, shares: ColumnElement[bool]) -> Registration | None:
    others = select(Registration).where(
        shares, Registration.event_id == one.event_id, Registration.id != one.id
    )
    return db.session.scalar(others.order_by(Registration.id).limit(1))


def _newest_by_address(people: Sequence[Registration]) -> dict[str, datetime]:
    addresses = {one.email for one in people} - {""}
    if not addresses:
        return {}
    with db.session.no_autoflush:
        found = db.session.execute(
            select(Registration.email, func.max(Registration.stamped_at))
            .where(Registration.email.in_(addresses))
            .group_by(Registration.email)
        )
        return {email: moment for email, moment in found if moment is not None}
