"""What search keeps of an event. The same fold as in `find`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.lib.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exchange.domain.event import Event
    from exchange.domain.note import Note


def put(event: Event) -> None:
    """Bring everything searched of `event` in line with what it says now."""
    event.folded = _folded(_names(event))
    for note in event.notes:
        note.folded = _folded(_texts(event, note))
        note.folded_speaker = fold(note.speaker)


def _folded(texts: Iterable[str]) -> str:
    """Fold each text to a line of its own: no term holds a line break, so no hit leaves its text."""
    return "\n".join(fold(text) for text in texts)


def _names(event: Event) -> list[str]:
    return [
        event.title,
        event.theme,
        event.series.name if event.series else "",
        event.programme.name if event.programme else "",
    ]


def _texts(event: Event, note: Note) -> list[str]:
    return [event.title, note.heading, note.speaker, *(line.text for line in note.lines)]
