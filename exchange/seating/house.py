"""The house: who holds the places of an event, who waits for them, and in which order."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.hold import Hold
from exchange.domain.organization import Organization
from exchange.domain.party import Party
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.seating import counting
from exchange.seating.pools import Body, Request, Seat, served

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from exchange.domain.event import Event
    from exchange.seating.counting import Counted
    from exchange.seating.pools import Draw, Pools


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
