"""Writing notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exchange.domain.errors import Refused
from exchange.domain.note import Note
from exchange.domain.notes_draft import NotesDraft, notes_draft
from exchange.lib.i18n import N_
from exchange.notes.merging import merge
from exchange.publication import revisions
from exchange.publication.services import follow_up
from exchange.seating.services import lock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.notes_draft import LineDraft, NoteDraft

MOST_NOTES = 100


class WrittenMeanwhile(Refused):
    """Somebody else saved the notes that were being written.

    `base` is what both began from, `theirs` what the notes say now, `number` the revision of that.
    """

    message = N_("Somebody else saved this while you were editing. Your version is not saved yet.")

    def __init__(self, base: NotesDraft, theirs: NotesDraft, number: int) -> None:
        super().__init__()
        self.base = base
        self.theirs = theirs
        self.number = number


class TooManyNotes(Refused):
    message = N_("One event has room for %(most)d notes.")


def write_notes(
    event: Event, draft: NotesDraft, *, revision: int, by: Account | None = None, at: datetime
) -> None:
    """Make the notes of `event` say what `draft` says. A note that stays keeps its address.

    Raises `WrittenMeanwhile` when they no longer say what they said at `revision`, and
    `TooManyNotes` when there would be more than before, and too many.
    """
    event = lock(event)
    now, number = notes_draft(event), revisions.number(event)
    if now.bare == draft.bare:
        return
    if len(draft.notes) > max(MOST_NOTES, len(now.notes)):
        raise TooManyNotes(most=MOST_NOTES)
    if revision != number:
        raise _written_meanwhile(event, now, number, since=revision)
    write(event, draft)
    follow_up(event, by=by, at=at)


def write_lines(
    event: Event,
    note_id: int,
    lines: Sequence[LineDraft],
    *,
    revision: int,
    by: Account | None = None,
    at: datetime,
) -> None:
    """Make one note say `lines`, whatever became of the other notes since `revision`.

    Raises `WrittenMeanwhile` when the same note was changed meanwhile.
    """
    event = lock(event)
    now, number = notes_draft(event), revisions.number(event)
    base = revisions.at_number(event, revision) or NotesDraft()
    blocks = merge(base, now, with_lines(base, note_id, lines))
    if any(block.fate.is_conflict for block in blocks):
        raise _written_meanwhile(event, now, number, since=revision)
    draft = NotesDraft(notes=tuple(block.settled for block in blocks if block.settled))
    write_notes(event, draft, revision=number, by=by, at=at)


def with_lines(draft: NotesDraft, note_id: int, lines: Sequence[LineDraft]) -> NotesDraft:
    """Give `draft` with other lines in one of its notes."""
    return NotesDraft(
        notes=tuple(
            replace(note, lines=tuple(lines)) if note.id == note_id else note
            for note in draft.notes
        )
    )


def restore_notes(
    event: Event, wanted: int, *, revision: int, by: Account | None = None, at: datetime
) -> None:
    """Make the notes of `event` say again what they said at the revision `wanted`.

    What they say now stays in its own revision. A note that is gone comes back as a new one.

    Raises `WrittenMeanwhile` when they no longer say what they said at `revision`.
    """
    draft = revisions.at_number(event, wanted)
    if draft is not None:
        write_notes(event, draft, revision=revision, by=by, at=at)


def write(event: Event, draft: NotesDraft) -> None:
    """Put `draft` onto the rows of `event`."""
    known = {note.id: note for note in event.notes}
    event.notes = [_written(known.pop(one.id or 0, None), one) for one in draft.notes]
    event.notes.reorder()  # type: ignore[attr-defined]  # an ordering_list


def _written(note: Note | None, draft: NoteDraft) -> Note:
    note = note or Note()
    note.say(draft)
    return note


def _written_meanwhile(
    event: Event, now: NotesDraft, number: int, *, since: int
) -> WrittenMeanwhile:
    base = revisions.at_number(event, since) or NotesDraft()
    return WrittenMeanwhile(base, now, number)
