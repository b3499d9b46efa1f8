"""What was said at an event."""

from __future__ import annotations

from typing import Annotated

from pydantic import field_validator

from exchange.domain.note import NoteKind
from exchange.programme import fields
from exchange.programme.document.part import ANY_WORD, Part
from exchange.programme.fields import Info, once, wrong


class Mark(Part):
    """What is known of one line of a note beside its text."""

    item: Annotated[fields.Count, once("marked item")]
    """Which of the items it is, counted from 0."""
    level: Annotated[int, fields.whole(1, 1)] = 0
    """1 for a line under the one before it."""
    speaker: fields.LineOrNone = ""
    organization: fields.LineOrNone = ""
    """The body of whoever said it, as worded: this need not be the name of one."""
    theme: fields.LineOrNone = ""
    proposal: bool = False

    @field_validator("level")
    @classmethod
    def there_is_a_line_above(cls, level: int, info: Info) -> int:
        if level and info.data.get("item") == 0:
            raise wrong("stands at the first line, which is under no other")
        return level

    @property
    def says_nothing(self) -> bool:
        return self == Mark.model_construct(item=self.item)


class Note(Part):
    always = frozenset({"speaker"})

    heading: fields.Filled
    kind: Annotated[NoteKind, ANY_WORD] | None = None
    speaker: fields.Text = ""
    items: list[fields.Text] = []
    marks: Annotated[list[Mark], fields.each("marked item")] | None = None
    """None where nothing is said of the lines: those that stay keep what is known of them."""
