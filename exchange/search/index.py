"""What search keeps of an event. The same fold as in `find`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.lib.text import fold

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from exchange.domain.note import Note


def put(event: Event) -> None:
    """Bring everything searched of `event` in line with what it says now."""
    event.folded = fold("\n".join(_names(event)))
    for note in event.notes:
        note.folded = fold("\n".join(_texts(event, note)))


def _names(event: Event) -> list[str]:
    return [
        event.title,
        event.theme,
        event.series.name if event.series else "",
        event.programme.name if event.programme else "",
    ]


def _texts(event: Event, note: Note) -> list[str]:
    """List what a search looks through; the line breaks keep a hit within one of them."""
    return [event.title, note.heading, note.speaker, *(line.text for line in note.lines)]
