"""How full events are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.day import EventDay
from exchange.domain.place import Place, place_group
from exchange.domain.registration import Mode
from exchange.extensions import db
from exchange.lib import clock
from exchange.seating import counting
from exchange.seating.house import houses
from exchange.seating.pools import Body, Level, Seat, served
from exchange.seating.window import registration_state

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.seating.counting import Taken
    from exchange.seating.house import House
    from exchange.seating.state import RegistrationState

Offered = set[tuple[int | None, Mode]]
"""In which ways people of which group, by its id, take part; None is everybody."""


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
    left: Mapping[Mode, int | None] = field(default_factory=dict)
    """Places that nobody has, by each way that is offered, where any way is limited."""
    taken: Taken = field(default=frozenset(), compare=False, repr=False)
    """What all this was counted from."""

    @property
    def free(self) -> int | None:
        """Places that nobody has; None where nobody counts. Those who wait come first."""
        if self.capacity is None:
            return None
        free = max(0, self.capacity - self.confirmed - self.held)
        ways = list(self.left.values())
        limited = [number for number in ways if number is not None]
        return min(free, sum(limited)) if ways and len(limited) == len(ways) else free


@dataclass(frozen=True)
class Room:
    """How many more people of one body get a place; None where nobody counts."""

    onsite: int | None
    online: int | None

    def of(self, mode: Mode) -> int | None:
        return self.onsite if mode is Mode.ONSITE else self.online


def occupancies(events: Iterable[Event], at: datetime | None = None) -> dict[int, Occupancy]:
    """Give the occupancy of each event by its id at `at`, or now; four statements at the most."""
    events = list(events)
    found = houses(events, at or clock.now())
    left = {key: _rooms(one) for key, one in found.items()}
    full = {key: _is_full(one, left[key]) for key, one in found.items()}
    offered = _offered([one.id for one in events if _counts_ways(one) or full[one.id] is None])
    full |= {key: _is_full(found[key], left[key], ways) for key, ways in offered.items()}
    return {
        event.id: _occupancy(
            event, found[event.id], offered.get(event.id), is_full=bool(full[event.id])
        )
        for event in events
    }


def occupancy(event: Event, at: datetime | None = None) -> Occupancy:
    """Give the occupancy of one event at `at`, or now."""
    return occupancies([event], at)[event.id]


def rooms(
    events: Iterable[Event], organization: Organization, at: datetime | None = None
) -> dict[int, Room]:
    """Tell how many more people of `organization` get a place, by the id of each event.

    Nobody does where somebody waits for the same places.
    """
    body = Body(organization.id, organization.group_id)
    return {key: _rooms(one)(body) for key, one in houses(events, at or clock.now()).items()}


def _rooms(house: House) -> Callable[[Body], Room]:
    """Give what tells the room that is left to a body behind the queue."""
    closed = served(house.pools, [one.request for one in house.queue]).closed

    def left(body: Body, mode: Mode) -> int | None:
        seat = Seat(body, mode)
        return house.pools.room(seat) if closed.isdisjoint(house.pools.draws(seat)) else 0

    return lambda body: Room(onsite=left(body, Mode.ONSITE), online=left(body, Mode.ONLINE))


def _counts_ways(event: Event) -> bool:
    return event.onsite_capacity is not None or event.online_capacity is not None


def _is_full(
    house: House, left: Callable[[Body], Room], offered: Offered | None = None
) -> bool | None:
    """Tell whether nobody whom the event invites gets a place; None if that is for `offered`."""
    bodies = [Body(0, None), *(Body(0, group) for group, _ in offered or () if group)]
    for pool in house.pools.limits:
        if pool.level is Level.GROUP:
            bodies.append(Body(0, pool.id))
        elif pool.level is Level.ORGANIZATION:
            bodies.append(Body(pool.id, house.pools.groups.get(pool.id)))
    full = {
        room.of(mode) == 0
        for body, room in ((body, left(body)) for body in bodies)
        for mode in Mode
        if not offered or not offered.isdisjoint({(None, mode), (body.group_id, mode)})
    }
    if offered is None and len(full) > 1:
        return None
    return full == {True}


def _offered(event_ids: Collection[int]) -> dict[int, Offered]:
    """Tell in which ways who takes part in each event, by its id; one statement or none.

    While no place of a day is known nothing is ruled out.
    """
    found: dict[int, Offered] = {key: set() for key in event_ids}
    if found:
        places = (
            select(
                EventDay.event_id, Place.id, Place.venue, Place.is_online, place_group.c.group_id
            )
            .outerjoin(Place, Place.day_id == EventDay.id)
            .outerjoin(place_group, place_group.c.place_id == Place.id)
            .where(EventDay.event_id.in_(event_ids), EventDay.cancelled_at.is_(None))
        )
        for event_id, place_id, venue, is_online, group_id in db.session.execute(places):
            if venue or place_id is None:
                found[event_id].add((group_id, Mode.ONSITE))
            if is_online or place_id is None:
                found[event_id].add((group_id, Mode.ONLINE))
    return found


def _occupancy(event: Event, house: House, offered: Offered | None, *, is_full: bool) -> Occupancy:
    places = house.counted.groups.items()
    capacity, ways = event.capacity, {}
    if _counts_ways(event):
        modes = {mode for _, mode in offered or ()} or {*Mode}
        ways = {mode: _left(event, mode, house) for mode in Mode if mode in modes}
        capacity = event.capacity if event.capacity is not None else _sum(event, modes)
    return Occupancy(
        capacity=capacity,
        confirmed=sum(n for one, n in places if not one.is_waiting and not one.is_held),
        waiting=sum(n for one, n in places if one.is_waiting),
        held=sum(n for one, n in places if one.is_held),
        is_full=is_full,
        left=ways,
        taken=house.counted.taken,
    )


def _left(event: Event, mode: Mode, house: House) -> int | None:
    """Count the places in `mode` that nobody has; None where that mode is not limited."""
    limit = counting.limit(event).of(mode)
    if limit is None:
        return None
    left = limit - _taken(house, mode)
    if event.capacity is not None:
        left = min(left, event.capacity - _taken(house, None))
    return max(0, left)


def _taken(house: House, mode: Mode | None) -> int:
    return sum(
        number
        for one, number in house.counted.groups.items()
        if not one.is_waiting and mode in {None, one.mode}
    )


def _sum(event: Event, modes: Iterable[Mode]) -> int | None:
    """Add up the places of all of `modes`; None where nobody counts those of one."""
    total = 0
    for mode in modes:
        places = counting.limit(event).of(mode)
        if places is None:
            return None
        total += places
    return total


@dataclass(frozen=True)
class Standing:
    """How the registration for an event stands at a moment."""

    seats: Occupancy
    state: RegistrationState


def standings(events: Iterable[Event], at: datetime) -> dict[int, Standing]:
    """Tell how registration stands for each event by its id.

    Four statements at the most; none when there is no event that takes registrations.
    """
    events = list(events)
    counted = occupancies([event for event in events if event.takes_registrations], at)
    seats = {event.id: counted.get(event.id, Occupancy(event.capacity)) for event in events}
    return {
        event.id: Standing(seats[event.id], registration_state(event, seats[event.id], at))
        for event in events
    }
