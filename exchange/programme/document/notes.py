"""What was said at an event."""

from __future__ import annotations

from typing import Annotated

from exchange.domain.note import NoteKind
from exchange.programme import fields
from exchange.programme.document.part import ANY_WORD, Part


class Note(Part):
    always = frozenset({"speaker"})

    heading: fields.Filled
    kind: Annotated[NoteKind, ANY_WORD] | None = None
    speaker: fields.Text = ""
    items: list[fields.Text] = []
