"""Making the index anew while it is in use: rows first, then what the database makes of them.

Everything is done in small transactions, so that nobody waits for long; and what was begun and not
finished goes on where it was.
"""

from __future__ import annotations

import re
from time import sleep
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text
from sqlalchemy.orm import joinedload, selectinload

from exchange.domain.day import EventDay
from exchange.domain.event import Event
from exchange.domain.note import Note
from exchange.domain.note_search import INDEX, NoteSearch
from exchange.extensions import db
from exchange.search import index
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS_AT_ONCE = 20
NOTES_AT_ONCE = 100
GAP = 0.03
"""Seconds left to other writers: on SQLite they look only now and then whether it is their turn."""
RECORDS_AT_ONCE = 500

_COLUMNS = "heading, folded, heading_letters, letters"
_PUT = f"INSERT INTO note_fts_new (rowid, {_COLUMNS}) SELECT * FROM note_fts_content"  # noqa: S608  # our own names
# As far as the new index has come, it must be told what is written meanwhile.
_DONE = "(SELECT sid FROM note_fts_progress)"
_PUT_NEW = f"{_PUT} WHERE sid = new.sid AND sid <= {_DONE};"
_TAKE_OLD = (
    f"INSERT INTO note_fts_new (note_fts_new, rowid, {_COLUMNS}) SELECT 'delete', old.sid,"  # our own names
    " search_grams(old.folded_heading), search_grams(old.folded),"
    " search_letters(old.folded_heading), search_letters(old.folded)"
    f" WHERE old.sid <= {_DONE};"
)
_NAME = re.compile('"?note_fts"? USING')  # quoted, once it was renamed
_BESIDE = (
    "CREATE TABLE note_fts_progress (sid BIGINT NOT NULL)",
    "INSERT INTO note_fts_progress VALUES (-1)",
    f"CREATE TRIGGER note_fts_new_insert AFTER INSERT ON note_search BEGIN {_PUT_NEW} END",
    f"CREATE TRIGGER note_fts_new_delete AFTER DELETE ON note_search BEGIN {_TAKE_OLD} END",
    f"CREATE TRIGGER note_fts_new_update AFTER UPDATE ON note_search BEGIN {_TAKE_OLD} {_PUT_NEW} END",
)


def amount() -> int:
    """Tell how much there is to do, in the unit of `reindex`: events and notes."""
    events = select(func.count()).select_from(Event).scalar_subquery()
    notes = select(func.count()).select_from(Note).scalar_subquery()
    return db.session.scalar(select(events + notes)) or 0


def reindex() -> Iterator[int]:
    """Make the index anew, and tell again and again how much more was done."""
    yield from _rows()
    yield from _rebuild_sqlite() if db.engine.dialect.name == "sqlite" else _rebuild_postgresql()


def _rows() -> Iterator[int]:
    last = 0
    while True:
        with unit_of_work():
            events = db.session.scalars(
                select(Event)
                .where(Event.id > last)
                .order_by(Event.id)
                .limit(EVENTS_AT_ONCE)
                .options(
                    joinedload(Event.series),
                    joinedload(Event.programme),
                    selectinload(Event.notes).selectinload(Note.lines),
                    selectinload(Event.days).selectinload(EventDay.places),
                    selectinload(Event.photos),
                    selectinload(Event.materials),
                )
            ).all()
            for event in events:
                index.put(event)
            last = max((event.id for event in events), default=last)
        if not events:
            return
        yield len(events)


def _rebuild_postgresql() -> Iterator[int]:
    notes = db.session.scalar(select(func.count()).select_from(Note)) or 0
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in (f"{INDEX}_heading", f"{INDEX}_folded"):
            connection.execute(text(f"DROP INDEX IF EXISTS {name}_ccnew"))  # of one broken off
            connection.execute(text(f"REINDEX INDEX CONCURRENTLY {name}"))
    yield notes


def _rebuild_sqlite() -> Iterator[int]:
    """Make the new index beside the one in use, then put it in its place."""
    with unit_of_work():
        if not _exists("note_fts_new"):
            kept = db.session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'note_fts'"))
            _execute(_NAME.sub("note_fts_new USING", str(kept)), *_BESIDE)
    while copied := _copy():
        sleep(GAP)
        yield copied
    with unit_of_work():
        _put_in_place()
    while _clear():
        pass
    with unit_of_work():
        _execute("DROP TABLE IF EXISTS note_fts_old")


def _copy() -> int:
    """Index the next notes, and tell how many."""
    with unit_of_work():
        done = db.session.scalar(text("SELECT sid FROM note_fts_progress"))
        sids = db.session.scalars(
            select(NoteSearch.sid)
            .where(NoteSearch.sid > done)
            .order_by(NoteSearch.sid)
            .limit(NOTES_AT_ONCE)
        ).all()
        if sids:
            span = {"done": done, "last": sids[-1]}
            db.session.execute(text(f"{_PUT} WHERE sid > :done AND sid <= :last"), span)
            db.session.execute(text("UPDATE note_fts_progress SET sid = :last"), span)
    return len(sids)


def _put_in_place() -> None:
    triggers = db.session.execute(
        text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'note_search'"
        )
    ).all()
    _execute(*(f"DROP TRIGGER {name}" for name, _ in triggers))
    _execute(
        "DROP TABLE note_fts_progress",
        "ALTER TABLE note_fts RENAME TO note_fts_old",
        "ALTER TABLE note_fts_new RENAME TO note_fts",
        *(sql for name, sql in triggers if not name.startswith("note_fts_new")),
    )


def _clear() -> int:
    """Delete some of what the former index kept: dropped at once, it would keep writers waiting."""
    with unit_of_work():
        if not _exists("note_fts_old"):
            return 0
        return db.session.execute(  # type: ignore[attr-defined, no-any-return]  # a cursor's result
            text(
                "DELETE FROM note_fts_old_data WHERE id IN"
                " (SELECT id FROM note_fts_old_data WHERE id > 10 LIMIT :some)"
            ),
            {"some": RECORDS_AT_ONCE},
        ).rowcount


def _exists(name: str) -> bool:
    found = text("SELECT 1 FROM sqlite_master WHERE name = :name")
    return db.session.scalar(found, {"name": name}) is not None


def _execute(*statements: str) -> None:
    for statement in statements:
        db.session.connection().exec_driver_sql(statement)
