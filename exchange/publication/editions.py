"""The edition: a number that changes whenever readers see something new."""

from __future__ import annotations

from sqlalchemy import select, update

from exchange.domain.edition import Edition
from exchange.extensions import db

EVENTS = "events"
CURRENT = select(Edition.number).where(Edition.name == EVENTS)
"""Made once, for it is asked with every feed and page."""


def current() -> int:
    """Give the number of the last change to the events."""
    return db.session.scalar(CURRENT) or 0


def take_next() -> int:
    """Count one change, and make every other change wait until this one is settled."""
    counted = db.session.scalar(
        update(Edition)
        .where(Edition.name == EVENTS)
        .values(number=Edition.number + 1)
        .returning(Edition.number)
        .execution_options(synchronize_session=False)
    )
    if counted is None:
        db.session.add(Edition(name=EVENTS, number=1))
        db.session.flush()
        return 1
    return counted
