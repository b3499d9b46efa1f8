"""What the notes of an event say, or shall say, as values: in a form, and in a revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from exchange.domain.note import NoteKind

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from exchange.domain.note import Note, NoteLine


@dataclass(frozen=True, kw_only=True)
class LineDraft:
    """A bullet line. `level` is 0, or 1 for a line under another."""

    text: str
    level: int = 0
    speaker: str = ""
    organization: str = ""
    """The body of whoever said it, as worded."""
    theme: str = ""
    is_proposal: bool = False


@dataclass(frozen=True, kw_only=True)
class NoteDraft:
    """A headed block. `id` is that of the note it was, None for a new one."""

    id: int | None = None
    heading: str
    kind: NoteKind | None = None
    speaker: str = ""
    lines: tuple[LineDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotesDraft:
    """All notes of one event, in order."""

    notes: tuple[NoteDraft, ...] = ()

    @property
    def bare(self) -> NotesDraft:
        """The same without what ties its blocks to rows."""
        return NotesDraft(notes=tuple(replace(note, id=None) for note in self.notes))


def notes_draft(event: Event) -> NotesDraft:
    """Give what the notes of `event` say now."""
    return NotesDraft(notes=tuple(map(note_draft, event.notes)))


def note_draft(note: Note) -> NoteDraft:
    return NoteDraft(
        id=note.id,
        heading=note.heading,
        kind=note.kind,
        speaker=note.speaker,
        lines=tuple(map(_line_draft, note.lines)),
    )


def _line_draft(line: NoteLine) -> LineDraft:
    return LineDraft(
        text=line.text,
        level=line.level,
        speaker=line.speaker,
        organization=line.organization,
        theme=line.theme,
        is_proposal=line.is_proposal,
    )


def to_json(draft: NotesDraft) -> list[dict[str, Any]]:
    """Give the blocks as they are kept in a revision; what says nothing is left out."""
    kept: list[dict[str, Any]] = _adapter().dump_python(
        draft.notes, mode="json", exclude_defaults=True
    )
    return kept


def from_json(kept: list[dict[str, Any]]) -> NotesDraft:
    """Read what `to_json` gave."""
    return NotesDraft(notes=_adapter().validate_python(kept))


@cache
def _adapter() -> TypeAdapter[tuple[NoteDraft, ...]]:
    return TypeAdapter(tuple[NoteDraft, ...])
