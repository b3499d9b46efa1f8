"""Giving places. Everything here counts while nobody else can."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from exchange.domain.event import Event
from exchange.domain.hold import Hold
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.seating.house import house, joining
from exchange.seating.pools import Body, Seat, served
from exchange.seating.window import starting_moment
from exchange.subscriptions.stamping import restamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.seating.house import House, Waiting
    from exchange.seating.pools import Request

MOMENT = timedelta(microseconds=1)
"""The least by which two moments differ in the database."""


@dataclass(frozen=True)
class Moved:
    """Who moved when places were given anew."""

    seated: Sequence[Registration] = ()
    """Confirmed, or awaiting approval where the event asks for it. Those who just asked apart."""
    offered: Sequence[Registration] = ()
    lapsed: Sequence[Registration] = ()
    """Those who let an offer run out. They are cancelled."""


def lock(event: Event) -> Event:
    """Keep everybody else from counting or changing the places of `event`.

    The lock ends with the transaction. PostgreSQL locks the event's row; on
    SQLite a writing request already holds the only write lock. Where the event
    was changed since it was read, whatever was read until then is read again:
    each change counts a revision.
    """
    wanted = select(Event.revision).where(Event.id == event.id).with_for_update()
    if db.session.scalar(wanted) != event.revision:
        db.session.expire_all()
    return event


def fill_free_places(
    event: Event,
    *,
    at: datetime,
    new: Sequence[Registration] = (),
    names_held: bool = False,
) -> Moved:
    """Give free places to those who waited longest, each within their quota and mode.

    Holds and offers that have run out are given up first. `new` are not stored
    yet: they join the end of the queue, in the order of the lock whatever the
    clocks say; with `names_held` each takes a place that their body holds, as a
    whole party does in any case.

    Where the event offers places, who moves up has to accept; those in `new`
    only just asked, and get a free place at once. Once the event has begun
    nobody moves up. Nobody loses a place they have. Call under `lock`.
    """
    found = house(event, at)
    lapsed = _lapse(event, at) if found.counted.has_run_out else ()
    asked = _join_queue(event, found, new, at, names_held=names_held)
    ahead = len(found.queue)
    up = served(found.pools, [*(one.request for one in found.queue), *asked]).seated
    for number in up:
        if number >= ahead:
            _use_up(event, asked[number - ahead].held, at)
    for person in _who(new, {number - ahead for number in up}):
        person.status = seat_status(event)
    return _move_up(event, [found.queue[number] for number in up if number < ahead], lapsed, at)


def seat_status(event: Event) -> RegistrationStatus:
    """Give the status of somebody who gets a place of `event`."""
    return RegistrationStatus.PENDING if event.needs_approval else RegistrationStatus.CONFIRMED


def has_begun(event: Event, at: datetime) -> bool:
    """Tell whether the first day of `event` has begun."""
    starts_at = starting_moment(event)
    return starts_at is not None and at >= starts_at


def _join_queue(
    event: Event,
    found: House,
    new: Sequence[Registration],
    at: datetime,
    *,
    names_held: bool,
) -> Sequence[Request]:
    """Put `new` at the end of the queue, and give what they ask for."""
    last = found.counted.last_queued_at
    first = at if last is None else max(at, last + MOMENT)
    for number, one in enumerate(new):
        one.queued_at = first + number * MOMENT
    seats = [Seat(Body(one.organization.id, one.organization.group_id), one.mode) for one in new]
    return joining(event, found, seats, at, is_whole=_is_whole(new), names_held=names_held)


def _is_whole(new: Sequence[Registration]) -> bool:
    return any(one.party is not None and one.party.is_whole for one in new)


def _who(new: Sequence[Registration], up: set[int]) -> Sequence[Registration]:
    """List those of `new` whose requests have the numbers `up`."""
    if _is_whole(new):
        return new if 0 in up else ()
    return [one for number, one in enumerate(new) if number in up]


def _move_up(
    event: Event, waiting: Sequence[Waiting], lapsed: Sequence[Registration], at: datetime
) -> Moved:
    """Seat or offer a place to each of `waiting`, in their order, unless the event has begun."""
    if not waiting or has_begun(event, at):
        return Moved(lapsed=lapsed)
    people = _registrations([key for one in waiting for key in one.registration_ids])
    for one in waiting:
        _use_up(event, one.request.held, at)
    expires_at = _offer_expires_at(event, at)
    for person in people:
        person.changed_at = at
        if expires_at is None:
            person.status = seat_status(event)
        else:
            person.offer_expires_at = expires_at
    if expires_at is None:
        restamp(event, people, at=at)
    db.session.flush()
    if expires_at is None:
        return Moved(seated=people, lapsed=lapsed)
    return Moved(offered=people, lapsed=lapsed)


def _registrations(keys: Sequence[int]) -> Sequence[Registration]:
    found = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(keys))
        .options(joinedload(Registration.organization))
    )
    people = {one.id: one for one in found}
    return [people[key] for key in keys]


def _use_up(event: Event, held: Sequence[Seat], at: datetime) -> None:
    """Take the places that a body holds for people who now have a name."""
    if not held:
        return
    today = clock.local(at, site().zone).date()
    for (body, mode), number in Counter(held).items():
        hold = db.session.scalars(
            select(Hold).where(
                Hold.event_id == event.id,
                Hold.organization_id == body.organization_id,
                Hold.mode == mode,
                Hold.held_until >= today,
            )
        ).one()
        if hold.places > number:
            hold.places -= number
        else:
            db.session.delete(hold)
    db.session.flush()


def _offer_expires_at(event: Event, at: datetime) -> datetime | None:
    """Give the moment until which an offer made now is kept; None where places are not offered.

    An offer ends when the event begins.
    """
    if event.offer_hours is None:
        return None
    until = at + timedelta(hours=event.offer_hours)
    starts_at = starting_moment(event)
    return until if starts_at is None else min(until, starts_at)


def _lapse(event: Event, at: datetime) -> Sequence[Registration]:
    """Give up holds and offers that have run out."""
    today = clock.local(at, site().zone).date()
    db.session.execute(delete(Hold).where(Hold.event_id == event.id, Hold.held_until < today))
    lapsed = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.offer_expires_at < at)
        .order_by(Registration.queued_at, Registration.id)
        .options(joinedload(Registration.organization))
    ).all()
    for one in lapsed:
        one.offer_expires_at = None
        one.status = RegistrationStatus.CANCELLED
        one.cancelled_at = one.changed_at = at
    restamp(event, lapsed, at=at)
    db.session.flush()
    return lapsed
