"""A body's answers before anybody is named: places held, or nobody at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from exchange.domain.abstention import Abstention
from exchange.domain.hold import Hold
from exchange.domain.registration import Mode, Registration
from exchange.enrollment import queries
from exchange.enrollment.applications import require_open
from exchange.enrollment.queries import STANDING
from exchange.enrollment.refusals import (
    HeldInThePast,
    HeldTooLong,
    ModeNotOffered,
    NotEnoughPlaces,
    OrganizationNotInvited,
    SomebodyComes,
)
from exchange.enrollment.services import settle
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.seating.queries import rooms
from exchange.seating.services import lock
from exchange.seating.window import closing_moment

if TYPE_CHECKING:
    from datetime import date, datetime

    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.enrollment.audit import By


def hold_places(
    event: Event,
    organization: Organization,
    *,
    mode: Mode,
    places: int,
    until: date,
    by: By,
    at: datetime,
) -> None:
    """Hold `places` in `mode` for people whom `organization` names until the end of `until`.

    What it held before is replaced; 0 gives it up. Raises what `require_open`
    raises, `OrganizationNotInvited`, `ModeNotOffered`, `HeldTooLong`,
    `HeldInThePast` and `NotEnoughPlaces`: it is all of them or none.
    """
    event = lock(event)
    settle(event, at=at)
    today = clock.local(at, site().zone).date()
    hold = queries.find_hold(event, organization, mode, today=today)
    if places:
        require_open(event, by, at=at)
        _require_mode(event, organization, mode)
        _require_in_time(event, until, today)
        _require_room(event, organization, mode, places - (hold.places if hold else 0), at)
        hold = hold or Hold(event=event, organization=organization, mode=mode)
        hold.places = places
        hold.held_until = until
        hold.made_at = at
        hold.made_by = by.account
        db.session.add(hold)
        _withdraw_abstention(event, organization)
    elif hold is not None:
        db.session.delete(hold)
    db.session.flush()
    settle(event, at=at)


def abstain(event: Event, organization: Organization, *, by: By, at: datetime) -> None:
    """Answer that nobody from `organization` comes. Doing it twice changes nothing.

    Raises what `require_open` raises, and `SomebodyComes`.
    """
    event = lock(event)
    require_open(event, by, at=at)
    if _sends_somebody(event, organization):
        raise SomebodyComes
    if find_abstention(event, organization) is None:
        db.session.add(
            Abstention(
                event=event, organization=organization, answered_at=at, answered_by=by.account
            )
        )
    db.session.flush()


def take_back_abstention(event: Event, organization: Organization) -> None:
    """Leave it open again who comes from `organization`."""
    event = lock(event)
    _withdraw_abstention(event, organization)
    db.session.flush()


def find_abstention(event: Event, organization: Organization) -> Abstention | None:
    return db.session.scalar(
        select(Abstention).where(
            Abstention.event_id == event.id, Abstention.organization_id == organization.id
        )
    )


def _withdraw_abstention(event: Event, organization: Organization) -> None:
    answer = find_abstention(event, organization)
    if answer is not None:
        db.session.delete(answer)


def _sends_somebody(event: Event, organization: Organization) -> bool:
    of_both = (
        Registration.event_id == event.id,
        Registration.organization_id == organization.id,
        Registration.status.in_(STANDING),
    )
    held = (Hold.event_id == event.id, Hold.organization_id == organization.id)
    return bool(db.session.scalar(select(exists().where(*of_both) | exists().where(*held))))


def _require_mode(event: Event, organization: Organization, mode: Mode) -> None:
    offered = queries.modes_of(event, organization)
    if not offered:
        raise OrganizationNotInvited(organization=organization.name)
    if mode not in offered:
        raise ModeNotOffered(organization=organization.name)


def _require_in_time(event: Event, until: date, today: date) -> None:
    if until < today:
        raise HeldInThePast
    closes_at = closing_moment(event)
    if closes_at is not None and until > clock.local(closes_at, site().zone).date():
        raise HeldTooLong


def _require_room(
    event: Event, organization: Organization, mode: Mode, more: int, at: datetime
) -> None:
    left = rooms([event], organization, at)[event.id].of(mode)
    if left is not None and more > left:
        raise NotEnoughPlaces(left=left)
