"""Registering, changing and cancelling.

Whoever counts places holds the lock on the event: it is taken first, and what
is decided upon is read after it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from exchange.domain.errors import Refused
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from exchange.lib.i18n import N_
from exchange.registrations import queries
from exchange.seating.queries import occupancy, registration_state, starting_moment
from exchange.seating.services import fill_free_places, lock
from exchange.seating.state import RegistrationState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization

TOKEN_BYTES = 24
"""192 random bits: nobody guesses the address of somebody's registration."""
MOMENT = timedelta(microseconds=1)
"""The least by which two moments differ in the database."""


class RegistrationNotOpen(Refused):
    message = N_("Applications are not open yet.")


class RegistrationClosed(Refused):
    message = N_("Applications are closed.")


class AlreadyRegistered(Refused):
    message = N_(
        "This person has already applied. To change something, open the page whose address was"
        " shown then, or ask the secretariat."
    )
    field = "email"


class OrganizationNotInvited(Refused):
    message = N_(
        "This event is not open to people of %(organization)s. Please ask the secretariat."
    )
    field = "organization"


class NoDayChosen(Refused):
    message = N_("Please choose at least one day.")
    field = "days"


class DaysNotOffered(Refused):
    message = N_("People of %(organization)s cannot take part on all of the days chosen.")
    field = "days"


class ModeNotOffered(Refused):
    message = N_("People of %(organization)s cannot take part in this way on the days chosen.")
    field = "mode"


class TooLateToChange(Refused):
    message = N_("This application can no longer be changed here. Please ask the secretariat.")


class TooLateToCancel(Refused):
    message = N_("This application can no longer be cancelled here. Please ask the secretariat.")


@dataclass(frozen=True, kw_only=True)
class Application:
    """What somebody states who wants a place. Names are kept as they are."""

    family_name: str
    given_name: str
    family_kana: str
    """The reading, in full-width katakana."""
    given_kana: str
    organization: Organization
    department: str = ""
    position: str = ""
    email: str
    """Normalized: a second application is recognized by it."""
    phone: str = ""
    mode: Mode
    days: Sequence[EventDay] = ()
    """Not needed where an event has only one."""
    remarks: str = ""


def register(
    event: Event, application: Application, *, actor: Account | None = None, at: datetime
) -> Registration:
    """Give the applicant a place at `event`, or a place in the queue when it is full.

    Raises `Refused` as `examine` does.
    """
    lock(event)
    state = examine(event, application, at=at)
    is_full = state is RegistrationState.FULL
    registration = Registration(
        token=secrets.token_urlsafe(TOKEN_BYTES),
        event=event,
        account=actor,
        status=RegistrationStatus.WAITING if is_full else RegistrationStatus.CONFIRMED,
        queued_at=_end_of_queue(event, at),
        changed_at=at,
    )
    _write(application, registration)
    db.session.add(registration)
    db.session.flush()
    return registration


def examine(event: Event, application: Application, *, at: datetime) -> RegistrationState:
    """Tell what would come of `application` at `at`: a place, or a place in the queue.

    Raises `RegistrationNotOpen`, `RegistrationClosed`, `AlreadyRegistered`, and
    what `_require_offered` raises.
    """
    state = registration_state(event, occupancy(event), at)
    if state is RegistrationState.UPCOMING:
        raise RegistrationNotOpen
    if not state.takes:
        raise RegistrationClosed
    _require_offered(event, application)
    _require_nobody_twice(event, application)
    return state


def change(registration: Registration, application: Application, *, at: datetime) -> None:
    """Bring `registration` in line with `application`. Status and queue stay as they are.

    Raises `TooLateToChange` once applications are closed, and otherwise refuses
    as `register` does.
    """
    event = _lock_both(registration)
    if not is_changeable(registration, at):
        raise TooLateToChange
    _require_offered(event, application)
    _require_nobody_twice(event, application, besides=registration)
    _write(application, registration)
    registration.changed_at = at
    db.session.flush()


def cancel(registration: Registration, *, at: datetime) -> None:
    """Give the place up, and let the first of the waiting list have it.

    Doing it twice changes nothing. Raises `TooLateToCancel` once the event has begun.
    """
    event = _lock_both(registration)
    if not registration.status.is_standing:
        return
    if not is_cancellable(registration, at):
        raise TooLateToCancel
    registration.status = RegistrationStatus.CANCELLED
    registration.cancelled_at = registration.changed_at = at
    db.session.flush()
    fill_free_places(event, at=at)


def is_changeable(registration: Registration, at: datetime) -> bool:
    """Tell whether its holder may still change `registration`: until applications close."""
    event = registration.event
    state = registration_state(event, occupancy(event), at)
    is_closed = state in {RegistrationState.NONE, RegistrationState.CLOSED}
    return registration.status.is_standing and not is_closed


def is_cancellable(registration: Registration, at: datetime) -> bool:
    """Tell whether its holder may still cancel `registration`: until the event begins."""
    starts_at = starting_moment(registration.event)
    is_over = registration.event.is_cancelled or (starts_at is not None and at >= starts_at)
    return registration.status.is_standing and not is_over


def _lock_both(registration: Registration) -> Event:
    """Lock the event, and read again what may have become of `registration` until then."""
    event = lock(registration.event)
    db.session.refresh(registration)
    return event


def _end_of_queue(event: Event, at: datetime) -> datetime:
    """Give a moment behind everybody's, so that the queue has the order of the lock."""
    last = queries.last_queued_at(event)
    return at if last is None else max(at, last + MOMENT)


def _write(application: Application, registration: Registration) -> None:
    registration.organization = application.organization
    registration.family_name = application.family_name
    registration.given_name = application.given_name
    registration.family_kana = application.family_kana
    registration.given_kana = application.given_kana
    registration.department = application.department
    registration.position = application.position
    registration.email = application.email
    registration.phone = application.phone
    registration.mode = application.mode
    registration.remarks = application.remarks
    registration.days = list(_days_meant(registration.event, application))


def _days_meant(event: Event, application: Application) -> Sequence[EventDay]:
    return application.days or event.live_days


def _require_offered(event: Event, application: Application) -> None:
    """Refuse a way of taking part that `event` does not offer to the applicant's body.

    Raises `OrganizationNotInvited`, `NoDayChosen`, `DaysNotOffered` or `ModeNotOffered`.
    """
    body = application.organization
    if not queries.modes_of(event, body):
        raise OrganizationNotInvited(organization=body.name)
    if len(event.live_days) > 1 and not application.days:
        raise NoDayChosen
    offers = [
        queries.modes_on(day, body) if day in event.live_days else set()
        for day in _days_meant(event, application)
    ]
    if not all(offers):
        raise DaysNotOffered(organization=body.name)
    if any(application.mode not in modes for modes in offers):
        raise ModeNotOffered(organization=body.name)


def _require_nobody_twice(
    event: Event, application: Application, *, besides: Registration | None = None
) -> None:
    other = queries.find_standing(
        event,
        email=application.email,
        family_name=application.family_name,
        given_name=application.given_name,
    )
    if other is not None and other is not besides:
        raise AlreadyRegistered
