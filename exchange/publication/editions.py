"""The edition: a number that changes whenever readers see something new.

Whoever keeps what was made of the events keeps `current` with it, read first and in the same
transaction, and hands it out as long as that is the number that is `settled`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import case, select, update

from exchange.domain.edition import Edition
from exchange.domain.event import Event
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Engine

EVENTS = "events"
_COUNTED_IN = "edition_counted_in"
"""Where a session keeps the transaction in which a change was counted last."""
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


def changed_at() -> datetime:
    """Give the second of the last change to the events, as the present transaction sees it."""
    second = db.session.scalar(select(Edition.second).where(Edition.name == EVENTS)) or 0
    return datetime.fromtimestamp(second, UTC)


def changed_since(edition: int) -> Collection[int] | None:
    """Give the ids of the events that were changed after `edition`.

    None where something else was changed as well, or more than can be told by them.
    """
    changed = frozenset(db.session.scalars(select(Event.id).where(Event.edition > edition)))
    return changed if len(changed) == current() - edition else None


def take_next(at: datetime | None = None) -> int:
    """Count one change, and make every other change wait until this one is settled.

    With `at` the second of the change is noted. All changes of one transaction share it, and
    it is later than those of the transactions before, so that a reader who compares seconds
    misses none.
    """
    values: dict[str, object] = {"number": Edition.number + 1}
    if at is not None and _is_first():
        second = int(at.timestamp())
        values["second"] = case((Edition.second < second, second), else_=Edition.second + 1)
    counted = db.session.scalar(
        update(Edition)
        .where(Edition.name == EVENTS)
        .values(values)
        .returning(Edition.number)
        .execution_options(synchronize_session=False)
    )
    if counted is None:
        db.session.add(Edition(name=EVENTS, number=1, second=int(at.timestamp()) if at else 0))
        db.session.flush()
        return 1
    return counted


def _is_first() -> bool:
    """Tell whether nothing was counted in the present transaction so far, and note that it is now."""
    present = db.session().get_transaction()
    info = db.session().info
    if present is not None and info.get(_COUNTED_IN) is present:
        return False
    info[_COUNTED_IN] = present
    return True
