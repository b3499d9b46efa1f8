"""What is asked of registrations, and what an event offers to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.hold import Hold
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.web.own_days import modes_at
from exchange.web.own_days import own_days as own_days  # noqa: PLC0414  # asked for here by features

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization

STANDING = [status for status in RegistrationStatus if status.is_standing]


def modes_on(day: EventDay, organization: Organization | None = None) -> set[Mode]:
    """Give the modes that `day` offers to people of `organization`, or to anybody.

    While no place is known nothing is ruled out.
    """
    if not day.places:
        return set(Mode)
    mine = [one for one in day.places if organization is None or one.is_for(organization)]
    return {mode for place in mine for mode in modes_at(place)}


def modes_of(event: Event, organization: Organization | None = None) -> list[Mode]:
    """List the modes that some day of `event` offers to people of `organization`, or to anybody."""
    days = event.live_days
    offered = set().union(*(modes_on(day, organization) for day in days)) if days else set(Mode)
    return [mode for mode in Mode if mode in offered]


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


def standing_people(event: Event, emails: Collection[str]) -> set[tuple[str, str, str]]:
    """Give address, family name and given name of those with one of `emails` who stand."""
    found = db.session.execute(
        select(Registration.email, Registration.family_name, Registration.given_name).where(
            Registration.event_id == event.id,
            Registration.status.in_(STANDING),
            Registration.email.in_(emails),
        )
    )
    return {(email, family_name, given_name) for email, family_name, given_name in found}


def find_hold(
    event: Event, organization: Organization, mode: Mode, *, today: date | None = None
) -> Hold | None:
    """Find the places that `organization` holds on `today`, by the clock or as told, for later."""
    today = today or clock.today(site().zone)
    return db.session.scalar(
        select(Hold).where(
            Hold.event_id == event.id,
            Hold.organization_id == organization.id,
            Hold.mode == mode,
            Hold.held_until >= today,
        )
    )
