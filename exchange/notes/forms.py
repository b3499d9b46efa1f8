"""The editor of session notes: headed blocks with lines."""

from __future__ import annotations

import re
from functools import partial
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, ClassVar, Self

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, HiddenField, SelectField, TextAreaField
from wtforms.validators import Length, ValidationError

from exchange.domain.note import NoteKind
from exchange.domain.notes_draft import NoteDraft, NotesDraft
from exchange.lib.i18n import N_
from exchange.notes import notation
from exchange.notes.notation import Part
from exchange.notes.rearranging import NOTES, TYPED, divided, paste, per_lecturer, split
from exchange.web.forms import LongTextField, TextField, choices_of, storable
from exchange.web.parts import LONG, SHORT, Row, row_id
from exchange.web.rows import RowsForm, TooManyRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wtforms import Field

    from exchange.notes.manuscripts import Fields
    from exchange.web.rows import Press

MOST_LINES = 500
LONGEST_HEADING = 500
NUMBER = re.compile(r"[0-9]{1,9}")
SENDING = re.compile(r"[0-9a-z]{1,40}")
"""What the script of the page calls one sending of the form."""
KEPT = re.compile(r"revision|pasted|notes-[0-9]+-(id|heading|kind|speaker|lines|new)")
"""The fields that a manuscript holds."""
SAVING = "saving"
"""The value of the button `paste` where another one was pressed."""


def _kind(value: str) -> NoteKind | None:
    return NoteKind(value) if value else None


class RowsOfTextField(TextAreaField):
    """Lines in the notation. The space before a row says something."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, [storable, *validators], filters=[_lf], **kwargs)


def _lf(value: str | None) -> str | None:
    return value.replace("\r\n", "\n").replace("\r", "\n") if value else value


class Headed:
    """A block needs a heading: its own, or one behind the ○ with which its lines begin."""

    field_flags: ClassVar[Mapping[str, bool]] = {"required": True}

    def __call__(self, form: NoteForm, field: Field) -> None:
        if not form.parts[0].heading and not field.errors:
            raise ValidationError(gettext("Please enter the heading."))


class NoteForm(Row):
    """A block 「○…について」. What begins with ○ in its lines is a block of its own."""

    TYPED = TYPED

    id = HiddenField()
    heading = TextField(N_("Heading"), [Headed(), Length(max=LONGEST_HEADING)])
    kind = SelectField(
        N_("Category"),
        choices=choices_of(NoteKind, none=N_("None")),
        coerce=_kind,
    )
    speaker = TextField(N_("Speaker"), [Length(max=SHORT)])
    lines = RowsOfTextField(N_("Content"), [Length(max=50_000)])

    def validate_lines(self, field: Field) -> None:  # noqa: ARG002  # WTForms hands it over
        for part in self.parts:
            _check(part)

    @property
    def parts(self) -> Sequence[Part]:
        """The block, and those that begin at a ○ within it."""
        return divided(
            Part(
                heading=self.heading.data or "",
                speaker=self.speaker.data or "",
                kind=self.kind.data,
                lines=self.lines.data or "",
            )
        )

    @property
    def drafts(self) -> Sequence[NoteDraft]:
        """The same, as values. The first one is the note that the row stood for."""
        ids = chain([row_id(self.id.data)], repeat(None))
        return [_draft(part, number) for part, number in zip(self.parts, ids, strict=False)]


def _check(part: Part) -> None:
    found = notation.read(part.lines)
    if len(found) > MOST_LINES:
        raise ValidationError(gettext("Please enter at most %(most)d lines.", most=MOST_LINES))
    if any(len(line.text) > LONG for line in found):
        raise ValidationError(
            gettext("A line has at most %(most)d characters. Please divide it.", most=LONG)
        )
    if any(len(word) > SHORT for line in found for word in notation.marked(line)):
        raise ValidationError(
            gettext(
                "A name, a body or a theme in a line has at most %(most)d characters.", most=SHORT
            )
        )
    if len(part.heading) > LONGEST_HEADING:
        raise ValidationError(
            gettext("A heading has at most %(most)d characters.", most=LONGEST_HEADING)
        )


def _draft(part: Part, number: int | None = None) -> NoteDraft:
    return NoteDraft(
        id=number,
        heading=part.heading,
        kind=part.kind,
        speaker=part.speaker,
        lines=notation.read(part.lines),
    )


class NotesForm(RowsForm):
    """All blocks of one event, in order."""

    LISTS = (NOTES,)

    revision = HiddenField()
    sending = HiddenField()
    notes = FieldList(FormField(NoteForm), N_("Session notes"), min_entries=1)
    pasted = LongTextField(N_("Text from elsewhere"))

    def __init__(
        self,
        posted: MultiDict[str, str] | None = None,
        lecturers: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        self.lecturers = lecturers
        super().__init__(posted, **kwargs)

    @classmethod
    def showing(cls, draft: NotesDraft, revision: int) -> Self:
        """Give the form as it is when `draft`, what the notes say at `revision`, is to be edited."""
        rows = [vars(note) | {"lines": notation.write(note.lines)} for note in draft.notes]
        return cls(revision=str(revision), notes=rows)

    @classmethod
    def again(cls, fields: Iterable[Iterable[str]]) -> Self:
        """Give the form as it was when its fields were kept."""
        return cls(MultiDict((name, value) for name, value in fields))

    @classmethod
    def sent(cls, posted: MultiDict[str, str], lecturers: Iterable[str]) -> Self:
        """Give the form as somebody sent it.

        Saving with text still in the box turns that into blocks first, to be looked at.
        """
        form = cls(posted, lecturers)
        if form.is_draft or not form.pasted.data:
            return form
        return cls(MultiDict([*posted.items(multi=True), ("paste", SAVING)]), lecturers)

    def pressed(self, posted: Mapping[str, list[str]]) -> tuple[str | None, Press | None]:
        presses: Mapping[str, Press] = {
            "paste": paste,
            "split_note": partial(split, word="".join(posted.get("split_note", [])[:1])),
            "per_lecturer": partial(per_lecturer, names=self.lecturers),
        }
        return next(((name, presses[name]) for name in presses if name in posted), (None, None))

    @property
    def is_draft(self) -> bool:
        """Whether it was sent to be kept, not to be saved."""
        return self.rearranged is not None or "keep" in (self.posted or {})

    @property
    def is_pasted_only(self) -> bool:
        """Whether it was sent to be saved, and what was in the box became blocks instead."""
        return self.posted is not None and self.posted.get("paste") == SAVING

    @property
    def is_empty(self) -> bool:
        """Whether nobody has typed anything into a block yet."""
        return not any(note.form[name].data for note in self.notes for name in TYPED)

    @property
    def next_block(self) -> int:
        """Where the first block will stand that is made of the text in the box."""
        return 0 if self.is_empty else len(self.notes)

    @property
    def fields_typed(self) -> Fields:
        """What was sent, as a manuscript keeps it."""
        sent = self.posted.items(multi=True) if self.posted else ()
        return [(name, value) for name, value in sent if KEPT.fullmatch(name)]

    @property
    def sent_as(self) -> str:
        """The name that the script of the page gave this sending; empty without the script."""
        name = self.sending.data or ""
        return name if SENDING.fullmatch(name) else ""

    @property
    def draft(self) -> NotesDraft:
        """The valid form, as the value the service takes."""
        filled = [note.form for note in self.notes if not note.form.is_blank]
        return NotesDraft(notes=tuple(draft for form in filled for draft in form.drafts))

    @property
    def began_from(self) -> int:
        """The revision of the notes that was there when the page was made."""
        typed = self.revision.data or ""
        return int(typed) if NUMBER.fullmatch(typed) else 0

    def is_valid_submission(self) -> bool:
        """Tell whether it holds nothing wrong, and no more blocks than the page shows."""
        if not super().is_valid_submission():
            return False
        if len(self.draft.notes) > NOTES.most:
            self.refuse(TooManyRows(most=NOTES.most))
        return not self.has_errors

    def says_more_than(self, now: NotesDraft) -> bool:
        """Tell whether saving it would change what the notes say."""
        return bool(self.pasted.data) or self.draft.bare != now.bare
