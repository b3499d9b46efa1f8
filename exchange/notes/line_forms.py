"""The lines of one note, each with who said it, on what, and whether it is a proposal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.validators import Length

from exchange.domain.notes_draft import LineDraft
from exchange.lib.i18n import N_
from exchange.notes.forms import MOST_LINES, NUMBER
from exchange.web.forms import LongTextField, TextField, lines
from exchange.web.parts import LONG, SHORT, Required, Row
from exchange.web.rows import RowList, RowsForm, TooManyRows

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = RowList("lines", "line", most=MOST_LINES)


class LineForm(Row):
    """A bullet line."""

    TYPED = ("text", "speaker", "organization", "theme")

    text = LongTextField(N_("Text"), [Required(N_("Please enter the text.")), Length(max=LONG)])
    is_nested = BooleanField(N_("Under the line before"))
    speaker = TextField(N_("Person"), [Length(max=SHORT)])
    organization = TextField(N_("Organization"), [Length(max=SHORT)])
    theme = TextField(N_("Theme"), [Length(max=SHORT)])
    is_proposal = BooleanField(N_("Proposal"))

    @property
    def drafts(self) -> Sequence[LineDraft]:
        """The line; several where its text was divided."""
        one = LineDraft(
            text="",
            level=int(self.is_nested.data),
            speaker=self.speaker.data or "",
            organization=self.organization.data or "",
            theme=self.theme.data or "",
            is_proposal=self.is_proposal.data,
        )
        return [replace(one, text=text) for text in lines(self.text.data)]


class LinesForm(RowsForm):
    """All lines of one note, in order."""

    LISTS = (LINES,)

    revision = HiddenField()
    lines = FieldList(FormField(LineForm), N_("Lines"), min_entries=1)

    @classmethod
    def showing(cls, drafts: Sequence[LineDraft], revision: int) -> Self:
        """Give the form as it is when `drafts`, the lines at `revision`, are to be edited."""
        rows = [vars(line) | {"is_nested": bool(line.level)} for line in drafts]
        return cls(revision=str(revision), lines=rows)

    @property
    def drafts(self) -> Sequence[LineDraft]:
        """The lines of the valid form. The first one is under none."""
        filled = [line.form for line in self.lines if not line.form.is_blank]
        drafts = [draft for form in filled for draft in form.drafts]
        return [*(replace(one, level=0) for one in drafts[:1]), *drafts[1:]]

    def is_valid_submission(self) -> bool:
        """Tell whether it holds nothing wrong, and no more lines than the page shows."""
        if not super().is_valid_submission():
            return False
        if len(self.drafts) > MOST_LINES:
            self.refuse(TooManyRows(most=MOST_LINES))
        return not self.has_errors

    @property
    def began_from(self) -> int:
        """The revision of the notes that was there when the page was made."""
        typed = self.revision.data or ""
        return int(typed) if NUMBER.fullmatch(typed) else 0
