"""What calendars ask: what stands in a feed, and the days of a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from sqlalchemy import and_, false, func, not_, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from exchange.domain.day import EventDay
from exchange.domain.event import Event, EventKind
from exchange.domain.group import Group
from exchange.domain.organization import Organization
from exchange.domain.place import Place
from exchange.domain.publication import Publication
from exchange.extensions import db
from exchange.policy import visible_to
from exchange.publication.audience import concerns, concerns_group

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement

    from exchange.domain.account import Account


@dataclass(frozen=True)
class Scope:
    """Which public days a feed holds, by the ids of what narrows it."""

    kind: EventKind | None = None
    organization_id: int | None = None
    group_id: int | None = None
    event_id: int | None = None


class Line(Protocol):
    """What is known of a day before its entry is written: a row of a result."""

    day_id: int
    event_id: int
    revision: int
    is_live: bool
    """Whether the day is for the readers of the feed; else it is taken out of their calendars."""
    held_on: date
    last_on: date
    """The last day of its event."""
    number: int


def lines_in(
    scope: Scope,
    *,
    is_within: ColumnElement[bool],
    remembered_since: date,
    event_ids: Collection[int] | None = None,
) -> Sequence[Line]:
    """List what a feed holds, in order: one statement, and nothing else of any day is read.

    The events of which `is_within` holds, whole; days that were struck out are among them. And
    what its readers had once and is no longer for them, from `remembered_since` on. Only of
    the events with `event_ids`, where some are named.
    """
    is_live, had = _is_live(scope), _had(scope)
    statement = (
        select(
            EventDay.id.label("day_id"),
            EventDay.event_id,
            EventDay.revision,
            is_live.label("is_live"),
            EventDay.held_on,
            func.coalesce(Event.last_on, EventDay.held_on).label("last_on"),
            EventDay.number,
        )
        .join(EventDay.event)
        .where(
            _narrowed(scope),
            true() if event_ids is None else Event.id.in_(event_ids),
            or_(
                and_(is_live, is_within),
                and_(not_(is_live), had, EventDay.published_on >= remembered_since),
            ),
        )
        .order_by(EventDay.held_on, EventDay.event_id, EventDay.number)
    )
    return cast("Sequence[Line]", db.session.execute(statement).all())


def _narrowed(scope: Scope) -> ColumnElement[bool]:
    """Give the condition for what an event is for good."""
    if scope.event_id is not None:
        return Event.id == scope.event_id
    return true() if scope.kind is None else Event.kind == scope.kind


def _is_live(scope: Scope) -> ColumnElement[bool]:
    """Give the condition that an event is public, and concerns whom the feed is for."""
    conditions = [visible_to(None)]
    if scope.organization_id is not None:
        conditions.append(concerns(db.session.get_one(Organization, scope.organization_id)))
    if scope.group_id is not None:
        conditions.append(concerns_group(db.session.get_one(Group, scope.group_id)))
    return and_(*conditions)


def _had(scope: Scope) -> ColumnElement[bool]:
    """Give the condition that a day of an event stood in the feed once."""
    everybody = Publication.organization_id.is_(None) & Publication.group_id.is_(None)
    if scope.organization_id is not None:
        body = db.session.get_one(Organization, scope.organization_id)
        its_group = false() if body.group_id is None else Publication.group_id == body.group_id
        theirs = or_(everybody, Publication.organization_id == body.id, its_group)
    elif scope.group_id is not None:
        members = select(Organization.id).where(Organization.group_id == scope.group_id)
        theirs = or_(
            everybody,
            Publication.group_id == scope.group_id,
            Publication.organization_id.in_(members),
        )
    else:
        theirs = true()
    its_event = Publication.event_id == Event.id
    saw_it = Publication.last_number >= EventDay.number
    return select(Publication.id).where(its_event, saw_it, theirs).exists()


def whole_days(day_ids: Collection[int]) -> Sequence[EventDay]:
    """Give days with all that their entries show, in a fixed number of statements."""
    return db.session.scalars(
        select(EventDay)
        .join(EventDay.event)
        .where(EventDay.id.in_(day_ids))
        .options(
            contains_eager(EventDay.event).options(
                joinedload(Event.series),
                joinedload(Event.programme),
                selectinload(Event.speakers),
                selectinload(Event.days),
            ),
            selectinload(EventDay.places).selectinload(Place.groups),
        )
    ).all()


def days_between(first: date, last: date, reader: Account | None) -> Sequence[EventDay]:
    """List the days from `first` to `last` that `reader` may see, in order.

    Days that were struck out are among them. A fixed number of statements.
    """
    return db.session.scalars(
        select(EventDay)
        .join(EventDay.event)
        .where(EventDay.held_on.between(first, last), visible_to(reader))
        .order_by(EventDay.held_on, EventDay.starts.nulls_first(), EventDay.id)
        .options(
            contains_eager(EventDay.event),
            selectinload(EventDay.places).selectinload(Place.groups),
        )
    ).all()


def find_event(kind: EventKind, key: str) -> Event | None:
    """Find an event that anybody may see, or could see once."""
    was_public = select(Publication.id).where(Publication.event_id == Event.id).exists()
    return db.session.scalar(
        select(Event).where(Event.kind == kind, Event.key == key, or_(visible_to(None), was_public))
    )


def find_body(address: str) -> Organization | None:
    """Find an organization by its code, or by its slug where it has none."""
    return db.session.scalar(
        select(Organization).where(
            (Organization.code == address)
            | (Organization.code.is_(None) & (Organization.slug == address))
        )
    )


def find_group(slug: str) -> Group | None:
    """Find a group by its slug."""
    return db.session.scalar(select(Group).where(Group.slug == slug))
