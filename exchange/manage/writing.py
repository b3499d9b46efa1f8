"""Putting a draft onto the rows of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import or_, select

from exchange.domain.booth import Booth
from exchange.domain.day import EventDay
from exchange.domain.group import Group
from exchange.domain.organization import Organization
from exchange.domain.partnership import Partnership
from exchange.domain.place import Place
from exchange.domain.programme import Programme
from exchange.domain.series import Series
from exchange.domain.speaker import Speaker
from exchange.extensions import db
from exchange.manage.registration import writing as registration
from exchange.publication import editions
from exchange.publication.announcing import is_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from exchange.domain.event import Event
    from exchange.manage.drafts import BoothDraft, DayDraft, EventDraft, PlaceDraft

Named = TypeVar("Named", Series, Programme)


def write(event: Event, draft: EventDraft, *, at: datetime) -> None:
    """Make the rows of `event` say what `draft` says. Call it while nobody else can."""
    _write_days(event, draft.days, at)
    event.title = draft.title
    event.series = _named(Series, draft.series)
    event.round = draft.round
    event.theme = draft.theme
    event.partnership = _partnership(draft.partnership)
    event.organizer = draft.organizer
    event.status = draft.status
    event.visibility = draft.visibility
    event.fiscal_year = event.fiscal_year if draft.fiscal_year is None else draft.fiscal_year
    event.expected = draft.expected
    event.speakers = [
        Speaker(
            name=one.name,
            affiliation=one.affiliation,
            position=one.position,
            is_remote=one.remote,
        )
        for one in draft.speakers
    ]
    registration.write(event, draft.registration)
    _write_what_was_asked(event, draft)


def _write_what_was_asked(event: Event, draft: EventDraft) -> None:
    if draft.programme is not None:
        event.programme = _named(Programme, draft.programme)
    if draft.tier is not None:
        event.tier = draft.tier
    if draft.provider is not None:
        event.provider = draft.provider
    if draft.booths is not None:
        event.booths = [_booth(booth) for booth in draft.booths]


def _write_days(event: Event, drafts: Sequence[DayDraft], at: datetime) -> None:
    """Bring the days in line. A day keeps its number when its date moves.

    A new day on a date that was struck out is that day again.
    """
    known = {day.number: day for day in event.live_days}
    for draft in drafts:
        day = known.pop(draft.number or 0, None) or _struck_out(event, draft.held_on)
        day = day or _new_day(event, at)
        day.held_on = draft.held_on
        day.starts = draft.starts
        day.ends = draft.ends
        day.label = draft.label
        day.cancelled_at = None
        day.places = [_place(place) for place in draft.places]
    for day in known.values():
        _take_away(event, day, at)


def _struck_out(event: Event, held_on: date) -> EventDay | None:
    for day in event.days:
        if day.cancelled_at is not None and day.held_on == held_on:
            return day
    return None


def _new_day(event: Event, at: datetime) -> EventDay:
    day = EventDay(number=event.next_day_number, created_at=at, changed_at=at)
    event.days.append(day)
    return day


def _take_away(event: Event, day: EventDay, at: datetime) -> None:
    """Delete a day that only drafts knew; strike out one that calendars or people know."""
    if event.is_draft and not is_known(day):
        event.days.remove(day)
    else:
        day.cancelled_at = at


def _place(draft: PlaceDraft) -> Place:
    return Place(
        groups=_groups(draft.groups),
        venue=draft.venue,
        address=draft.address,
        is_online=draft.online,
        url=draft.url,
    )


def _booth(draft: BoothDraft) -> Booth:
    return Booth(
        name=draft.name,
        kind=draft.kind,
        organizations=_organizations(draft.organizations),
        offers=list(draft.offers),
    )


def _groups(slugs: Iterable[str]) -> list[Group]:
    return list(db.session.scalars(select(Group).where(Group.slug.in_(slugs)).order_by(Group.id)))


def _organizations(addresses: Sequence[str]) -> list[Organization]:
    named = or_(Organization.code.in_(addresses), Organization.slug.in_(addresses))
    return list(db.session.scalars(select(Organization).where(named).order_by(Organization.id)))


def _partnership(slug: str) -> Partnership | None:
    return db.session.scalar(select(Partnership).where(Partnership.slug == slug)) if slug else None


def _named(table: type[Named], name: str) -> Named | None:
    """Find the series or programme of that name, or make it. Two who make it make one."""
    if not name:
        return None
    wanted = select(table).where(table.name == name)
    found = db.session.scalar(wanted)
    if found is None:
        editions.take_next()
        found = db.session.scalar(wanted) or table(name=name)
    return found
