"""Whose calendars have an event, and which of them it is no longer for.

A calendar that copied an event must be told when it is withdrawn: what merely vanishes from
a feed stays alive in many programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from exchange.domain.organization import Organization
from exchange.domain.publication import Publication
from exchange.domain.registration import former_registration_day, registration_day
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event

Audience = tuple[int | None, int | None]
"""The ids of a body or of a group; neither is everybody."""
EVERYBODY: Audience = (None, None)
_Feed = tuple[str, int]
"""A word for what a feed is of, and its id."""


def announce(event: Event) -> None:
    """Remember what the public sees of `event`, until when, and whose feeds it stands in.

    Call with dates and audience restated. Of what is not public, nothing is remembered but
    until when those who registered have it.
    """
    if not event.is_draft and event.last_on is not None:
        event.shown_until = max(event.shown_until or event.last_on, event.last_on)
    if not event.is_public:
        return
    for day in event.days:
        day.publish()
    present, had = _present(event), {_of(one) for one in event.publications}
    event.publications += [
        Publication(organization_id=body, group_id=group)
        for body, group in sorted(present - had, key=str)
    ]
    for one in event.publications:
        if _of(one) in present:
            one.last_number = max((day.number for day in event.days), default=0)


def lost(event: Event) -> Sequence[Sequence[object]]:
    """List the feeds that had `event` and that it no longer concerns: of bodies, and of groups.

    Where everybody had it, that is all but those that are listed.
    """
    had, present = {_of(one) for one in event.publications}, _present(event)
    if EVERYBODY in present or had <= present:
        return []
    groups = _groups_of_bodies()
    concerned = _feeds(present, groups)
    if EVERYBODY in had:
        return [["all but"], *sorted(concerned)]
    return sorted(_feeds(had, groups) - concerned)


def _feeds(audiences: Collection[Audience], groups: Mapping[int, int | None]) -> set[_Feed]:
    """Give the feeds in which stands what names `audiences`."""
    named = {group for _, group in audiences if group is not None}
    bodies = {body for body, _ in audiences if body is not None}
    their_groups = {group for body in bodies if (group := groups.get(body)) is not None}
    members = {body for body, group in groups.items() if group in named}
    return {("body", body) for body in bodies | members} | {
        ("group", group) for group in named | their_groups
    }


def _groups_of_bodies() -> Mapping[int, int | None]:
    bodies = db.session.execute(select(Organization.id, Organization.group_id))
    return {row.id: row.group_id for row in bodies}


def _present(event: Event) -> set[Audience]:
    named = {
        (one.organization.id if one.organization else None, one.group.id if one.group else None)
        for one in event.audiences
    }
    return named or {EVERYBODY}


def _of(one: Publication) -> Audience:
    return one.organization_id, one.group_id


def is_known(day: EventDay) -> bool:
    """Tell whether a calendar may have `day`: it was public once, or somebody registered for it."""
    if day.published_on is not None:
        return True
    chosen = (
        exists().where(table.c.day_id == day.id)
        for table in (registration_day, former_registration_day)
    )
    return bool(db.session.scalar(select(or_(*chosen))))
