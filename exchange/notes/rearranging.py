"""The buttons that make blocks: of pasted text, of a ○ among lines, for each lecturer."""

from __future__ import annotations

import re
from itertools import chain, repeat
from typing import TYPE_CHECKING

from exchange.domain.note import NoteKind
from exchange.notes import notation, pasting
from exchange.notes.notation import Part
from exchange.web.rows import RowList, Sheet, TooManyRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOTES = RowList("notes", "note", most=100)
TYPED = ("heading", "kind", "speaker", "lines")
"""The fields that make a block more than empty."""
PLACE = re.compile(r"[0-9]{1,4}")


def divided(typed: Part) -> Sequence[Part]:
    """Cut a block before each ○. It gives way to what follows if it has neither heading nor lines."""
    before, *parts = notation.divide(typed.lines)
    if not parts or typed.heading or before.lines.strip():
        return [typed._replace(lines=before.lines), *parts]
    first = parts[0]
    return [
        first._replace(speaker=first.speaker or typed.speaker, kind=first.kind or typed.kind),
        *parts[1:],
    ]


def paste(sheet: Sheet) -> None:
    """Turn the text in the box into blocks behind those there are."""
    text = _one(sheet.fields.get("pasted"))
    found = [
        Part(note.heading, note.speaker, note.kind, notation.write(note.lines))
        for note in pasting.paste(text)
    ]
    _put(sheet, [*_filled(sheet), *map(_row, found)])
    sheet.fields["pasted"] = [""]


def split(sheet: Sheet, word: str) -> None:
    """Make blocks of what begins with ○ in the lines of one block. It keeps what stands before."""
    rows = sheet.lists.get(NOTES.name, [])
    if not PLACE.fullmatch(word) or int(word) >= len(rows):
        return
    here = int(word)
    fields = {name: _one(values) for name, values in rows[here].fields.items()}
    kind = fields.get("kind", "")
    found = divided(
        Part(
            heading=fields.get("heading", "").strip(),
            speaker=fields.get("speaker", ""),
            kind=NoteKind(kind) if kind in list(NoteKind) else None,
            lines=fields.get("lines", ""),
        )
    )
    ids = chain([fields.get("id", "")], repeat(""))
    made = [_row(part, number) for part, number in zip(found, ids, strict=False)]
    _put(sheet, [*rows[:here], *made, *rows[here + 1 :]])


def per_lecturer(sheet: Sheet, names: Iterable[str]) -> None:
    """Add a block for each lecturer."""
    rows = [Sheet({"kind": [NoteKind.LECTURE], "speaker": [name]}) for name in names]
    _put(sheet, [*_filled(sheet), *rows])


def _put(sheet: Sheet, rows: list[Sheet]) -> None:
    if len(rows) > NOTES.most:
        raise TooManyRows(most=NOTES.most)
    sheet.lists[NOTES.name] = rows


def _filled(sheet: Sheet) -> Iterable[Sheet]:
    for row in sheet.lists.get(NOTES.name, []):
        if any(_one(row.fields.get(name)).strip() for name in TYPED):
            yield row


def _row(part: Part, number: str = "") -> Sheet:
    fields = part._asdict() | {"id": number, "kind": part.kind or ""}
    return Sheet({name: [value] for name, value in fields.items()})


def _one(values: Sequence[str] | None) -> str:
    return values[0] if values else ""
