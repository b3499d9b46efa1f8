"""How full events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from exchange.domain.event import Event, EventStatus
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.seating.state import RegistrationState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

LAST_MINUTE = time(23, 59)
TAKING = (RegistrationStatus.CONFIRMED, RegistrationStatus.PENDING)
"""The statuses that hold a place."""
COUNTED = (
    select(Registration.event_id, Registration.status, func.count())
    .where(Registration.event_id.in_(bindparam("event_ids", expanding=True)))
    .group_by(Registration.event_id, Registration.status)
)
"""Made once, for it is asked with every page that tells how full an event is."""


@dataclass(frozen=True)
class Occupancy:
    """How many places of an event are taken, and how many people wait for one."""

    capacity: int | None
    confirmed: int = 0
    waiting: int = 0

    @property
    def free(self) -> int | None:
        """Places left; None where nobody counts. Those who wait come first."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.confirmed)

    @property
    def is_full(self) -> bool:
        return self.free == 0 or self.waiting > 0


@dataclass(frozen=True)
class Taken:
    """How many people hold a place, and how many wait for one."""

    confirmed: int = 0
    waiting: int = 0


def taken(event_ids: Collection[int]) -> dict[int, Taken]:
    """Count the registrations of each event by its id, in one statement."""
    counts: dict[int, dict[RegistrationStatus, int]] = {key: {} for key in event_ids}
    for event_id, status, count in db.session.execute(COUNTED, {"event_ids": list(event_ids)}):
        counts[event_id][status] = count
    return {
        key: Taken(
            confirmed=sum(count.get(status, 0) for status in TAKING),
            waiting=count.get(RegistrationStatus.WAITING, 0),
        )
        for key, count in counts.items()
    }


def occupancies(events: Iterable[Event]) -> dict[int, Occupancy]:
    """Give the occupancy of each event by its id, in one statement."""
    by_id = {event.id: event for event in events}
    return {
        key: Occupancy(by_id[key].capacity, places.confirmed, places.waiting)
        for key, places in taken(by_id).items()
    }


def occupancy(event: Event) -> Occupancy:
    """Give the occupancy of one event."""
    return occupancies([event])[event.id]


def starting_moment(event: Event) -> datetime | None:
    """Give the moment when the first day begins: its hour, or the end of it where none is known."""
    days = event.live_days
    if not days:
        return None
    return clock.moment(days[0].held_on, days[0].starts or LAST_MINUTE, site().zone)


def closing_moment(event: Event) -> datetime | None:
    """Give the last moment at which a registration is in time: when it begins, if none is set."""
    return event.registration_closes_at or starting_moment(event)


def registration_state(event: Event, seats: Occupancy, at: datetime) -> RegistrationState:
    """Tell whether a registration arriving at `at` is taken, and how."""
    if not event.takes_registrations or event.is_draft:
        return RegistrationState.NONE
    closes_at = closing_moment(event)
    if event.status is not EventStatus.PLANNED or (closes_at is not None and at > closes_at):
        return RegistrationState.CLOSED
    if event.registration_opens_at is not None and at < event.registration_opens_at:
        return RegistrationState.UPCOMING
    return RegistrationState.FULL if seats.is_full else RegistrationState.OPEN


@dataclass(frozen=True)
class Standing:
    """How the registration for an event stands at a moment."""

    seats: Occupancy
    state: RegistrationState


def standings(events: Iterable[Event], at: datetime) -> dict[int, Standing]:
    """Tell how registration stands for each event by its id.

    One statement; none when there is no event that takes registrations.
    """
    events = list(events)
    taking = [event for event in events if event.takes_registrations]
    counted = occupancies(taking) if taking else {}
    seats = {event.id: counted.get(event.id, Occupancy(event.capacity)) for event in events}
    return {
        event.id: Standing(seats[event.id], registration_state(event, seats[event.id], at))
        for event in events
    }


def turning_moments(event: Event) -> list[datetime]:
    """List the moments at which the state of its registration changes by itself."""
    return [moment for moment in (event.registration_opens_at, closing_moment(event)) if moment]


def queue_position(registration: Registration) -> int:
    """Give the place of a waiting registration in the queue, counted from 1."""
    ahead = select(func.count()).where(
        Registration.event_id == registration.event_id,
        Registration.status == RegistrationStatus.WAITING,
        (Registration.queued_at < registration.queued_at)
        | (
            (Registration.queued_at == registration.queued_at) & (Registration.id < registration.id)
        ),
    )
    return (db.session.scalar(ahead) or 0) + 1
