"""What is asked of registrations: who is registered, and what an event offers to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.event import Event, EventStatus
from exchange.domain.organization import Organization
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from exchange.policy import visible_to
from exchange.publication.audience import concerns
from exchange.seating.queries import closing_moment, occupancies, registration_state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from exchange.domain.account import Account
    from exchange.domain.day import EventDay
    from exchange.domain.place import Place
    from exchange.seating.state import RegistrationState

STANDING = [status for status in RegistrationStatus if status.is_standing]


def organizations() -> Sequence[Organization]:
    """List every organization, those of a group together."""
    return db.session.scalars(
        select(Organization)
        .order_by(Organization.group_id.nulls_last(), Organization.id)
        .options(joinedload(Organization.group))
    ).all()


def modes_on(day: EventDay, organization: Organization | None = None) -> set[Mode]:
    """Give the modes that `day` offers to people of `organization`, or to anybody.

    While no place is known nothing is ruled out.
    """
    if not day.places:
        return set(Mode)
    return {
        _mode_of(place)
        for place in day.places
        if organization is None or place.is_for(organization)
    }


def modes_of(event: Event, organization: Organization | None = None) -> list[Mode]:
    """List the modes that some day of `event` offers to people of `organization`, or to anybody."""
    days = event.live_days
    offered = set().union(*(modes_on(day, organization) for day in days)) if days else set(Mode)
    return [mode for mode in Mode if mode in offered]


def own_places(registration: Registration, day: EventDay) -> Sequence[Place]:
    """List where `registration` takes its person on `day`: by their body's group and their mode."""
    return [
        place
        for place in day.places
        if place.is_for(registration.organization) and _mode_of(place) is registration.mode
    ]


def _mode_of(place: Place) -> Mode:
    return Mode.ONLINE if place.is_online else Mode.ONSITE


def find_standing(
    event: Event, *, email: str, family_name: str, given_name: str
) -> Registration | None:
    """Find the standing registration of a person for `event`; there is at most one."""
    return db.session.scalar(
        select(Registration).where(
            Registration.event_id == event.id,
            Registration.status.in_(STANDING),
            Registration.email == email,
            Registration.family_name == family_name,
            Registration.given_name == given_name,
        )
    )


def last_queued_at(event: Event) -> datetime | None:
    """Give the moment of the last registration for `event`, whatever became of it."""
    return db.session.scalar(
        select(func.max(Registration.queued_at)).where(Registration.event_id == event.id)
    )


@dataclass(frozen=True)
class Delegation:
    """An event, and the people whom one organization sends to it."""

    event: Event
    state: RegistrationState
    closes_at: datetime | None
    registrations: Sequence[Registration]
    """Readings in order, those that were withdrawn last."""

    def count(self, status: str) -> int:
        return sum(registration.status == status for registration in self.registrations)


def delegations(
    organization: Organization, reader: Account | None, *, today: date, at: datetime
) -> Sequence[Delegation]:
    """List the coming events that take people of `organization`, soonest first.

    Those that concern it, and those it sends somebody to. The number of
    statements is the same however many events and people there are.
    """
    is_sent_to = exists().where(
        Registration.event_id == Event.id, Registration.organization_id == organization.id
    )
    events = db.session.scalars(
        select(Event)
        .where(
            visible_to(reader),
            Event.status == EventStatus.PLANNED,
            Event.takes_registrations,
            or_(Event.last_on >= today, Event.last_on.is_(None)),
            or_(concerns(organization), is_sent_to),
        )
        .order_by(Event.first_on.nulls_last(), Event.id)
        .options(selectinload(Event.days))
    ).all()
    seats = occupancies(events)
    people = _people_of(organization, events)
    return [
        Delegation(
            event=event,
            state=registration_state(event, seats[event.id], at),
            closes_at=closing_moment(event),
            registrations=people.get(event.id, ()),
        )
        for event in events
    ]


def _people_of(
    organization: Organization, events: Sequence[Event]
) -> dict[int, Sequence[Registration]]:
    by_event: dict[int, list[Registration]] = {}
    found = db.session.scalars(
        select(Registration)
        .where(
            Registration.organization_id == organization.id,
            Registration.event_id.in_([event.id for event in events]),
        )
        .options(selectinload(Registration.days))
    )
    for one in sorted(found, key=_roster_order):
        by_event.setdefault(one.event_id, []).append(one)
    return dict(by_event)


def _roster_order(one: Registration) -> tuple[bool, str, str, int]:
    return not one.status.is_standing, one.family_kana, one.given_kana, one.id
