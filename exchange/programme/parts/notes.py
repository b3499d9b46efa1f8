"""What was said at an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.programme import document

if TYPE_CHECKING:
    from exchange.domain.note import Note, NoteLine


def of_note(note: Note) -> document.Note:
    marks = [of_line(number, line) for number, line in enumerate(note.lines)]
    return document.Note.model_construct(
        heading=note.heading,
        kind=note.kind,
        speaker=note.speaker,
        items=[line.text for line in note.lines],
        marks=[mark for mark in marks if not mark.says_nothing] or None,
    )


def of_line(number: int, line: NoteLine) -> document.Mark:
    return document.Mark.model_construct(
        item=number,
        level=line.level,
        speaker=line.speaker,
        organization=line.organization,
        theme=line.theme,
        proposal=line.is_proposal,
    )
