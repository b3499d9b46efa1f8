"""Registering, changing and cancelling.

Whoever counts places holds the lock on the event: it is taken first, and what
is decided upon is read after it. Each outcome is written beside the
registration, and to the person, in the same transaction.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete

from exchange.domain.abstention import Abstention
from exchange.domain.change import ChangedAs, ChangeKind
from exchange.domain.event import EventStatus
from exchange.domain.letter import LetterKind
from exchange.domain.personal_feed import PersonalFeed
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment import audit
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
from exchange.seating.house import house, joining
from exchange.seating.pools import Body, Seat, served
from exchange.seating.queries import Occupancy
from exchange.seating.services import fill_free_places, has_begun, lock
from exchange.seating.state import RegistrationState
from exchange.seating.window import registration_state
from exchange.subscriptions.services import of_mailboxes
from exchange.subscriptions.stamping import restamp, take_leave

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.domain.party import Party
    from exchange.enrollment.applications import Application
    from exchange.enrollment.audit import By
    from exchange.seating.services import Moved

TOKEN_BYTES = 24
"""192 random bits: nobody guesses the address of somebody's registration."""
OUTCOMES = {
    RegistrationStatus.CONFIRMED: LetterKind.CONFIRMED,
    RegistrationStatus.PENDING: LetterKind.RECEIVED,
    RegistrationStatus.WAITING: LetterKind.WAITING,
}
"""What is written to somebody who has just asked for a place."""
SHOWN = {"family_name", "given_name", "organization", "email", "mode", "days"}
"""What of a registration its entries in calendars show, or depend on."""
ABSTENTIONS_OF = (
    delete(Abstention)
    .where(
        Abstention.event_id == bindparam("event_id"),
        Abstention.organization_id.in_(bindparam("bodies", expanding=True)),
    )
    .execution_options(synchronize_session=False)
)


def register(
    event: Event,
    application: Application,
    *,
    feed: PersonalFeed | None = None,
    by: By = HOLDER,
    at: datetime,
) -> Registration:
    """Give the applicant a place at `event`, or a place in the queue when it is full.

    It stands in `feed`, or in a new one. Whoever the coordinator or an organizer
    names uses up a place their body holds. Raises `Refused` as `examine` does.
    """
    event = lock(event)
    _require_taken(event, application, by, at)
    registration = enter(event, application, feed=feed, by=by, at=at)
    take_places(event, [registration], by=by, at=at)
    return registration


def examine(
    event: Event, application: Application, *, by: By = HOLDER, at: datetime
) -> RegistrationState:
    """Tell what would come of `application` at `at`: a place, or a place in the queue.

    Raises what `require_open`, `require_offered` and `require_nobody_twice` raise.
    """
    _require_taken(event, application, by, at)
    body = application.organization
    found = house(event, at)
    [mine] = joining(
        event,
        found,
        [Seat(Body(body.id, body.group_id), application.mode)],
        at,
        is_whole=False,
        names_held=names_others(by),
    )
    ahead = [one.request for one in found.queue]
    has_place = len(ahead) in served(found.pools, [*ahead, mine]).seated
    return RegistrationState.OPEN if has_place else RegistrationState.FULL


def _require_taken(event: Event, application: Application, by: By, at: datetime) -> None:
    require_open(event, by, at=at)
    require_offered(event, application)
    require_nobody_twice(event, application)


def names_others(by: By) -> bool:
    """Tell whether whoever acts uses up places that a body holds for people it names."""
    return by.part in {ChangedAs.COORDINATOR, ChangedAs.ORGANIZER}


def enter(
    event: Event,
    application: Application,
    *,
    by: By,
    at: datetime,
    party: Party | None = None,
    feed: PersonalFeed | None = None,
) -> Registration:
    """Make a registration that is not kept yet: `take_places` follows, under `lock`."""
    registration = Registration(
        token=secrets.token_urlsafe(TOKEN_BYTES),
        event=event,
        feed=feed or PersonalFeed(),
        account=by.account,
        party=party,
        status=RegistrationStatus.WAITING,
        language=application.language,
        queued_at=at,
        changed_at=at,
        answers=[],
    )
    write(application, registration)
    return registration


def take_places(event: Event, new: Sequence[Registration], *, by: By, at: datetime) -> None:
    """Put those who have just entered at the end of the queue, give places, and write to all.

    They are alone, or of one party. Call under `lock`.
    """
    moved = fill_free_places(event, at=at, new=new, names_held=names_others(by))
    restamp(event, new, at=at)
    _withdraw_abstentions(event, new)
    db.session.add_all(new)
    db.session.flush()
    with db.session.no_autoflush:  # all that is written from here on is sent at once
        _tell(moved, at)
        feeds = _feeds(new)
        for one in new:
            audit.record(one, ChangeKind.MADE, by, at=at)
            writing.write(OUTCOMES[one.status], one, at=at, feeds=feeds)


def _withdraw_abstentions(event: Event, new: Sequence[Registration]) -> None:
    """Forget that nobody comes from the bodies of those who do."""
    bodies = {one.organization.id for one in new}
    db.session.execute(ABSTENTIONS_OF, {"event_id": event.id, "bodies": [*bodies]})


def settle(event: Event, *, at: datetime) -> None:
    """Give free places to who waits, and write to those who moved. Call under `lock`.

    Nobody moves at an event that is not going to take place.
    """
    if event.status is EventStatus.PLANNED:
        _tell(fill_free_places(event, at=at), at)


def _tell(moved: Moved, at: datetime) -> None:
    """Write to those who moved, and beside their registrations."""
    feeds = _feeds([*moved.lapsed, *moved.offered, *moved.seated])
    for people, kind, letter in (
        (moved.lapsed, ChangeKind.LAPSED, LetterKind.LAPSED),
        (moved.offered, ChangeKind.OFFERED, LetterKind.OFFERED),
        (moved.seated, ChangeKind.PROMOTED, LetterKind.PROMOTED),
    ):
        for one in people:
            audit.record(one, kind, RULE, at=at)
            writing.write(letter, one, at=at, feeds=feeds)


def _feeds(people: Sequence[Registration]) -> dict[str, PersonalFeed]:
    """Give the calendars of those who are written to, by their mail address."""
    return of_mailboxes(one.email for one in people if one.email)


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
    _require_room(event, registration, application, at)
    before, days = audit.stated(registration), list(registration.days)

    if application.email != registration.email:
        take_leave(registration, at=at)
    write(application, registration)
    db.session.flush()
    details = audit.differences(before, audit.stated(registration))
    if not details:
        return
    registration.changed_at = at
    if SHOWN & set(details):
        restamp(event, [registration], at=at)
    audit.record(registration, ChangeKind.CHANGED, by, at=at, details=details)
    dropped = [day for day in days if day not in registration.days]
    registration.former_days = [
        day for day in [*registration.former_days, *dropped] if day not in registration.days
    ]
    writing.write(LetterKind.CHANGED, registration, at=at, dropped=dropped)
    settle(event, at=at)


def _require_room(
    event: Event, registration: Registration, application: Application, at: datetime
) -> None:
    """Refuse when somebody with a place asks for one in other pools that is not free.

    What they draw from before and after is theirs already, however many wait for it.
    """
    body, mode = application.organization, application.mode
    if (registration.organization, registration.mode) == (body, mode):
        return
    if registration.status is RegistrationStatus.WAITING and not registration.is_offered:
        return
    found = house(event, at)
    pools = found.pools
    closed = served(pools, [one.request for one in found.queue]).closed
    wanted = Seat(Body(body.id, body.group_id), mode)
    before = {draw: pools.left(draw, wanted) for draw in pools.limiting(wanted)}
    pools.take(_seat(registration), -1)
    pools.take(wanted)
    shut = closed & {*pools.draws(wanted)}
    for draw, left in before.items():
        after = pools.left(draw, wanted)
        if after < left and (after < 0 or draw in shut):
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
    restamp(event, [registration], at=at)
    db.session.flush()
    audit.record(registration, ChangeKind.CANCELLED, by, at=at)
    writing.write(LetterKind.CANCELLED, registration, at=at)
    settle(event, at=at)


def is_changeable(registration: Registration, at: datetime, *, by: By = HOLDER) -> bool:
    """Tell whether `registration` may still be changed: until applications close.

    An organizer may at any time, as long as the event takes place. Who let an
    offer run out has nothing left to change.
    """
    event, expires_at = registration.event, registration.offer_expires_at
    if not registration.status.is_standing or registration.is_erased:
        return False
    if expires_at is not None and expires_at < at:
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
    if not registration.status.is_standing or registration.is_erased:
        return False
    if registration.event.is_cancelled:
        return False
    if by.part is ChangedAs.ORGANIZER:
        return True
    if by.part is ChangedAs.COORDINATOR:
        return is_changeable(registration, at)
    return not has_begun(registration.event, at)


def lock_both(registration: Registration) -> Event:
    """Lock the event, and read again what may have become of `registration` until then."""
    event = lock(registration.event)
    db.session.refresh(registration)
    return event
