"""The form in which an organizer states how many came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import gettext
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Length, ValidationError

from exchange.domain.headcount import HeadcountUnit
from exchange.lib.i18n import N_
from exchange.manage.drafts import HeadcountDraft, revision_of
from exchange.manage.forms.fields import as_lines, choices_of, lines
from exchange.web.forms import FigureField, Form, LongTextField

if TYPE_CHECKING:
    from wtforms import Field

MOST_LINES = 200


class HeadcountForm(Form):
    """A total with its unit, and the bodies that were there, as worded."""

    revision = HiddenField()
    total = FigureField(N_("Total"))
    unit = RadioField(
        N_("Unit"),
        choices=choices_of(HeadcountUnit),
        coerce=HeadcountUnit,
        default=HeadcountUnit.PEOPLE,
    )
    approximate = BooleanField(N_("This is a rough figure (約)"))
    present = LongTextField(N_("Who was there"), [Length(max=10_000)])

    @classmethod
    def showing(cls, draft: HeadcountDraft) -> Self:
        """Give the form as it is when `draft` is to be edited."""
        return cls(
            formdata=None,
            revision=revision_of(draft),
            total=draft.total,
            unit=draft.unit,
            approximate=draft.approximate,
            present=as_lines(draft.present),
        )

    def validate_present(self, field: Field) -> None:
        if len(lines(field.data)) > MOST_LINES:
            raise ValidationError(gettext("Please enter at most %(most)d lines.", most=MOST_LINES))

    @property
    def draft(self) -> HeadcountDraft:
        """The valid form, as the value the service takes."""
        return HeadcountDraft(
            total=self.total.data,
            unit=self.unit.data,
            approximate=bool(self.approximate.data),
            present=lines(self.present.data),
        )
