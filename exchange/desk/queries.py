"""What the coordinator's desk asks of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import selectinload

from exchange.domain.event import Event, EventStatus
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db
from exchange.policy import visible_to
from exchange.publication.audience import concerns
from exchange.seating.counting import TAKING
from exchange.seating.queries import closing_moment, standings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from exchange.domain.account import Account
    from exchange.domain.organization import Organization
    from exchange.seating.state import RegistrationState


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
