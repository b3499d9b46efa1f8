"""What the organizer's pages ask of the database."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from exchange.domain.event import Event, EventKind, EventStatus
from exchange.domain.group import Group
from exchange.domain.partnership import Partnership
from exchange.domain.programme import Programme
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.domain.series import Series
from exchange.extensions import db
from exchange.lib.text import terms
from exchange.manage.drafts import EventDraft, event_draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select


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


@dataclass(frozen=True)
class Undecided:
    """An event at which people wait for the secretariat to decide."""

    event: Event
    pending: int


def undecided() -> Sequence[Undecided]:
    """List the events with applications that await approval, soonest first."""
    rows = db.session.execute(
        select(Event, func.count(Registration.id))
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Event.status == EventStatus.PLANNED,
            Registration.status == RegistrationStatus.PENDING,
        )
        .group_by(Event.id)
        .order_by(Event.first_on.nulls_last(), Event.id)
    )
    return [Undecided(event, pending) for event, pending in rows]


def fiscal_years() -> Sequence[int]:
    """List the years that have events, the last one first."""
    return db.session.scalars(
        select(Event.fiscal_year).distinct().order_by(Event.fiscal_year.desc())
    ).all()


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
    of registration belongs to those dates and is left out, and so is the time
    when it was expected.
    """
    old = event_draft(event)
    following = _next_round(event)
    return replace(
        old,
        title=_renumbered(old.title, event.round, following),
        round=following,
        status=EventStatus.DRAFT,
        fiscal_year=None,
        expected="",
        days=tuple(replace(day, number=None) for day in old.days),
        registration=old.registration.without_dates,
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
