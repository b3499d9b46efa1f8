"""What is asked of registrations, and what an event offers to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from exchange.domain.hold import Hold
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.place import Place

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


def find_hold(event: Event, organization: Organization, mode: Mode) -> Hold | None:
    """Find the places that `organization` holds for people it names later."""
    return db.session.scalar(
        select(Hold).where(
            Hold.event_id == event.id,
            Hold.organization_id == organization.id,
            Hold.mode == mode,
        )
    )
