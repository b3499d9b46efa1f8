"""What the organizer's pages ask of the database."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.event import Event, EventKind, EventStatus
from exchange.domain.group import Group
from exchange.domain.partnership import Partnership
from exchange.domain.programme import Programme
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.domain.series import Series
from exchange.extensions import db
from exchange.lib.text import terms
from exchange.manage.drafts import EventDraft, RegistrationDraft, event_draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

ROSTER_ORDER = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.PENDING,
    RegistrationStatus.WAITING,
    RegistrationStatus.DECLINED,
    RegistrationStatus.CANCELLED,
)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which events an organizer wants to see; None is any."""

    kind: EventKind | None = None
    status: EventStatus | None = None
    fiscal_year: int | None = None
    text: str = ""


def events(wanted: Filter) -> Select[Event]:
    """Select the events of `wanted`: first those without a date, then from the last day back."""
    statement = (
        select(Event)
        .order_by(Event.first_on.desc().nulls_first(), Event.id.desc())
        .options(joinedload(Event.series), joinedload(Event.headcount))
    )
    if wanted.kind:
        statement = statement.where(Event.kind == wanted.kind)
    if wanted.status:
        statement = statement.where(Event.status == wanted.status)
    if wanted.fiscal_year is not None:
        statement = statement.where(Event.fiscal_year == wanted.fiscal_year)
    return statement.where(
        *(Event.folded.contains(term, autoescape=True) for term in terms(wanted.text))
    )


def fiscal_years() -> Sequence[int]:
    """List the years that have events, the last one first."""
    return db.session.scalars(
        select(Event.fiscal_year).distinct().order_by(Event.fiscal_year.desc())
    ).all()


@dataclass(frozen=True)
class Registrant:
    """A registration of one event, and its place in the queue where it waits."""

    registration: Registration
    queue_position: int | None


def registrants(event: Event) -> Sequence[Registrant]:
    """List everybody who registered: first who has a place, then who waits, as they came."""
    rank = {status: number for number, status in enumerate(ROSTER_ORDER)}
    found = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id)
        .order_by(Registration.queued_at, Registration.id)
        .options(joinedload(Registration.organization), selectinload(Registration.days))
    ).all()
    waiting = [one for one in found if one.status is RegistrationStatus.WAITING]
    positions = {one.id: number for number, one in enumerate(waiting, start=1)}
    return [
        Registrant(one, positions.get(one.id))
        for one in sorted(found, key=lambda one: rank[one.status])
    ]


def groups() -> Sequence[Group]:
    return db.session.scalars(select(Group).order_by(Group.id)).all()


def partnerships() -> Sequence[Partnership]:
    return db.session.scalars(select(Partnership).order_by(Partnership.id)).all()


def series_names() -> Sequence[str]:
    return db.session.scalars(select(Series.name).order_by(Series.name)).all()


def programme_names() -> Sequence[str]:
    return db.session.scalars(select(Programme.name).order_by(Programme.name)).all()


def tiers() -> Sequence[str]:
    """List the levels of courses that were ever named."""
    return db.session.scalars(
        select(Event.tier).where(Event.tier != "").distinct().order_by(Event.tier)
    ).all()


def copy_of(event: Event) -> EventDraft:
    """Give what a new event like this one would say: the next round, not yet published.

    Its days still bear the old dates; whoever copies replaces them. The window
    of registration belongs to those dates and is left out.
    """
    old = event_draft(event)
    following = _next_round(event)
    return replace(
        old,
        title=_renumbered(old.title, event.round, following),
        round=following,
        status=EventStatus.DRAFT,
        fiscal_year=None,
        days=tuple(replace(day, number=None) for day in old.days),
        registration=RegistrationDraft(
            is_taken=old.registration.is_taken, capacity=old.registration.capacity
        ),
    )


def _next_round(event: Event) -> int | None:
    if event.round is None:
        return None
    last = db.session.scalar(
        select(func.max(Event.round)).where(
            Event.series_id == event.series_id, Event.series_id.is_not(None)
        )
    )
    return (last or event.round) + 1


def _renumbered(title: str, old: int | None, new: int | None) -> str:
    """Write 第2回 for 第1回 where the title names its round."""
    if old is None or new is None:
        return title
    return re.sub(
        r"第\s*(\d+)\s*回",
        lambda found: f"第{new}回" if int(found[1]) == old else found[0],
        title,
    )
