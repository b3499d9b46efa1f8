"""The editor of session notes: headed blocks with lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from flask_babel import gettext
from wtforms import FieldList, FormField, HiddenField, SelectField
from wtforms.validators import Length, ValidationError

from exchange.domain.note import NoteKind
from exchange.domain.notes_draft import NoteDraft, NotesDraft
from exchange.lib.i18n import N_
from exchange.notes import notation
from exchange.web.forms import LongTextField, TextField, choices_of
from exchange.web.parts import LONG, SHORT, Required, Row, row_id
from exchange.web.rows import RowList, RowsForm

if TYPE_CHECKING:
    from wtforms import Field

NOTES = RowList("notes", "note", most=100)
MOST_LINES = 500
NUMBER = re.compile(r"[0-9]{1,9}")


def _kind(value: str) -> NoteKind | None:
    return NoteKind(value) if value else None


class NoteForm(Row):
    """A block 「○…について」."""

    TYPED = ("heading", "kind", "speaker", "lines")

    id = HiddenField()
    heading = TextField(N_("Heading"), [Required(N_("Please enter the heading.")), Length(max=500)])
    kind = SelectField(
        N_("Category"),
        choices=choices_of(NoteKind, none=N_("None")),
        coerce=_kind,
    )
    speaker = TextField(N_("Speaker"), [Length(max=SHORT)])
    lines = LongTextField(N_("Content"), [Length(max=50_000)])

    def validate_lines(self, field: Field) -> None:
        found = notation.read(field.data or "")
        if len(found) > MOST_LINES:
            raise ValidationError(gettext("Please enter at most %(most)d lines.", most=MOST_LINES))
        if any(len(line.text) > LONG for line in found):
            raise ValidationError(
                gettext("A line has at most %(most)d characters. Please divide it.", most=LONG)
            )

    @property
    def draft(self) -> NoteDraft:
        return NoteDraft(
            id=row_id(self.id.data),
            heading=self.heading.data or "",
            kind=self.kind.data,
            speaker=self.speaker.data or "",
            lines=notation.read(self.lines.data or ""),
        )


class NotesForm(RowsForm):
    """All blocks of one event, in order."""

    LISTS = (NOTES,)

    revision = HiddenField()
    notes = FieldList(FormField(NoteForm), N_("Session notes"), min_entries=1)

    @classmethod
    def showing(cls, draft: NotesDraft, revision: int) -> Self:
        """Give the form as it is when `draft`, what the notes say at `revision`, is to be edited."""
        rows = [vars(note) | {"lines": notation.write(note.lines)} for note in draft.notes]
        return cls(revision=str(revision), notes=rows)

    @property
    def draft(self) -> NotesDraft:
        """The valid form, as the value the service takes."""
        return NotesDraft(
            notes=tuple(note.form.draft for note in self.notes if not note.form.is_blank)
        )

    @property
    def began_from(self) -> int:
        """The revision of the notes that was there when the page was made."""
        typed = self.revision.data or ""
        return int(typed) if NUMBER.fullmatch(typed) else 0
