"""Writing notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.errors import Refused
from exchange.domain.note import Note
from exchange.domain.notes_draft import NotesDraft, notes_draft
from exchange.lib.i18n import N_
from exchange.publication import revisions
from exchange.publication.services import follow_up
from exchange.seating.services import lock

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.notes_draft import NoteDraft


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


def write_notes(
    event: Event, draft: NotesDraft, *, revision: int, by: Account | None = None, at: datetime
) -> None:
    """Make the notes of `event` say what `draft` says. A note that stays keeps its address.

    Raises `WrittenMeanwhile` when they no longer say what they said at `revision`.
    """
    event = lock(event)
    now, number = notes_draft(event), revisions.number(event)
    if now.bare == draft.bare:
        return
    if revision != number:
        base = revisions.at_number(event, revision) or NotesDraft()
        raise WrittenMeanwhile(base, now, number)
    write(event, draft)
    follow_up(event, by=by, at=at)


def write(event: Event, draft: NotesDraft) -> None:
    """Put `draft` onto the rows of `event`."""
    known = {note.id: note for note in event.notes}
    event.notes = [_written(known.pop(one.id or 0, None), one) for one in draft.notes]
    event.notes.reorder()  # type: ignore[attr-defined]  # an ordering_list


def _written(note: Note | None, draft: NoteDraft) -> Note:
    note = note or Note()
    note.say(draft)
    return note
