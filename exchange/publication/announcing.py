"""Whose calendars have an event, and which of them it is no longer for.

A calendar that copied an event must be told when it is withdrawn: what merely vanishes from
a feed stays alive in many programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from exchange.domain.publication import Publication
from exchange.domain.registration import former_registration_day, registration_day
from exchange.extensions import db

if TYPE_CHECKING:
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event

Audience = tuple[int | None, int | None]
"""The ids of a body or of a group; neither is everybody."""
EVERYBODY: Audience = (None, None)


def announce(event: Event) -> None:
    """Remember what the public sees of `event`, and whose feeds it stands in.

    Call with the audience restated. Nothing is remembered of what is not public.
    """
    if not event.is_public:
        return
    for day in event.days:
        day.publish()
    had = {_of(one) for one in event.publications}
    event.publications += [
        Publication(organization_id=body, group_id=group)
        for body, group in sorted(_present(event) - had, key=str)
    ]


def lost(event: Event) -> list[Audience]:
    """List the audiences that had `event` and that it no longer names."""
    had = {_of(one) for one in event.publications}
    return sorted(had - _present(event), key=str)


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
