"""Making a changed event whole: dates, audience, calendars, search, edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.extensions import db
from exchange.publication import audience, editions, fingerprint
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
    for day in event.days:
        day.restamp(fingerprint.of_day(day), at)
    index.put(event)
    editions.take_next()
    db.session.flush()
