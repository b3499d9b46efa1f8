"""How full events are."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.day import EventDay
from exchange.domain.event import EventStatus
from exchange.domain.hold import Hold
from exchange.domain.organization import Organization
from exchange.domain.party import Party
from exchange.domain.place import Place, place_group
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.seating import counting
from exchange.seating.pools import Body, Level, Request, Seat, served
from exchange.seating.state import RegistrationState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from exchange.domain.event import Event
    from exchange.seating.counting import Counted
    from exchange.seating.pools import Draw, Pools

Offered = set[tuple[int | None, Mode]]
"""In which ways people of which group, by its id, take part; None is everybody."""
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
    left: Mapping[Mode, int | None] = field(default_factory=dict)
    """Places that nobody has, by each way that is offered, where any way is limited."""

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


@dataclass(frozen=True)
class Waiting:
    """What stands in the queue as one: a person, or a party that waits together."""

    registration_ids: tuple[int, ...]
    request: Request


@dataclass(frozen=True)
class House:
    """How the places of one event stand at a moment."""

    counted: Counted
    pools: Pools
    queue: Sequence[Waiting]


def houses(events: Iterable[Event], at: datetime) -> dict[int, House]:
    """Tell how the places of each event stand at `at`, by its id.

    One statement; where anybody waits another, and one more where whole parties do.
    """
    events = list(events)
    if not events:
        return {}
    counted = counting.counted([event.id for event in events], at)
    today = clock.local(at, site().zone).date()
    queues = _queues([key for key, one in counted.items() if one.is_waited_for], today)
    return {
        event.id: House(
            counted=counted[event.id],
            pools=counting.pools(event, counted[event.id], today),
            queue=queues.get(event.id, ()),
        )
        for event in events
    }


def house(event: Event, at: datetime) -> House:
    """Tell how the places of one event stand at `at`."""
    return houses([event], at)[event.id]


def pools_of(event: Event, at: datetime | None = None) -> Pools:
    """Give the pools of `event` with what is taken of them at `at`, or now."""
    return house(event, at or clock.now()).pools


def occupancies(events: Iterable[Event], at: datetime | None = None) -> dict[int, Occupancy]:
    """Give the occupancy of each event by its id at `at`, or now; four statements at the most."""
    events = list(events)
    found = houses(events, at or clock.now())
    left = {key: _rooms(one) for key, one in found.items()}
    telling = [
        event.id
        for event in events
        if _counts_ways(event) or _is_full(found[event.id], left[event.id]) is None
    ]
    offered = _offered(telling)
    return {
        event.id: _occupancy(event, found[event.id], left[event.id], offered.get(event.id))
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
        left(body).of(mode) == 0
        for body in bodies
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


def _occupancy(
    event: Event, house: House, left: Callable[[Body], Room], offered: Offered | None
) -> Occupancy:
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
        is_full=bool(_is_full(house, left, offered)),
        left=ways,
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

    Four statements at the most; none when there is no event that takes registrations.
    """
    events = list(events)
    counted = occupancies([event for event in events if event.takes_registrations], at)
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


def queue(event: Event, at: datetime | None = None) -> Sequence[Waiting]:
    """List who waits for a place of `event` and was not offered one, in their order."""
    today = clock.local(at or clock.now(), site().zone).date()
    return _queues([event.id], today).get(event.id, ())


def _queues(event_ids: Collection[int], today: date) -> dict[int, Sequence[Waiting]]:
    """List who waits for a place of each event, by its id; two statements at the most."""
    if not event_ids:
        return {}
    rows = db.session.execute(
        select(
            Registration.event_id,
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
            Registration.event_id.in_(event_ids),
            Registration.status == RegistrationStatus.WAITING,
            Registration.offer_expires_at.is_(None),
        )
        .order_by(Registration.queued_at, Registration.id)
    )
    together: dict[int, dict[tuple[bool, int | None], list[tuple[int, Seat]]]] = defaultdict(dict)
    for event_id, key, organization_id, group_id, mode, party_id, is_whole in rows:
        one = (True, party_id) if is_whole else (False, key)
        seat = Seat(Body(organization_id, group_id), mode)
        together[event_id].setdefault(one, []).append((key, seat))
    whole = [key for key, several in together.items() if any(is_whole for is_whole, _ in several)]
    held = held_places(whole, today)
    nothing: Counter[Seat] = Counter()
    return {
        key: [
            Waiting(
                tuple(key for key, _ in people),
                request_for([seat for _, seat in people], held[key] if is_whole else nothing),
            )
            for (is_whole, _), people in several.items()
        ]
        for key, several in together.items()
    }


def held_places(event_ids: Collection[int], today: date) -> dict[int, Counter[Seat]]:
    """Count the places that bodies hold at each event, by its id; one statement or none."""
    found: dict[int, Counter[Seat]] = defaultdict(Counter)
    if event_ids:
        holds = (
            select(
                Hold.event_id, Hold.organization_id, Organization.group_id, Hold.mode, Hold.places
            )
            .join(Organization, Organization.id == Hold.organization_id)
            .where(Hold.event_id.in_(event_ids), Hold.held_until >= today)
        )
        for event_id, organization_id, group_id, mode, places in db.session.execute(holds):
            found[event_id][Seat(Body(organization_id, group_id), mode)] = places
    return found


def request_for(seats: Sequence[Seat], held: Counter[Seat]) -> Request:
    """Make what stands in the queue as one, and takes from `held` what its body holds."""
    ready = [seat for seat in seats if _takes_one(held, seat)]
    return Request(tuple((Counter(seats) - Counter(ready)).elements()), held=tuple(ready))


def joining(
    event: Event,
    found: House,
    seats: Sequence[Seat],
    at: datetime,
    *,
    is_whole: bool,
    names_held: bool,
) -> Sequence[Request]:
    """Make the requests of those who join the end of the queue now: one if they come whole.

    With `names_held` each takes a place that their body holds, if there is one
    that no party waits for; a whole party does in any case.
    """
    held: Counter[Seat] = Counter()
    if seats and (is_whole or names_held):
        held = held_places([event.id], clock.local(at, site().zone).date())[event.id]
        held.subtract(seat for one in found.queue for seat in one.request.held)
    together = [seats] if is_whole else [[seat] for seat in seats]
    return [request_for(one, held) for one in together if one]


def _takes_one(held: Counter[Seat], seat: Seat) -> bool:
    if held[seat] <= 0:
        return False
    held[seat] -= 1
    return True


def queue_position(registration: Registration, at: datetime | None = None) -> int:
    """Give the place of a waiting registration in the queue, counted from 1; 0 if it is not there.

    Only those ahead count who wait for the same places: another mode or
    another body's quota is another queue.
    """
    if registration.status is not RegistrationStatus.WAITING or registration.is_offered:
        return 0
    return queue_positions(registration.event, at).get(registration.id, 0)


def queue_positions(event: Event, at: datetime | None = None) -> dict[int, int]:
    """Give the place in the queue of everybody who waits at `event`, by the registration's id."""
    found = house(event, at or clock.now())
    wanting = served(found.pools, [one.request for one in found.queue]).wanting
    ahead: Counter[frozenset[Draw]] = Counter()
    positions: dict[int, int] = {}
    for waiting, wanted in zip(found.queue, wanting, strict=True):
        before = sum(number for others, number in ahead.items() if not others.isdisjoint(wanted))
        keys = waiting.registration_ids
        positions |= {key: before + nth for nth, key in enumerate(keys, start=1)}
        ahead[wanted] += len(keys)
    return positions
