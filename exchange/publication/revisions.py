"""Revisions of notes: what they said from one change to the next, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from exchange.domain.notes_draft import NotesDraft, from_json, notes_draft, to_json
from exchange.domain.notes_revision import NotesRevision
from exchange.extensions import db

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.event import Event


def remember(event: Event, *, by: Account | None, at: datetime) -> None:
    """Keep what the notes of `event` say now, if it is not what they said before.

    The notes have been flushed, and nobody else changes them meanwhile.
    """
    last = _latest(event)
    before = from_json(last.content) if last else NotesDraft()
    now = notes_draft(event)
    if now == before:
        return
    for note, draft in zip(event.notes, now.notes, strict=True):
        if draft not in before.notes:
            note.changed_at = at
    number = last.number + 1 if last else 1
    db.session.add(
        NotesRevision(event=event, number=number, saved_at=at, account=by, content=to_json(now))
    )


def number(event: Event) -> int:
    """Tell which revision of its notes `event` has come to. 0 when none were ever written."""
    newest = select(func.max(NotesRevision.number)).where(NotesRevision.event_id == event.id)
    return db.session.scalar(newest) or 0


def at_number(event: Event, number: int) -> NotesDraft | None:
    """Give what the notes of `event` said at a revision; at 0 nothing. None when there was none."""
    if number == 0:
        return NotesDraft()
    content = db.session.scalar(
        select(NotesRevision.content).where(
            NotesRevision.event_id == event.id, NotesRevision.number == number
        )
    )
    return None if content is None else from_json(content)


def _latest(event: Event) -> NotesRevision | None:
    return db.session.scalar(
        select(NotesRevision)
        .where(NotesRevision.event_id == event.id)
        .order_by(NotesRevision.number.desc())
        .limit(1)
    )
