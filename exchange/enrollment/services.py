"""Registering, changing and cancelling.

Whoever counts places holds the lock on the event: it is taken first, and what
is decided upon is read after it. Each outcome is written beside the
registration, and to the person, in the same transaction.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from exchange.domain.abstention import Abstention
from exchange.domain.change import ChangedAs, ChangeKind
from exchange.domain.event import EventStatus
from exchange.domain.letter import LetterKind
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment import audit, queries
from exchange.enrollment.applications import (
    require_nobody_twice,
    require_offered,
    require_open,
    write,
)
from exchange.enrollment.audit import HOLDER, RULE
from exchange.enrollment.refusals import NoPlaceThatWay, TooLateToCancel, TooLateToChange
from exchange.extensions import db
from exchange.letters import writing
from exchange.seating.pools import Body, Seat
from exchange.seating.queries import (
    Occupancy,
    pools_of,
    registration_state,
    rooms,
    starting_moment,
)
from exchange.seating.services import fill_free_places, lock, seat_status
from exchange.seating.state import RegistrationState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.domain.party import Party
    from exchange.enrollment.applications import Application
    from exchange.enrollment.audit import By

TOKEN_BYTES = 24
"""192 random bits: nobody guesses the address of somebody's registration."""
MOMENT = timedelta(microseconds=1)
"""The least by which two moments differ in the database."""
OUTCOMES = {
    RegistrationStatus.CONFIRMED: LetterKind.CONFIRMED,
    RegistrationStatus.PENDING: LetterKind.RECEIVED,
    RegistrationStatus.WAITING: LetterKind.WAITING,
}
"""What is written to somebody who has just asked for a place."""


def register(
    event: Event, application: Application, *, by: By = HOLDER, at: datetime
) -> Registration:
    """Give the applicant a place at `event`, or a place in the queue when it is full.

    Whoever the coordinator or an organizer names uses up a place their body
    holds. Raises `Refused` as `examine` does.
    """
    event = lock(event)
    examine(event, application, by=by, at=at)
    registration = enter(event, application, by=by, at=at)
    take_places(event, [registration], by=by, at=at)
    return registration


def examine(
    event: Event, application: Application, *, by: By = HOLDER, at: datetime
) -> RegistrationState:
    """Tell what would come of `application` at `at`: a place, or a place in the queue.

    Raises what `require_open`, `require_offered` and `require_nobody_twice` raise.
    """
    require_open(event, by, at=at)
    require_offered(event, application)
    require_nobody_twice(event, application)
    room = rooms([event], application.organization)[event.id].of(application.mode)
    has_place = room != 0 or _held(event, application, by)
    return RegistrationState.OPEN if has_place else RegistrationState.FULL


def _held(event: Event, application: Application, by: By) -> bool:
    """Tell whether a held place stands ready for `application`."""
    names_others = by.part in {ChangedAs.COORDINATOR, ChangedAs.ORGANIZER}
    return names_others and (
        queries.find_hold(event, application.organization, application.mode) is not None
    )


def enter(
    event: Event, application: Application, *, by: By, at: datetime, party: Party | None = None
) -> Registration:
    """Put an application at the end of the queue. `take_places` follows. Call under `lock`."""
    registration = Registration(
        token=secrets.token_urlsafe(TOKEN_BYTES),
        event=event,
        account=by.account,
        party=party,
        status=RegistrationStatus.WAITING,
        language=application.language,
        queued_at=_end_of_queue(event, at),
        changed_at=at,
    )
    write(application, registration)
    db.session.add(registration)
    db.session.flush()
    return registration


def take_places(event: Event, new: Sequence[Registration], *, by: By, at: datetime) -> None:
    """Let those who have just entered take held places, then free ones; and write to all."""
    if by.part in {ChangedAs.COORDINATOR, ChangedAs.ORGANIZER}:
        _use_up_holds(event, new)
    for body in {one.organization_id for one in new}:
        answered = delete(Abstention).where(
            Abstention.event_id == event.id, Abstention.organization_id == body
        )
        db.session.execute(answered)
    for one in new:
        audit.record(one, ChangeKind.MADE, by, at=at)
    settle(event, at=at, new=new)
    for one in new:
        writing.write(OUTCOMES[one.status], one, at=at)


def _use_up_holds(event: Event, new: Sequence[Registration]) -> None:
    """Seat people on places that their body holds; each uses up one."""
    for one in new:
        hold = queries.find_hold(event, one.organization, one.mode)
        if hold is None:
            continue
        one.status = seat_status(event)
        if hold.places > 1:
            hold.places -= 1
        else:
            db.session.delete(hold)
        db.session.flush()


def settle(event: Event, *, at: datetime, new: Sequence[Registration] = ()) -> None:
    """Give free places to who waits, and write to those who moved. Call under `lock`.

    Nobody moves at an event that is not going to take place.
    """
    if event.status is not EventStatus.PLANNED:
        return
    moved = fill_free_places(event, at=at, new=new)
    for one in moved.lapsed:
        audit.record(one, ChangeKind.LAPSED, RULE, at=at)
        writing.write(LetterKind.LAPSED, one, at=at)
    for one in moved.offered:
        audit.record(one, ChangeKind.OFFERED, RULE, at=at)
        writing.write(LetterKind.OFFERED, one, at=at)
    for one in moved.seated:
        if one not in new:
            audit.record(one, ChangeKind.PROMOTED, RULE, at=at)
            writing.write(LetterKind.PROMOTED, one, at=at)


def change(
    registration: Registration, application: Application, *, by: By = HOLDER, at: datetime
) -> None:
    """Bring `registration` in line with `application`. Status and queue stay as they are.

    Raises `TooLateToChange` once applications are closed, `NoPlaceThatWay` when
    somebody with a place asks for one that is not free, and otherwise refuses
    as `register` does.
    """
    event = lock_both(registration)
    if not is_changeable(registration, at, by=by):
        raise TooLateToChange
    require_offered(event, application)
    require_nobody_twice(event, application, besides=registration)
    _require_room(event, registration, application)
    before, days = audit.stated(registration), list(registration.days)

    write(application, registration)
    db.session.flush()
    details = audit.differences(before, audit.stated(registration))
    if not details:
        return
    registration.changed_at = at
    if {"mode", "organization", "days"} & set(details):
        registration.revision += 1
    audit.record(registration, ChangeKind.CHANGED, by, at=at, details=details)
    dropped = [day for day in days if day not in registration.days]
    writing.write(LetterKind.CHANGED, registration, at=at, dropped=dropped)
    settle(event, at=at)


def _require_room(event: Event, registration: Registration, application: Application) -> None:
    """Refuse when somebody with a place asks for one in other pools that is not free."""
    body, mode = application.organization, application.mode
    if (registration.organization, registration.mode) == (body, mode):
        return
    if registration.status is RegistrationStatus.WAITING and not registration.is_offered:
        return
    wanted = Seat(Body(body.id, body.group_id), mode)
    pools = pools_of(event)
    pools.take(_seat(registration), -1)
    gained = set(pools.draws(wanted)) - set(pools.draws(_seat(registration)))
    is_waited_for = gained and rooms([event], body)[event.id].of(mode) == 0
    if pools.lacking(wanted) or is_waited_for:
        raise NoPlaceThatWay


def _seat(registration: Registration) -> Seat:
    body = registration.organization
    return Seat(Body(body.id, body.group_id), registration.mode)


def cancel(registration: Registration, *, by: By = HOLDER, at: datetime) -> None:
    """Give the place up, and let the first of the waiting list have it.

    Doing it twice changes nothing. Raises `TooLateToCancel`: for a coordinator
    once applications are closed, for the person once the event has begun.
    """
    event = lock_both(registration)
    if not registration.status.is_standing:
        return
    if not is_cancellable(registration, at, by=by):
        raise TooLateToCancel
    registration.status = RegistrationStatus.CANCELLED
    registration.cancelled_at = registration.changed_at = at
    registration.offer_expires_at = None
    registration.revision += 1
    db.session.flush()
    audit.record(registration, ChangeKind.CANCELLED, by, at=at)
    writing.write(LetterKind.CANCELLED, registration, at=at)
    settle(event, at=at)


def is_changeable(registration: Registration, at: datetime, *, by: By = HOLDER) -> bool:
    """Tell whether `registration` may still be changed: until applications close.

    An organizer may at any time, as long as the event takes place.
    """
    event = registration.event
    if not registration.status.is_standing or registration.is_erased:
        return False
    if by.part is ChangedAs.ORGANIZER:
        return not event.is_cancelled
    state = registration_state(event, Occupancy(event.capacity), at)
    return state not in {RegistrationState.NONE, RegistrationState.CLOSED}


def is_cancellable(registration: Registration, at: datetime, *, by: By = HOLDER) -> bool:
    """Tell whether `registration` may still be cancelled.

    By the person until the event begins, by a coordinator until applications
    close, by an organizer as long as the event takes place.
    """
    if not registration.status.is_standing or registration.event.is_cancelled:
        return False
    if by.part is ChangedAs.ORGANIZER:
        return True
    if by.part is ChangedAs.COORDINATOR:
        return is_changeable(registration, at)
    starts_at = starting_moment(registration.event)
    return starts_at is None or at < starts_at


def lock_both(registration: Registration) -> Event:
    """Lock the event, and read again what may have become of `registration` until then."""
    event = lock(registration.event)
    db.session.refresh(registration)
    return event


def _end_of_queue(event: Event, at: datetime) -> datetime:
    """Give a moment behind everybody's, so that the queue has the order of the lock."""
    last = queries.last_queued_at(event)
    return at if last is None else max(at, last + MOMENT)
