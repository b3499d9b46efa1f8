"""What calendars ask: the days of a feed, and the moment of the last change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from exchange.domain.day import EventDay
from exchange.domain.event import Event, EventKind
from exchange.domain.group import Group
from exchange.domain.organization import Organization
from exchange.domain.place import Place
from exchange.extensions import db
from exchange.policy import visible_to
from exchange.publication.audience import concerns, concerns_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from exchange.domain.account import Account

BATCH = 200
"""Days that are in memory at the same time while a feed is made."""
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
"""When a programme without any event was last changed."""


@dataclass(frozen=True)
class Scope:
    """Which public days a feed holds, by the ids of what narrows it."""

    kind: EventKind | None = None
    organization_id: int | None = None
    group_id: int | None = None
    event_id: int | None = None


def days_in(scope: Scope) -> Iterator[EventDay]:
    """Give the days that anybody may see within `scope`, in order, with all an entry shows.

    A fixed number of statements for each batch. Days that were struck out are among them.
    """
    statement = (
        select(EventDay)
        .join(EventDay.event)
        .where(visible_to(None))
        .order_by(EventDay.held_on, EventDay.event_id, EventDay.number)
        .options(
            contains_eager(EventDay.event).options(
                joinedload(Event.series),
                joinedload(Event.programme),
                selectinload(Event.speakers),
                selectinload(Event.days),
            ),
            selectinload(EventDay.places).selectinload(Place.groups),
        )
    )
    if scope.kind is not None:
        statement = statement.where(Event.kind == scope.kind)
    if scope.event_id is not None:
        statement = statement.where(Event.id == scope.event_id)
    if scope.organization_id is not None:
        body = db.session.get_one(Organization, scope.organization_id)
        statement = statement.where(concerns(body))
    if scope.group_id is not None:
        statement = statement.where(concerns_group(db.session.get_one(Group, scope.group_id)))
    return iter(db.session.scalars(statement.execution_options(yield_per=BATCH)))


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


def last_change() -> datetime:
    """Give the moment at which any event was last changed."""
    return db.session.scalar(select(func.max(Event.changed_at))) or BEFORE_ALL


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
