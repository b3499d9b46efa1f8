"""Events as readers ask for them. What a reader may not see is left out in the query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.action_item import ActionItem
from exchange.domain.booth import Booth
from exchange.domain.day import EventDay
from exchange.domain.event import Event, EventKind, EventStatus
from exchange.domain.headcount import Headcount, HeadcountUnit
from exchange.domain.note import Note
from exchange.domain.place import Place
from exchange.domain.plan import PlanItem
from exchange.domain.quota import Quota
from exchange.enrollment.queries import modes_of
from exchange.extensions import db, site
from exchange.lib import clock, wareki
from exchange.policy import visible_to
from exchange.publication.audience import concerns
from exchange.search import find
from exchange.seating.queries import rooms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    from exchange.domain.account import Account
    from exchange.domain.organization import Organization
    from exchange.domain.registration import Mode

NEWEST_FIRST = (Event.fiscal_year.desc(), Event.first_on.desc().nulls_first(), Event.id.desc())
"""What has no day yet stands above the days of its year."""
SHOWN_IN_A_ROW = (
    selectinload(Event.days).selectinload(EventDay.places).selectinload(Place.groups),
    joinedload(Event.series),
    joinedload(Event.programme),
    joinedload(Event.headcount),
)
"""What a line of a list shows of an event, whatever its kind."""


@dataclass(frozen=True)
class EventFilter:
    """What a list is narrowed to."""

    kind: EventKind | None = None
    fiscal_year: int | None = None
    organization: Organization | None = None
    text: str = ""

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        found = [find.is_named(find.Query(self.text))]
        if self.kind is not None:
            found.append(Event.kind == self.kind)
        if self.fiscal_year is not None:
            found.append(Event.fiscal_year == self.fiscal_year)
        if self.organization is not None:
            found.append(concerns(self.organization))
        return found


def events(wanted: EventFilter, reader: Account | None) -> Select[Event]:
    """Select the events that `reader` may see, newest first, with what a list shows of them."""
    return (
        select(Event)
        .where(visible_to(reader), *wanted.conditions)
        .order_by(*NEWEST_FIRST)
        .options(*SHOWN_IN_A_ROW)
    )


def fiscal_years(kind: EventKind, reader: Account | None) -> Sequence[int]:
    """List the fiscal years from which `reader` may see an event of `kind`, newest first.

    From each year the database steps to the one before it; it does not read all events.
    """
    newest = select(func.max(Event.fiscal_year)).where(Event.kind == kind, visible_to(reader))
    years = select(newest.scalar_subquery().label("year")).cte("years", recursive=True)
    before = newest.where(Event.fiscal_year < years.c.year).scalar_subquery()
    years = years.union_all(select(before).where(years.c.year.is_not(None)))
    found = select(years.c.year).where(years.c.year.is_not(None)).order_by(years.c.year.desc())
    return db.session.scalars(found).all()


def upcoming(reader: Account | None, today: date, *, limit: int) -> Sequence[Event]:
    """List the events that `reader` may see and that are not over, soonest first."""
    return db.session.scalars(
        select(Event)
        .where(visible_to(reader), Event.last_on >= today)
        .order_by(Event.first_on, Event.id)
        .limit(limit)
        .options(*SHOWN_IN_A_ROW)
    ).all()


def awaited(reader: Account | None, today: date, *, limit: int) -> Sequence[Event]:
    """List the planned events of this fiscal year and later ones whose days are not fixed yet."""
    return db.session.scalars(
        select(Event)
        .where(
            visible_to(reader),
            Event.status == EventStatus.PLANNED,
            Event.last_on.is_(None),
            Event.fiscal_year >= wareki.fiscal_year(today),
        )
        .order_by(Event.fiscal_year, Event.id)
        .limit(limit)
        .options(*SHOWN_IN_A_ROW)
    ).all()


def latest_recorded(reader: Account | None) -> Event | None:
    """Find the latest event that `reader` may see and that has notes; they come with it."""
    return db.session.scalar(
        select(Event)
        .where(visible_to(reader), Event.last_on.is_not(None), Event.notes.any())
        .order_by(Event.last_on.desc(), Event.id.desc())
        .limit(1)
        .options(selectinload(Event.notes))
    )


@dataclass(frozen=True)
class YearFigures:
    """A fiscal year in figures, of what a reader may see."""

    fiscal_year: int
    events: dict[EventKind, int]
    """How many were held, by the kinds of which any were."""
    people: int
    """People at trainings and seminars, as stated."""
    visitors: int
    notes: int


def year_figures(reader: Account | None) -> YearFigures | None:
    """Give the figures of the newest fiscal year in which something was held, if any was."""
    held = (visible_to(reader), Event.status == EventStatus.HELD)
    year = db.session.scalar(select(func.max(Event.fiscal_year)).where(*held))
    if year is None:
        return None
    of_the_year = (*held, Event.fiscal_year == year)
    kinds = db.session.execute(
        select(Event.kind, func.count()).where(*of_the_year).group_by(Event.kind)
    )
    held_of = dict(iter(kinds))
    units = db.session.execute(
        select(Headcount.unit, func.sum(Headcount.total))
        .join(Headcount.event)
        .where(*of_the_year)
        .group_by(Headcount.unit)
    )
    totals = {unit: int(total or 0) for unit, total in units}
    notes = db.session.scalar(select(func.count(Note.id)).join(Note.event).where(*of_the_year))
    return YearFigures(
        fiscal_year=year,
        events={kind: held_of[kind] for kind in EventKind if kind in held_of},
        people=totals.get(HeadcountUnit.PEOPLE, 0),
        visitors=totals.get(HeadcountUnit.VISITORS, 0),
        notes=notes or 0,
    )


def load_page(event: Event) -> None:
    """Load what the page of `event` shows, in a fixed number of statements."""
    quotas = selectinload(Event.quotas)
    db.session.scalars(
        select(Event)
        .where(Event.id == event.id)
        .options(
            *SHOWN_IN_A_ROW,
            joinedload(Event.partnership),
            quotas.joinedload(Quota.organization),
            quotas.joinedload(Quota.group),
            selectinload(Event.speakers),
            selectinload(Event.booths).selectinload(Booth.organizations),
            selectinload(Event.notes).selectinload(Note.lines),
            selectinload(Event.photos),
            selectinload(Event.materials),
        )
    ).unique().all()


@dataclass(frozen=True)
class Plans:
    """The plan items that are tied to an event."""

    made_of_it: Sequence[PlanItem]
    """Those whose idea came from it, or from lines of its notes."""
    it_came_of: Sequence[PlanItem]


def plans(event: Event) -> Plans:
    """List the plan items that came from `event`, and those that it came of."""
    of_its_notes = PlanItem.action_items.any(ActionItem.event_id == event.id)
    items = select(PlanItem).order_by(PlanItem.fiscal_year, PlanItem.no)
    return Plans(
        made_of_it=db.session.scalars(
            items.where(or_(PlanItem.from_event_id == event.id, of_its_notes))
        ).all(),
        it_came_of=db.session.scalars(items.where(PlanItem.events.any(Event.id == event.id))).all(),
    )


@dataclass(frozen=True)
class Shares:
    """How the places of an event are divided among bodies and groups."""

    quotas: Sequence[Quota] = ()
    """Those in force."""
    own: Mapping[Mode, int | None] = field(default_factory=dict)
    """How many more people of the reader's body get a place, by each way open to them."""


def shares(event: Event, reader: Account | None, at: datetime) -> Shares:
    """Tell how the places of `event` are divided; the reader's own share only where they are."""
    released_on = event.quotas_released_on
    today = clock.local(at, site().zone).date()
    if not event.quotas or (released_on is not None and released_on <= today):
        return Shares()
    body = reader.organization if reader else None
    if body is None:
        return Shares(event.quotas)
    room = rooms([event], body, at)[event.id]
    return Shares(event.quotas, {mode: room.of(mode) for mode in modes_of(event, body)})


@dataclass(frozen=True)
class Rounds:
    """The rounds of a series before and after an event."""

    previous: Event | None = None
    next: Event | None = None


def neighbors(event: Event, reader: Account | None) -> Rounds:
    """Find what was held before and after `event` in its series, as far as `reader` sees it.

    What has no day yet follows the days of its fiscal year.
    """
    if event.series_id is None:
        return Rounds()
    rounds = select(Event).where(Event.series_id == event.series_id, visible_to(reader)).limit(1)
    dated, awaited = Event.first_on.is_not(None), Event.first_on.is_(None)
    if event.first_on is not None:
        day, year = (event.first_on, event.id), (event.fiscal_year, 0)
    else:
        day, year = (date(event.fiscal_year + 1, 4, 1), 0), (event.fiscal_year, event.id)
    sorts = (  # apart, for the index of the series goes by the days
        (rounds.where(dated), (Event.first_on, Event.id), day),
        (rounds.where(awaited), (Event.fiscal_year, Event.id), year),
    )
    before = [
        some.where(tuple_(*by) < tuple_(*here)).order_by(*(one.desc() for one in by))
        for some, by, here in sorts
    ]
    after = [some.where(tuple_(*by) > tuple_(*here)).order_by(*by) for some, by, here in sorts]
    return Rounds(
        previous=max(filter(None, map(db.session.scalar, before)), key=_place, default=None),
        next=min(filter(None, map(db.session.scalar, after)), key=_place, default=None),
    )


def _place(event: Event) -> tuple[int, date, int]:
    return event.fiscal_year, event.first_on or date.max, event.id
