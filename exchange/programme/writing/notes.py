"""The notes of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.note import Note
from exchange.domain.notes_draft import LineDraft, NoteDraft
from exchange.lib.pairing import origins
from exchange.programme import document, parts
from exchange.programme.writing.rows import pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.event import Event

UNMARKED = document.Mark.model_construct(item=0)


def settled(items: Sequence[document.Note], event: Event | None) -> list[document.Note]:
    """Give `items` with what they leave to the notes of `event`: what is known of their lines."""
    rows = _rows_of(items, event) if event else [None] * len(items)
    return [
        item.model_copy(update={"marks": _marks(item, row)})
        for item, row in zip(items, rows, strict=True)
    ]


def _rows_of(items: Sequence[document.Note], event: Event) -> list[Note | None]:
    """Find for each of `items` the note that it was: one that keeps its heading stays the same."""
    found, _ = pair(
        items,
        event.notes,
        lambda item, note: (item.heading, item.speaker) == (note.heading, note.speaker),
        lambda item, note: item.heading == note.heading,
        lambda _item, _note: True,
    )
    return found


def _marks(item: document.Note, row: Note | None) -> list[document.Mark] | None:
    if item.marks is None:
        marks = _kept_marks(item, row) if row else []
    else:
        marks = sorted(item.marks, key=lambda mark: mark.item)
    return [mark for mark in marks if not mark.says_nothing] or None


def _kept_marks(item: document.Note, row: Note) -> list[document.Mark]:
    """Give what is known of the lines of `row` that stay or are only reworded."""
    known = {mark.item: mark for mark in parts.of_note(row).marks or []}
    was = origins([line.text for line in row.lines], item.items)
    return [
        known[origin].model_copy(
            update={"item": number, "level": known[origin].level if number else 0}
        )
        for number, origin in enumerate(was)
        if origin in known
    ]


def write(event: Event, items: Sequence[document.Note]) -> None:
    """Make the notes say what `items`, which are settled, say."""
    notes = []
    for item, row in zip(items, _rows_of(items, event), strict=True):
        note = row or Note()
        note.say(_draft(item))
        notes.append(note)
    event.notes = notes
    event.notes.reorder()  # type: ignore[attr-defined]  # an ordering_list


def _draft(item: document.Note) -> NoteDraft:
    marks = {mark.item: mark for mark in item.marks or []}
    return NoteDraft(
        heading=item.heading,
        kind=item.kind,
        speaker=item.speaker,
        lines=tuple(
            _line(text, marks.get(number, UNMARKED)) for number, text in enumerate(item.items)
        ),
    )


def _line(text: str, mark: document.Mark) -> LineDraft:
    return LineDraft(
        text=text,
        level=mark.level,
        speaker=mark.speaker,
        organization=mark.organization,
        theme=mark.theme,
        is_proposal=mark.proposal,
    )
