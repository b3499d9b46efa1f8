"""How an event fills: places by mode and quota, and what each body has answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from exchange.domain.abstention import Abstention
from exchange.domain.account import Account, Role
from exchange.domain.event import EventAudience
from exchange.domain.group import Group
from exchange.domain.hold import Hold
from exchange.domain.organization import Organization
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.publication.audience import organizations_of
from exchange.seating.house import pools_of
from exchange.seating.pools import EVENT, Draw, Level, Limit, Pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from exchange.domain.event import Event
    from exchange.domain.quota import Quota
    from exchange.seating.pools import Pools

ANSWERING = (*(one for one in RegistrationStatus if one.is_standing), RegistrationStatus.DECLINED)
"""The statuses by which a body has named somebody: who was declined was named too."""


class Places(NamedTuple):
    """How many places of one sort are taken, and of how many."""

    taken: int
    limit: int | None

    @property
    def left(self) -> int | None:
        """None where nobody counts."""
        return None if self.limit is None else max(0, self.limit - self.taken)


@dataclass(frozen=True)
class Line:
    """The places of the event (its name is none), or of one quota."""

    name: str
    total: Places
    onsite: Places
    online: Places


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How many people of an event stand how."""

    confirmed: int
    pending: int
    waiting: int
    offered: int
    held: int
    walk_ins: int
    lines: Sequence[Line]
    """The event first, then its quotas."""
    are_quotas_released: bool


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What one body has answered, and whom to ask for more."""

    organization: Organization
    people: int
    """Registered, and neither cancelled nor declined."""
    has_named: bool
    holds: Sequence[Hold]
    abstention: Abstention | None
    coordinators: Sequence[Account]

    @property
    def is_given(self) -> bool:
        return self.has_named or bool(self.holds) or self.abstention is not None


class _Sort(NamedTuple):
    organization_id: int
    status: RegistrationStatus
    is_offered: bool
    is_walk_in: bool


Counted = Counter[_Sort]


def counted(event: Event) -> Counted:
    """Count the people of `event` by all that the figures and the replies tell apart."""
    is_offered = Registration.offer_expires_at.is_not(None)
    kinds = (
        Registration.organization_id,
        Registration.status,
        is_offered,
        Registration.is_walk_in,
    )
    rows = db.session.execute(
        select(*kinds, func.count()).where(Registration.event_id == event.id).group_by(*kinds)
    )
    return Counter(
        {_Sort(body, status, bool(offer), walk_in): n for body, status, offer, walk_in, n in rows}
    )


def holds_of(event: Event, today: date) -> Sequence[Hold]:
    """List the places held at `event`, those left out whose last day has passed."""
    return db.session.scalars(
        select(Hold)
        .where(Hold.event_id == event.id, Hold.held_until >= today)
        .order_by(Hold.organization_id, Hold.mode)
    ).all()


def figures(event: Event, people: Counted, holds: Iterable[Hold], *, at: datetime) -> Figures:
    """Sum up `people` and `holds`, and the places of `event` by its pools."""

    def number(status: RegistrationStatus, *, is_offered: bool = False) -> int:
        return sum(
            n
            for sort, n in people.items()
            if (sort.status, sort.is_offered, sort.is_walk_in) == (status, is_offered, False)
        )

    today = clock.local(at, site().zone).date()
    released_on = event.quotas_released_on
    return Figures(
        confirmed=number(RegistrationStatus.CONFIRMED),
        pending=number(RegistrationStatus.PENDING),
        waiting=number(RegistrationStatus.WAITING),
        offered=number(RegistrationStatus.WAITING, is_offered=True),
        held=sum(one.places for one in holds),
        walk_ins=sum(n for sort, n in people.items() if sort.is_walk_in),
        lines=_lines(event, pools_of(event, at)),
        are_quotas_released=released_on is not None and released_on <= today,
    )


def _lines(event: Event, pools: Pools) -> Sequence[Line]:
    whole = Limit(total=event.capacity, onsite=event.onsite_capacity, online=event.online_capacity)
    return [
        _line("", EVENT, whole, pools),
        *(_line_of(quota, pools) for quota in event.quotas),
    ]


def _line_of(quota: Quota, pools: Pools) -> Line:
    limit = Limit(total=quota.places, onsite=quota.onsite, online=quota.online)
    if quota.organization is not None:
        pool = Pool(Level.ORGANIZATION, quota.organization.id)
        return _line(quota.organization.name, pool, limit, pools)
    pool = Pool(Level.GROUP, quota.group_id or 0)
    return _line(quota.group.name if quota.group else "", pool, limit, pools)


def _line(name: str, pool: Pool, limit: Limit, pools: Pools) -> Line:
    total, onsite, online = (
        Places(pools.taken[Draw(pool, mode)], limit.of(mode))
        for mode in (None, Mode.ONSITE, Mode.ONLINE)
    )
    return Line(name, total, onsite, online)


def replies(event: Event, people: Counted, holds: Iterable[Hold]) -> Sequence[Reply]:
    """List the bodies that are invited to `event`, or have named somebody, each with its answer.

    An event that names nobody invites everybody.
    """
    standing, naming = _numbers(people, naming=False), _numbers(people, naming=True)
    held: dict[int, list[Hold]] = {}
    for hold in holds:
        held.setdefault(hold.organization_id, []).append(hold)
    abstentions = _abstentions(event)
    bodies = _bodies(event, {*naming, *held, *abstentions})
    coordinators = _coordinators(bodies)
    return [
        Reply(
            organization=body,
            people=standing.get(body.id, 0),
            has_named=body.id in naming,
            holds=held.get(body.id, ()),
            abstention=abstentions.get(body.id),
            coordinators=coordinators.get(body.id, ()),
        )
        for body in bodies
    ]


def _numbers(people: Counted, *, naming: bool) -> Mapping[int, int]:
    """Count each body's people who registered and want a place; with `naming` the declined too."""
    found: Counter[int] = Counter()
    for sort, number in people.items():
        is_meant = sort.status in ANSWERING if naming else sort.status.is_standing
        if is_meant and not sort.is_walk_in:
            found[sort.organization_id] += number
    return found


def _bodies(event: Event, answering: set[int]) -> Sequence[Organization]:
    named = _invited(event)
    everybody = db.session.scalars(select(Organization).order_by(Organization.id)).all()
    if not named:
        return everybody
    keys = {body.id for body in named} | answering
    return [body for body in everybody if body.id in keys]


def _invited(event: Event) -> Sequence[Organization]:
    db.session.scalars(
        select(EventAudience)
        .where(EventAudience.event_id == event.id)
        .options(
            joinedload(EventAudience.organization),
            joinedload(EventAudience.group).selectinload(Group.organizations),
        )
    ).all()  # so that what `organizations_of` reads is there at once
    return organizations_of(event)


def _abstentions(event: Event) -> Mapping[int, Abstention]:
    found = db.session.scalars(
        select(Abstention)
        .where(Abstention.event_id == event.id)
        .options(joinedload(Abstention.answered_by))
    )
    return {one.organization_id: one for one in found}


def _coordinators(bodies: Sequence[Organization]) -> Mapping[int, Sequence[Account]]:
    found: dict[int, list[Account]] = {}
    accounts = db.session.scalars(
        select(Account)
        .where(
            Account.role == Role.COORDINATOR,
            Account.disabled_at.is_(None),
            Account.organization_id.in_([body.id for body in bodies]),
        )
        .order_by(Account.id)
    )
    for one in accounts:
        found.setdefault(one.organization_id or 0, []).append(one)
    return found


def addresses_to_ask(replies: Iterable[Reply]) -> Sequence[str]:
    """List the mail addresses of the coordinators whose bodies have not answered."""
    return [account.email for one in replies if not one.is_given for account in one.coordinators]
