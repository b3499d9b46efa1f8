"""What was said at an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.programme import document

if TYPE_CHECKING:
    from exchange.domain.note import Note


def of_note(note: Note) -> document.Note:
    return document.Note.model_construct(
        heading=note.heading,
        kind=note.kind,
        speaker=note.speaker,
        items=[line.text for line in note.lines],
    )
