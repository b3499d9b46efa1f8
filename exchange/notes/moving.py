"""Moving a note to the event it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.errors import Refused
from exchange.lib.i18n import N_
from exchange.notes.services import MOST_NOTES, TooManyNotes
from exchange.publication.services import follow_up
from exchange.seating.services import lock

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.event import Event


class NoteGone(Refused):
    message = N_("This note is not here any more. Somebody removed or moved it.")


def move_note(
    event: Event, note_id: int, target: Event, *, by: Account | None = None, at: datetime
) -> None:
    """Put a note of `event` behind those of `target`. It stays the same note, its proposals too.

    Raises `NoteGone` when it is no longer under `event`, and `TooManyNotes` when `target` is full.
    """
    for one in sorted((event, target), key=lambda one: one.id):  # so that nobody waits in a circle
        lock(one)
    note = next((note for note in event.notes if note.id == note_id), None)
    if note is None:
        raise NoteGone
    if len(target.notes) >= MOST_NOTES:
        raise TooManyNotes(most=MOST_NOTES)
    target.notes.append(note)  # which takes it out of those of `event`
    event.notes.reorder()  # type: ignore[attr-defined]  # an ordering_list
    follow_up(target, by=by, at=at)  # first: it takes the proposals along
    follow_up(event, by=by, at=at)
