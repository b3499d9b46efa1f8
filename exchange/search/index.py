"""What search keeps of an event and its notes. The same fold as in `find`."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from exchange.domain.note_search import NoteSearch
from exchange.extensions import db
from exchange.lib.text import fold
from exchange.search import sids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Row, Table

    from exchange.domain.event import Event
    from exchange.domain.note import Note

_rows: Table = NoteSearch.__table__  # type: ignore[assignment]  # declared as what may also be a join


def put(event: Event) -> None:
    """Bring everything searched of `event` in line with what it says now.

    Its notes have been flushed; what was kept of those that are gone went with them. The database
    brings its full-text index in line with each row that is written here, in the same transaction.
    """
    event.folded = _folded([*_names(event), *_files(event)])
    if not event.notes:
        return
    kept = {row.note_id: row for row in _kept(event)}
    held = [kept[note.id].sid if note.id in kept else None for note in event.notes]
    places = sids.in_order(held, event.first_on)
    wanted = [_row(note, event, sid) for note, sid in zip(event.notes, places, strict=True)]
    new = [row for row in wanted if row["note_id"] not in kept]
    changed = [
        row for row in wanted if row["note_id"] in kept and row != kept[row["note_id"]]._asdict()
    ]
    if any(row["sid"] != kept[row["note_id"]].sid for row in changed):
        # Places that are taken over by others must be free before.
        _remove(changed)
        new, changed = changed + new, []
    for row in changed:
        db.session.execute(update(_rows).where(_rows.c.note_id == row["note_id"]).values(row))
    if new:
        db.session.execute(insert(_rows), sorted(new, key=lambda row: int(row["sid"])))


def _kept(event: Event) -> Iterable[Row[Any]]:
    return db.session.execute(select(_rows).where(_rows.c.event_id == event.id))


def _remove(rows: Iterable[Mapping[str, Any]]) -> None:
    gone = [row["note_id"] for row in rows]
    db.session.execute(delete(_rows).where(_rows.c.note_id.in_(gone)))


def _row(note: Note, event: Event, sid: int) -> dict[str, Any]:
    return {
        "note_id": note.id,
        "event_id": event.id,
        "sid": sid,
        "folded_heading": fold(note.heading),
        "folded_speaker": fold(note.speaker),
        "folded": _folded(_texts(event, note)),
    }


def lines_of(texts: Mapping[int, Sequence[str]]) -> Mapping[int, Sequence[str]]:
    """Give the folded lines of notes, by the id of the note, from what is kept of them.

    A line break inside a line, which no form lets in, makes it necessary to fold them anew.
    """
    kept = db.session.execute(
        select(_rows.c.note_id, _rows.c.folded).where(_rows.c.note_id.in_(texts))
    )
    folded = {note_id: text.split("\n") for note_id, text in kept}
    return {
        note_id: list(map(fold, lines))
        if note_id not in folded or any("\n" in line for line in lines)
        else folded[note_id][: len(lines)]
        for note_id, lines in texts.items()
    }


def _folded(texts: Iterable[str]) -> str:
    """Fold each text to a line of its own: no word holds a line break, so no hit leaves its text."""
    return "\n".join(map(fold, texts))


def _names(event: Event) -> list[str]:
    return [
        event.title,
        event.theme,
        event.series.name if event.series else "",
        event.programme.name if event.programme else "",
    ]


def _venues(event: Event) -> Iterable[str]:
    return dict.fromkeys(place.venue for day in event.live_days for place in day.places)


def _files(event: Event) -> Iterable[str]:
    """List the words of the files that readers see: none of those that are still awaited."""
    photos = [(one.name, one.caption, one.alt) for one in event.photos if one.is_stored]
    materials = [(one.name, one.title) for one in event.materials if one.is_stored]
    return dict.fromkeys(filter(None, chain.from_iterable([*photos, *materials])))


def _texts(event: Event, note: Note) -> list[str]:
    """List all that is searched of a note, its lines first: see `lines_of`."""
    lines = [line.text for line in note.lines]
    names = (name for line in note.lines for name in (line.speaker, line.organization, line.theme))
    about = [note.heading, note.speaker, *dict.fromkeys(filter(None, names))]
    return [*lines, *about, *_names(event), *_venues(event), *_files(event)]
