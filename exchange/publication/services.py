"""Making a changed event whole: dates, audience, calendars, search, edition."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from exchange.domain.registration import Registration
from exchange.extensions import db
from exchange.publication import announcing, audience, editions, fingerprint
from exchange.search import index

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.event import Event


def follow_up(event: Event, *, at: datetime) -> None:
    """Bring all that is derived of `event` in line with it, and count the change.

    Every service that changes an event ends with this, in its transaction.
    """
    db.session.flush()
    event.settle_dates()
    event.changed_at = at
    event.revision += 1
    audience.restate(event)
    announcing.announce(event)
    _restamp(event, at)
    index.put(event)
    event.edition = editions.take_next(at)
    db.session.flush()


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
