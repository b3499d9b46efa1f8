"""Whom an event concerns: the bodies and groups that its parts name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.event import Event, EventAudience
from exchange.domain.group import Group
from exchange.domain.organization import Organization
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement

COUNTED = re.compile(r"(?P<stem>.+?)(?:\d+[市区町村])+")
"""置賜3市5町: a group by the number of its members that came."""
LOADED = (
    selectinload(Event.audiences).options(
        joinedload(EventAudience.organization),
        joinedload(EventAudience.group).selectinload(Group.organizations),
    ),
)
"""What `organizations_of` reads, for queries that ask it of many events."""
SUFFIXES = ("地域", "地区", "圏域")


def restate(event: Event) -> None:
    """Make `event.audiences` anew from what the event's parts say."""
    organizations, groups = _named(event)
    event.audiences = [
        *(EventAudience(group=group) for group in groups),
        *(EventAudience(organization=body) for body in organizations if body.group not in groups),
    ]


def _named(event: Event) -> tuple[Sequence[Organization], Sequence[Group]]:
    """List the bodies and the groups that the event names anywhere."""
    groups = [
        *(event.partnership.groups if event.partnership else []),
        *(group for day in event.days for place in day.places for group in place.groups),
        *(quota.group for quota in event.quotas if quota.group),
    ]
    bodies = [
        *(body for booth in event.booths for body in booth.organizations),
        *(quota.organization for quota in event.quotas if quota.organization),
    ]
    present = event.headcount.present if event.headcount else []
    if present:
        bodies += _bodies_worded(present)
        groups += _groups_worded(present)
    return list(dict.fromkeys(bodies)), list(dict.fromkeys(groups))


def _bodies_worded(words: Iterable[str]) -> Sequence[Organization]:
    return db.session.scalars(
        select(Organization).where(Organization.name.in_(list(words))).order_by(Organization.id)
    ).all()


def _groups_worded(words: Iterable[str]) -> Sequence[Group]:
    named = Group.name.in_(names_in(words))
    return db.session.scalars(select(Group).where(named).order_by(Group.id)).all()


def names_in(words: Iterable[str]) -> list[str]:
    """List the names that `words` may mean: 置賜3市5町 may be 置賜 or 置賜地域."""
    words = list(words)
    stems = {found["stem"] for word in words if (found := COUNTED.fullmatch(word))}
    return [*stems, *(stem + suffix for stem in stems for suffix in SUFFIXES), *words]


def organizations_of(event: Event) -> Sequence[Organization]:
    """List the bodies that `event` names, its groups' members among them, in their order."""
    named = {
        body.id: body
        for part in event.audiences
        for body in (part.group.organizations if part.group else [part.organization])
        if body is not None
    }
    return [named[key] for key in sorted(named)]


def concerns(organization: Organization) -> ColumnElement[bool]:
    """Give the condition that an `Event` concerns `organization`, for a query."""
    mine = EventAudience.organization_id == organization.id
    if organization.group_id is not None:
        mine = or_(mine, EventAudience.group_id == organization.group_id)
    return or_(_named_by(mine), ~_named_by(None))


def concerns_group(group: Group) -> ColumnElement[bool]:
    """Give the condition that an `Event` concerns `group` or one of its bodies."""
    members = select(Organization.id).where(Organization.group_id == group.id)
    mine = or_(EventAudience.group_id == group.id, EventAudience.organization_id.in_(members))
    return or_(_named_by(mine), ~_named_by(None))


def _named_by(condition: ColumnElement[bool] | None) -> ColumnElement[bool]:
    of_the_event = EventAudience.event_id == Event.id
    return exists().where(of_the_event if condition is None else and_(of_the_event, condition))
