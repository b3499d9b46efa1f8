"""What is asked of registrations: who is registered, and what an event offers to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import selectinload

from exchange.domain.event import Event, EventStatus
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from exchange.policy import visible_to
from exchange.publication.audience import concerns
from exchange.seating.counting import TAKING
from exchange.seating.queries import closing_moment, standings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from exchange.domain.account import Account
    from exchange.domain.day import EventDay
    from exchange.domain.organization import Organization
    from exchange.domain.place import Place
    from exchange.seating.state import RegistrationState

STANDING = [status for status in RegistrationStatus if status.is_standing]


def modes_on(day: EventDay, organization: Organization | None = None) -> set[Mode]:
    """Give the modes that `day` offers to people of `organization`, or to anybody.

    While no place is known nothing is ruled out.
    """
    if not day.places:
        return set(Mode)
    mine = [one for one in day.places if organization is None or one.is_for(organization)]
    return {mode for place in mine for mode in _modes_at(place)}


def _modes_at(place: Place) -> list[Mode]:
    """List how one takes part at `place`; a venue with a screen is both."""
    return [*([Mode.ONSITE] if place.venue else []), *([Mode.ONLINE] if place.is_online else [])]


def modes_of(event: Event, organization: Organization | None = None) -> list[Mode]:
    """List the modes that some day of `event` offers to people of `organization`, or to anybody."""
    days = event.live_days
    offered = set().union(*(modes_on(day, organization) for day in days)) if days else set(Mode)
    return [mode for mode in Mode if mode in offered]


@dataclass(frozen=True)
class OwnDay:
    """A day that somebody registered for, and where it takes them."""

    day: EventDay
    places: Sequence[Place]
    joining_links: Sequence[str]
    """For those whose place online is confirmed."""


def own_days(registration: Registration) -> Sequence[OwnDay]:
    """List the days of `registration` with the places for its person's body and mode."""
    joins = registration.status is RegistrationStatus.CONFIRMED and registration.mode is Mode.ONLINE
    found = []
    for day in registration.days:
        places = [
            place
            for place in day.places
            if place.is_for(registration.organization) and registration.mode in _modes_at(place)
        ]
        links = [place.url for place in places if place.url.startswith(("https://", "http://"))]
        is_joined = joins and not day.is_cancelled
        found.append(OwnDay(day=day, places=places, joining_links=links if is_joined else ()))
    return found


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
    """By their readings, those that were cancelled last."""

    @property
    def confirmed(self) -> int:
        return sum(one.status in TAKING for one in self.registrations)

    @property
    def waiting(self) -> int:
        return sum(one.status is RegistrationStatus.WAITING for one in self.registrations)


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
    found = standings(events, at)
    people = _people_of(organization, events)
    return [
        Delegation(
            event=event,
            state=found[event.id].state,
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
