"""Counting the places of events: who holds one, who waits, what is held back."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, literal, select, union_all

from exchange.domain.hold import Hold
from exchange.domain.organization import Organization
from exchange.domain.quota import Quota
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from exchange.seating.pools import EVENT, Body, Level, Limit, Pool, Pools, Seat

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from exchange.domain.event import Event

TAKING = (RegistrationStatus.CONFIRMED, RegistrationStatus.PENDING)
"""The statuses that hold a place."""


class Group(NamedTuple):
    """People of one body, in one mode, of whom all hold a place or all wait for one."""

    organization_id: int
    group_id: int | None
    mode: Mode
    is_waiting: bool
    is_held: bool
    """Places kept for somebody: those not yet named, and those offered and not yet accepted."""
    number: int = 0

    @property
    def seat(self) -> Seat:
        return Seat(Body(self.organization_id, self.group_id), self.mode)


Taken = frozenset[Group]
"""All that is taken of one event. Two that are equal tell the same of it."""

_is_offered = Registration.offer_expires_at.is_not(None)
_REGISTERED = (
    select(
        Registration.event_id,
        Registration.organization_id,
        Organization.group_id,
        Registration.mode,
        Registration.status,
        _is_offered.label("is_offered"),
        func.count().label("number"),
    )
    .join(Organization, Organization.id == Registration.organization_id)
    .where(
        Registration.event_id.in_(bindparam("event_ids", expanding=True)),
        Registration.status.in_([*TAKING, RegistrationStatus.WAITING]),
        Registration.is_walk_in.is_(False),
    )
    .group_by(
        Registration.event_id,
        Registration.organization_id,
        Organization.group_id,
        Registration.mode,
        Registration.status,
        _is_offered,
    )
)
_HELD = (
    select(
        Hold.event_id,
        Hold.organization_id,
        Organization.group_id,
        Hold.mode,
        literal(RegistrationStatus.CONFIRMED, Registration.status.type).label("status"),
        literal(value=True).label("is_offered"),
        Hold.places.label("number"),
    )
    .join(Organization, Organization.id == Hold.organization_id)
    .where(Hold.event_id.in_(bindparam("event_ids", expanding=True)))
)
COUNTED = union_all(_REGISTERED, _HELD)
"""Made once, for it is asked with every page that tells how full an event is."""


def taken(event_ids: Collection[int]) -> dict[int, Taken]:
    """Count what is taken of each event by its id, in one statement."""
    counted: dict[int, Counter[Group]] = {key: Counter() for key in event_ids}
    for row in db.session.execute(COUNTED, {"event_ids": list(event_ids)}):
        event_id, organization_id, group_id, mode, status, is_offered, number = row
        waits = status is RegistrationStatus.WAITING and not is_offered
        counted[event_id][Group(organization_id, group_id, mode, waits, bool(is_offered))] += number
    return {
        key: frozenset(who._replace(number=number) for who, number in groups.items())
        for key, groups in counted.items()
    }


def quotas_of(events: Iterable[Event], today: date) -> dict[int, list[Quota]]:
    """List the quotas in force of each event by its id, in one statement or none."""
    bound = [
        event.id
        for event in events
        if event.quotas_released_on is None or event.quotas_released_on > today
    ]
    found: dict[int, list[Quota]] = defaultdict(list)
    if bound:
        for quota in db.session.scalars(select(Quota).where(Quota.event_id.in_(bound))):
            found[quota.event_id].append(quota)
    return found


def pools(
    event: Event, places: Taken, quotas: Collection[Quota], groups: Mapping[int, int | None]
) -> Pools:
    """Build the pools of `event` with what is taken of them.

    `groups` tells the group of each body that has a quota.
    """
    limits = {
        EVENT: Limit(
            total=event.capacity, onsite=event.onsite_capacity, online=event.online_capacity
        )
    }
    for quota in quotas:
        limits[_pool(quota)] = Limit(total=quota.places, onsite=quota.onsite, online=quota.online)
    found = Pools(limits=limits, groups=groups)
    for one in places:
        if not one.is_waiting:
            found.take(one.seat, one.number)
    return found


def groups_of(quotas: Iterable[Quota]) -> dict[int, int | None]:
    """Give the group of each body that has a quota, by the body's id; one statement or none."""
    bodies = [quota.organization_id for quota in quotas if quota.organization_id]
    if not bodies:
        return {}
    wanted = select(Organization.id, Organization.group_id).where(Organization.id.in_(bodies))
    return dict(db.session.execute(wanted).all())


def _pool(quota: Quota) -> Pool:
    if quota.organization_id:
        return Pool(Level.ORGANIZATION, quota.organization_id)
    return Pool(Level.GROUP, quota.group_id or 0)
