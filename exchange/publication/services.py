"""Making a changed event whole: dates, audience, calendars, notes, search, edition."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from exchange.domain.note import Note
from exchange.domain.registration import Registration
from exchange.extensions import db
from exchange.publication import (
    announcing,
    audience,
    editions,
    fingerprint,
    proposals,
    revisions,
)
from exchange.search import index

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.event import Event


def follow_up(event: Event, *, at: datetime, by: Account | None = None) -> None:
    """Bring all that is derived of `event` in line with it, and count the change.

    Every service that changes an event ends with this, in its transaction. `by` stands beside
    the revision of its notes, when they are what was changed.
    """
    db.session.flush()
    _read_notes(event)
    event.settle_dates()
    event.changed_at = at
    event.revision += 1
    audience.restate(event)
    announcing.announce(event)
    _restamp(event, at)
    revisions.remember(event, by=by, at=at)
    proposals.gather(event)
    index.put(event)
    event.edition = editions.take_next(at)
    db.session.flush()


def _read_notes(event: Event) -> None:
    """Read the notes with their lines in three statements, however many there are."""
    if event.notes:  # which holds them: the session alone would let go of them and their lines
        notes = select(Note).where(Note.event_id == event.id)
        db.session.scalars(notes.options(selectinload(Note.lines))).all()


def _restamp(event: Event, at: datetime) -> None:
    """Count a revision of each day that looks different now.

    The calendars of those who registered show the newer of their own stamp and
    the day's, so the day's must be newer than theirs.
    """
    looks = {day: fingerprint.of_day(day) for day in event.days}
    changed = [day for day, look in looks.items() if look != day.fingerprint]
    if not changed:
        return
    newest = db.session.scalar(
        select(func.max(Registration.stamped_at)).where(Registration.event_id == event.id)
    )
    if newest is not None:
        at = max(at, newest + timedelta(seconds=1))
    for day in changed:
        day.restamp(looks[day], at)
