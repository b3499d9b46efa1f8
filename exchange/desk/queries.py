"""What the coordinator's desk asks of the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.abstention import Abstention
from exchange.domain.day import EventDay
from exchange.domain.event import Event, EventStatus
from exchange.domain.hold import Hold
from exchange.domain.party import Party
from exchange.domain.place import Place
from exchange.domain.question import Answer
from exchange.domain.quota import Quota
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.enrollment.queries import STANDING, modes_of
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.lib.collation import reading_key
from exchange.policy import visible_to
from exchange.publication.audience import concerns
from exchange.seating.counting import TAKING
from exchange.seating.house import houses
from exchange.seating.pools import Body, Seat, served
from exchange.seating.queries import rooms, standings
from exchange.seating.window import closing_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm.interfaces import ORMOption

    from exchange.domain.account import Account
    from exchange.domain.organization import Organization
    from exchange.enrollment.applications import Application
    from exchange.lib.collation import ReadingKey
    from exchange.seating.house import House
    from exchange.seating.queries import Room
    from exchange.seating.state import RegistrationState

SOON = 7
"""A deadline so many days away, or fewer, is soon."""

_WITH_PEOPLE = (
    selectinload(Registration.days),
    selectinload(Registration.answers).joinedload(Answer.question),
    joinedload(Registration.account),
)
OfOneBody = TypeVar("OfOneBody", Registration, Hold, Abstention)


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """An event, and what one organization has answered and may still answer."""

    event: Event
    state: RegistrationState
    closes_at: datetime | None
    days_left: int | None
    """Days until applications close, 0 on the last one; None where it is not known."""
    modes: Sequence[Mode]
    """How people of the organization can take part."""
    room: Room
    room_together: int | None
    """How many more people get a place, whichever mode each of them takes."""
    quotas: Sequence[Quota]
    """Those in force for the organization or its group, its own first."""
    registrations: Sequence[Registration]
    """By their readings, those that were cancelled last."""
    holds: Sequence[Hold]
    abstention: Abstention | None

    @property
    def people(self) -> Sequence[Registration]:
        """Those who have a place or wait for one, by their readings."""
        return [one for one in self.registrations if one.status.is_standing and not one.is_walk_in]

    @property
    def confirmed(self) -> int:
        return sum(one.status in TAKING for one in self.people)

    @property
    def waiting(self) -> int:
        return sum(one.status is RegistrationStatus.WAITING for one in self.people)

    @property
    def held(self) -> int:
        return sum(hold.places for hold in self.holds)

    @property
    def is_answered(self) -> bool:
        return bool(self.people or self.holds or self.abstention)

    @property
    def awaits_an_answer(self) -> bool:
        """Whether the organization can answer and has not yet."""
        return self.state.takes and bool(self.modes) and not self.is_answered

    @property
    def is_due_soon(self) -> bool:
        return self.state.takes and self.days_left is not None and self.days_left <= SOON

    @property
    def rooms(self) -> Sequence[tuple[Mode | None, int | None]]:
        """List how many more people get a place: in each mode, and in both where they share them.

        One figure, in no mode, where it is the same whichever is chosen.
        """
        ways: list[tuple[Mode | None, int | None]] = [
            (mode, self.room.of(mode)) for mode in self.modes
        ]
        numbers = {number for _mode, number in ways}
        if not ways:
            return []
        if len(ways) == 1 or numbers == {self.room_together}:
            return [(None, numbers.pop())]
        if self.room_together is None or self.room_together == sum(n or 0 for _mode, n in ways):
            return ways
        return [*ways, (None, self.room_together)]


def delegations(
    organization: Organization, reader: Account | None, *, today: date, at: datetime
) -> Sequence[Delegation]:
    """List the coming events that take people of `organization`, those that close first in front.

    Those that concern it, and those it sends somebody to or has answered.
    The number of statements is the same however many events and people there are.
    """
    is_answered = [
        exists().where(one.event_id == Event.id, one.organization_id == organization.id)
        for one in (Registration, Hold, Abstention)
    ]
    events = db.session.scalars(
        select(Event)
        .where(
            visible_to(reader),
            Event.status == EventStatus.PLANNED,
            Event.takes_registrations,
            or_(Event.last_on >= today, Event.last_on.is_(None)),
            or_(concerns(organization), *is_answered),
        )
        .order_by(Event.first_on.nulls_last(), Event.id)
        .options(selectinload(Event.days).selectinload(EventDay.places).selectinload(Place.groups))
    ).all()
    return sorted(_delegations(events, organization, at), key=_by_deadline)


def delegation(event: Event, organization: Organization, *, at: datetime) -> Delegation:
    """Give what `organization` answered to one event."""
    return _delegations([event], organization, at)[0]


def _delegations(
    events: Sequence[Event], organization: Organization, at: datetime
) -> list[Delegation]:
    today = clock.local(at, site().zone).date()
    found = standings(events, at)
    room = rooms(events, organization, at)
    found_houses = houses(events, at)
    quotas = _quotas_of(organization, events, today)
    people = _of(organization, events, Registration, options=_WITH_PEOPLE)
    holds = _of(organization, events, Hold, where=(Hold.held_until >= today,))
    abstentions = _of(organization, events, Abstention)
    return [
        Delegation(
            event=event,
            state=found[event.id].state,
            closes_at=closing_moment(event),
            days_left=_days_left(event, today),
            modes=modes_of(event, organization),
            room=room[event.id],
            room_together=_room_together(found_houses[event.id], room[event.id], organization),
            quotas=quotas[event.id],
            registrations=sorted(people[event.id], key=_roster_order),
            holds=sorted(holds[event.id], key=lambda one: list(Mode).index(one.mode)),
            abstention=next(iter(abstentions[event.id]), None),
        )
        for event in events
    ]


def _room_together(house: House, room: Room, organization: Organization) -> int | None:
    if room.onsite is None or room.online is None:
        return None
    body = Body(organization.id, organization.group_id)
    served(house.pools, [one.request for one in house.queue])
    house.pools.take(Seat(body, Mode.ONSITE), room.onsite)
    left = house.pools.room(Seat(body, Mode.ONLINE))
    return room.onsite + (min(left, room.online) if left is not None else room.online)


def _by_deadline(one: Delegation) -> tuple[bool, datetime | None, bool]:
    return (one.closes_at is None, one.closes_at, not one.state.takes)


def _days_left(event: Event, today: date) -> int | None:
    closes_at = closing_moment(event)
    return None if closes_at is None else (clock.local(closes_at, site().zone).date() - today).days


def _of(
    organization: Organization,
    events: Iterable[Event],
    word: type[OfOneBody],
    *,
    where: Sequence[ColumnElement[bool]] = (),
    options: Sequence[ORMOption] = (),
) -> Mapping[int, list[OfOneBody]]:
    """List what belongs to `organization`, by the id of its event."""
    by_event: dict[int, list[OfOneBody]] = defaultdict(list)
    for one in db.session.scalars(
        select(word)
        .where(
            word.organization_id == organization.id,
            word.event_id.in_([event.id for event in events]),
            *where,
        )
        .options(*options)
    ):
        by_event[one.event_id].append(one)
    return by_event


def _quotas_of(
    organization: Organization, events: Sequence[Event], today: date
) -> Mapping[int, list[Quota]]:
    bound = [
        event.id
        for event in events
        if event.quotas_released_on is None or event.quotas_released_on > today
    ]
    mine = Quota.organization_id == organization.id
    ours = Quota.group_id == (organization.group_id or 0)
    by_event: dict[int, list[Quota]] = defaultdict(list)
    for one in db.session.scalars(
        select(Quota)
        .where(Quota.event_id.in_(bound), or_(mine, ours))
        .order_by(Quota.organization_id.nulls_last())
        .options(joinedload(Quota.group))
    ):
        by_event[one.event_id].append(one)
    return by_event


def _roster_order(one: Registration) -> tuple[bool, ReadingKey, ReadingKey, int]:
    family, given = reading_key(one.family_kana), reading_key(one.given_kana)
    return not one.status.is_standing, family, given, one.id


def people_sent(event: Event, organization: Organization) -> Sequence[Registration]:
    """List whom `organization` sends to `event`, as they asked."""
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.organization_id == organization.id,
            Registration.status.in_(STANDING),
            Registration.erased_at.is_(None),
        )
        .order_by(Registration.queued_at, Registration.id)
    ).all()


def find_party(
    event: Event,
    organization: Organization,
    account: Account,
    applications: Sequence[Application],
) -> Party | None:
    """Find the party of exactly these people, if it is the last that `account` registered."""
    party = db.session.scalar(
        select(Party)
        .where(
            Party.event_id == event.id,
            Party.organization_id == organization.id,
            Party.made_by_id == account.id,
        )
        .order_by(Party.id.desc())
        .limit(1)
        .options(selectinload(Party.registrations))
    )
    if party is None or not all(one.status.is_standing for one in party.registrations):
        return None
    registered = Counter(map(_person, party.registrations))
    return party if registered == Counter(map(_person, applications)) else None


def _person(one: Registration | Application) -> tuple[str, str, str]:
    return one.email, one.family_name, one.given_name
