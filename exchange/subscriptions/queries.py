"""What stands in a personal feed, and how often its holder was told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.day import EventDay
from exchange.domain.event import Event
from exchange.domain.personal_feed import PersonalFeed
from exchange.domain.place import Place
from exchange.domain.registration import Registration
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement


def feed_of(email: str) -> PersonalFeed | None:
    """Find the feed of a mail address, if anybody was told of one."""
    return db.session.scalar(select(PersonalFeed).where(PersonalFeed.email == email))


def registrations_in(feed: PersonalFeed, is_within: ColumnElement[bool]) -> Sequence[Registration]:
    """List what `feed` holds of the events of which `is_within` holds, the oldest first.

    With all that calendar entries show, in a fixed number of statements.
    """
    theirs = (
        Registration.feed_id == feed.id if feed.email is None else Registration.email == feed.email
    )
    days = selectinload(EventDay.places).selectinload(Place.groups)
    return db.session.scalars(
        select(Registration)
        .join(Registration.event)
        .where(theirs, Registration.erased_at.is_(None), is_within)
        .order_by(Registration.queued_at, Registration.id)
        .options(
            joinedload(Registration.organization),
            joinedload(Registration.event).options(
                joinedload(Event.series),
                joinedload(Event.programme),
                selectinload(Event.speakers),
                selectinload(Event.days).options(days),
            ),
            selectinload(Registration.days),
            selectinload(Registration.former_days),
        )
    ).all()


def lasts_until(day: date) -> ColumnElement[bool]:
    """Give the condition that an `Event` has a day on `day` or later, be it struck out.

    An event that was put off has no dates any more, but calendars have its days.
    """
    was = Event.last_on.is_(None) & Event.days.any(EventDay.held_on >= day)
    return or_(Event.last_on >= day, was)


def spoken_of(event: Event, email: str | None = None) -> dict[str, int]:
    """Count, by the address, what people said of their places at `event`: what they changed and began anew.

    SEQUENCE grows with it, so that whoever cancels and comes back is heard, too.
    """
    counted = (
        select(
            Registration.email, func.sum(Registration.revision) + func.count(Registration.id) - 1
        )
        .where(Registration.event_id == event.id, Registration.email != "")
        .group_by(Registration.email)
    )
    if email is not None:
        counted = counted.where(Registration.email == email)
    return {address: int(number) for address, number in db.session.execute(counted)}
