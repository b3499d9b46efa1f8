"""How full events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.event import Event, EventStatus
from exchange.domain.organization import Organization
from exchange.domain.party import Party
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.seating import counting
from exchange.seating.pools import Body, Level, Pools, Request, Seat
from exchange.seating.state import RegistrationState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from exchange.seating.counting import Taken

LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Occupancy:
    """How many places of an event are taken, and how many people wait for one."""

    capacity: int | None
    confirmed: int = 0
    """Confirmed, or awaiting approval."""
    waiting: int = 0
    held: int = 0
    """Kept for people not yet named, or offered to people who wait."""
    is_full: bool = False
    """Whether whoever registers now is put on the waiting list."""

    @property
    def free(self) -> int | None:
        """Places that nobody has; None where nobody counts. Those who wait come first."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.confirmed - self.held)


@dataclass(frozen=True)
class Room:
    """How many more people of one body get a place; None where nobody counts."""

    onsite: int | None
    online: int | None

    def of(self, mode: Mode) -> int | None:
        return self.onsite if mode is Mode.ONSITE else self.online


def occupancies(events: Iterable[Event]) -> dict[int, Occupancy]:
    """Give the occupancy of each event by its id; three statements at the most."""
    events = list(events)
    found = _pools(events)
    return {event.id: _occupancy(event, *found[event.id]) for event in events}


def occupancy(event: Event) -> Occupancy:
    """Give the occupancy of one event."""
    return occupancies([event])[event.id]


def pools_of(event: Event) -> Pools:
    """Give the pools of `event` with what is taken of them now."""
    return _pools([event])[event.id][1]


def rooms(events: Iterable[Event], organization: Organization) -> dict[int, Room]:
    """Tell how many more people of `organization` get a place, by the id of each event.

    Nobody does where somebody waits for the same places.
    """
    events = list(events)
    found = _pools(events)
    body = Body(organization.id, organization.group_id)
    return {event.id: _room(*found[event.id], body) for event in events}


def _pools(events: Sequence[Event]) -> dict[int, tuple[Taken, Pools]]:
    """Build the pools of each event by its id; three statements at the most."""
    if not events:
        return {}
    places = counting.taken([event.id for event in events])
    quotas = counting.quotas_of(events, clock.today(site().zone))
    groups = counting.groups_of(quota for several in quotas.values() for quota in several)
    return {
        event.id: (
            places[event.id],
            counting.pools(event, places[event.id], quotas.get(event.id, ()), groups),
        )
        for event in events
    }


def _occupancy(event: Event, places: Taken, pools: Pools) -> Occupancy:
    return Occupancy(
        capacity=event.capacity,
        confirmed=sum(one.number for one in places if not one.is_waiting and not one.is_held),
        waiting=sum(one.number for one in places if one.is_waiting),
        held=sum(one.number for one in places if one.is_held),
        is_full=not any(_room(places, pools, body).of(mode) != 0 for body, mode in _sorts(pools)),
    )


def _sorts(pools: Pools) -> Iterable[tuple[Body, Mode]]:
    """List the sorts of people that the pools tell apart; 0 stands for a body without a quota."""
    bodies = [Body(0, None)]
    for pool in pools.limits:
        if pool.level is Level.GROUP:
            bodies.append(Body(0, pool.id))
        elif pool.level is Level.ORGANIZATION:
            bodies.append(Body(pool.id, pools.groups.get(pool.id)))
    return [(body, mode) for body in bodies for mode in Mode]


def _room(places: Taken, pools: Pools, body: Body) -> Room:
    def left(mode: Mode) -> int | None:
        seat = Seat(body, mode)
        wanted = pools.draws(seat)
        waits = any(
            one.is_waiting and any(draw in wanted for draw in pools.draws(one.seat))
            for one in places
        )
        return 0 if waits and wanted else pools.room(seat)

    return Room(onsite=left(Mode.ONSITE), online=left(Mode.ONLINE))


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

    Three statements at the most; none when there is no event that takes registrations.
    """
    events = list(events)
    counted = occupancies([event for event in events if event.takes_registrations])
    seats = {event.id: counted.get(event.id, Occupancy(event.capacity)) for event in events}
    return {
        event.id: Standing(seats[event.id], registration_state(event, seats[event.id], at))
        for event in events
    }


def turning_moments(event: Event) -> list[datetime]:
    """List the moments at which the state of its registration changes by itself."""
    moments = [event.registration_opens_at, closing_moment(event)]
    if event.quotas_released_on is not None:
        moments.append(clock.moment(event.quotas_released_on, time.min, site().zone))
    return [moment for moment in moments if moment]


@dataclass(frozen=True)
class Waiting:
    """What stands in the queue as one: a person, or a party that waits together."""

    registration_ids: tuple[int, ...]
    request: Request


def queue(event: Event) -> Sequence[Waiting]:
    """List who waits for a place of `event` and was not offered one, in their order."""
    rows = db.session.execute(
        select(
            Registration.id,
            Registration.organization_id,
            Organization.group_id,
            Registration.mode,
            Registration.party_id,
            Party.is_whole,
        )
        .join(Organization, Organization.id == Registration.organization_id)
        .outerjoin(Party, Party.id == Registration.party_id)
        .where(
            Registration.event_id == event.id,
            Registration.status == RegistrationStatus.WAITING,
            Registration.offer_expires_at.is_(None),
        )
        .order_by(Registration.queued_at, Registration.id)
    )
    together: dict[tuple[str, int], list[tuple[int, Seat]]] = {}
    for key, organization_id, group_id, mode, party_id, is_whole in rows:
        seat = Seat(Body(organization_id, group_id), mode)
        place = ("party", party_id or 0) if is_whole else ("person", key)
        together.setdefault(place, []).append((key, seat))
    return [
        Waiting(tuple(key for key, _ in people), Request(tuple(seat for _, seat in people)))
        for people in together.values()
    ]


def queue_position(registration: Registration) -> int:
    """Give the place of a waiting registration in the queue, counted from 1.

    Only those ahead count who wait for the same places: another mode or
    another body's quota is another queue.
    """
    body = registration.organization
    pools = pools_of(registration.event)
    wanted = set(pools.draws(Seat(Body(body.id, body.group_id), registration.mode)))
    position = 1
    for waiting in queue(registration.event):
        if registration.id in waiting.registration_ids:
            return position + waiting.registration_ids.index(registration.id)
        position += sum(not wanted.isdisjoint(pools.draws(one)) for one in waiting.request.seats)
    return position
