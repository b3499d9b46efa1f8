"""The edition: a number that changes whenever readers see something new.

Whoever keeps what was made of the events keeps `current` with it, read first and in the same
transaction, and hands it out as long as that is the number that is `settled`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from exchange.domain.edition import Edition
from exchange.domain.event import Event
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

EVENTS = "events"
_SETTLED = f"SELECT number FROM edition WHERE name = '{EVENTS}'"  # noqa: S608  # a constant


def current() -> int:
    """Give the number of the last change to the events, as the present transaction sees it."""
    return db.session.scalar(select(Edition.number).where(Edition.name == EVENTS)) or 0


def settled(engine: Engine | None = None) -> int:
    """Give the number of the last change to the events that is in force for everybody.

    It is asked of the driver: before an answer that is kept ready, a session
    would take twenty times as long as the question. Whoever has no present
    application names the `engine`.
    """
    connection = (engine or db.engine).raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(_SETTLED)
        row = cursor.fetchone()
        return row[0] if row else 0
    finally:
        connection.close()


def changed_since(edition: int) -> Sequence[int] | None:
    """List the ids of the events that were changed after `edition`.

    None where something else was changed as well, or more than can be told by them.
    """
    changed = db.session.scalars(select(Event.id).where(Event.edition > edition)).all()
    return changed if len(changed) == current() - edition else None


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
