"""Counting the places of events: who holds one, who waits, what is held back, what is set aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Integer, bindparam, case, cast, func, literal, null, select, union_all

from exchange.domain.base import Moment
from exchange.domain.hold import Hold
from exchange.domain.organization import Organization
from exchange.domain.quota import Quota
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.seating.pools import EVENT, Body, Level, Limit, Limits, Pool, Pools, Seat

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import BindParameter

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


@dataclass
class Counted:
    """What is known of the places of one event at a moment."""

    groups: Counter[Group] = field(default_factory=Counter)
    """How many people there are of each sort, their number aside."""
    quotas: Limits = field(default_factory=dict)
    groups_of: dict[int, int | None] = field(default_factory=dict)
    """The group of each body that has a quota."""
    last_queued_at: datetime | None = None
    """The last moment at which anybody asked for a place, whatever became of it."""
    has_run_out: bool = False
    """Whether an offer or a hold has, so that it counts no longer."""

    @property
    def taken(self) -> Taken:
        return frozenset(who._replace(number=number) for who, number in self.groups.items())

    @property
    def is_waited_for(self) -> bool:
        return any(one.is_waiting for one in self.groups)


_EVENTS: BindParameter[int] = bindparam("event_ids", expanding=True)
_NO_FIGURE = cast(null(), Integer)
_is_offered = Registration.offer_expires_at.is_not(None)
_has_lapsed = case(
    (Registration.offer_expires_at < bindparam("at", type_=Moment()), 1), else_=0
).label("has_run_out")
_REGISTERED = (
    select(
        Registration.event_id,
        Registration.organization_id,
        Organization.group_id,
        Registration.mode,
        Registration.status,
        _is_offered.label("is_offered"),
        _has_lapsed,
        func.count().label("number"),
        _NO_FIGURE.label("onsite"),
        _NO_FIGURE.label("online"),
        func.max(Registration.queued_at).label("last_queued_at"),
    )
    .join(Organization, Organization.id == Registration.organization_id)
    .where(
        Registration.event_id.in_(_EVENTS),
        Registration.is_walk_in.is_(False),
    )
    .group_by(
        Registration.event_id,
        Registration.organization_id,
        Organization.group_id,
        Registration.mode,
        Registration.status,
        _is_offered,
        _has_lapsed,
    )
)
_HELD = (
    select(
        Hold.event_id,
        Hold.organization_id,
        Organization.group_id,
        Hold.mode,
        literal(RegistrationStatus.CONFIRMED, Registration.status.type),
        literal(value=True),
        case((Hold.held_until < bindparam("today"), 1), else_=0),
        Hold.places,
        _NO_FIGURE,
        _NO_FIGURE,
        cast(null(), Moment()),
    )
    .join(Organization, Organization.id == Hold.organization_id)
    .where(Hold.event_id.in_(_EVENTS))
)
_SET_ASIDE = (
    select(
        Quota.event_id,
        Quota.organization_id,
        func.coalesce(Quota.group_id, Organization.group_id),
        cast(null(), Registration.mode.type),
        cast(null(), Registration.status.type),
        literal(value=False),
        literal(0),
        Quota.places,
        Quota.onsite,
        Quota.online,
        cast(null(), Moment()),
    )
    .outerjoin(Organization, Organization.id == Quota.organization_id)
    .where(Quota.event_id.in_(_EVENTS))
)
COUNTED = union_all(_REGISTERED, _HELD, _SET_ASIDE)
"""Made once, for it is asked with every page that tells how full an event is."""


def counted(event_ids: Collection[int], at: datetime) -> dict[int, Counted]:
    """Count what is taken of each event by its id at `at`, in one statement.

    What has run out is nobody's, whether it was given up already or not.
    """
    found = {key: Counted() for key in event_ids}
    today = clock.local(at, site().zone).date()
    told = {"event_ids": list(event_ids), "at": at, "today": today}
    for row in db.session.execute(COUNTED, told):
        _note(found[row.event_id], row)
    return found


def _note(counted: Counted, row: Any) -> None:
    if row.mode is None:
        _note_quota(counted, row)
    elif row.has_run_out:
        counted.has_run_out = True
    elif row.status.is_standing:
        waits = row.status is RegistrationStatus.WAITING and not row.is_offered
        who = Group(row.organization_id, row.group_id, row.mode, waits, bool(row.is_offered))
        counted.groups[who] += row.number
    if row.last_queued_at:
        known = counted.last_queued_at or row.last_queued_at
        counted.last_queued_at = max(known, row.last_queued_at)


def _note_quota(counted: Counted, row: Any) -> None:
    pool = Pool(Level.GROUP, row.group_id)
    if row.organization_id is not None:
        pool = Pool(Level.ORGANIZATION, row.organization_id)
        counted.groups_of[row.organization_id] = row.group_id
    counted.quotas[pool] = Limit(total=row.number, onsite=row.onsite, online=row.online)


def taken(event_ids: Collection[int], at: datetime | None = None) -> dict[int, Taken]:
    """Count what is taken of each event by its id at `at`, or now, in one statement."""
    return {key: one.taken for key, one in counted(event_ids, at or clock.now()).items()}


def pools(event: Event, counted: Counted, today: date) -> Pools:
    """Build the pools of `event` with what is taken of them."""
    release = event.quotas_released_on
    quotas = counted.quotas if release is None or release > today else {}
    found = Pools(
        limits={EVENT: limit(event, quotas), **quotas},
        groups=counted.groups_of,
        later={EVENT: limit(event)} if quotas and release else None,
    )
    for one, number in counted.groups.items():
        if not one.is_waiting:
            found.take(one.seat, number)
    return found


def limit(event: Event, quotas: Limits | None = None) -> Limit:
    """Give the limit of the event itself, with `quotas` inside it.

    Where both modes are limited and that comes to no more than the capacity,
    the modes alone decide, each with a queue of its own. Only quotas that leave
    the mode open have to be kept free of the sum.
    """
    total, onsite, online = event.capacity, event.onsite_capacity, event.online_capacity
    if onsite is not None and online is not None and (total is None or total >= onsite + online):
        leaves_open = any(one.total is not None for one in (quotas or {}).values())
        total = onsite + online if leaves_open else None
    return Limit(total=total, onsite=onsite, online=online)
