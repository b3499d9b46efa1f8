"""The questions of an event, with the usual ones ready to be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import Length, ValidationError

from exchange.domain.question import QuestionKind
from exchange.lib.i18n import N_
from exchange.manage.registration.drafts import QuestionDraft
from exchange.web.forms import LongTextField, TextField, as_lines, choices_of, lines
from exchange.web.parts import SHORT, Required, Row, row_id
from exchange.web.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wtforms import Field

    from exchange.web.rows import Sheet

FEWEST_CHOICES = 2
MOST_CHOICES = 50
LUNCH = N_("Lunch box")
BUS = N_("Bus")
BUS_CHOICES = (N_("Both ways"), N_("There only"), N_("Back only"), N_("Not at all"))


def _lunch(_there: Sequence[Sheet]) -> Iterator[dict[str, list[str]]]:
    yield {"text": [gettext(LUNCH)], "kind": [QuestionKind.YES_NO], "is_required": ["y"]}


def _bus(_there: Sequence[Sheet]) -> Iterator[dict[str, list[str]]]:
    yield {
        "text": [gettext(BUS)],
        "kind": [QuestionKind.CHOICE],
        "choices": [as_lines([gettext(one) for one in BUS_CHOICES])],
        "is_required": ["y"],
    }


QUESTIONS = RowList("questions", "question", most=30, presets={"lunch": _lunch, "bus": _bus})


class QuestionForm(Row):
    """What is asked, and how it is answered."""

    TYPED = ("text", "choices")

    number = HiddenField()
    text = TextField(
        N_("Question"), [Required(N_("Please enter the question.")), Length(max=SHORT)]
    )
    kind = SelectField(
        N_("How it is answered"),
        choices=choices_of(QuestionKind),
        coerce=QuestionKind,
        default=QuestionKind.TEXT,
    )
    choices = LongTextField(N_("Choices"), [Length(max=10_000)])
    is_required = BooleanField(N_("An answer is required"))

    def validate_choices(self, field: Field) -> None:
        found = lines(field.data)
        if self.kind.data not in set(QuestionKind):
            return
        if not self.kind.data.has_choices:
            if found:
                raise ValidationError(gettext("Choices go with “one” or “any of several”."))
            return
        if len(set(found)) < FEWEST_CHOICES:
            raise ValidationError(gettext("Please enter at least two choices, one per line."))
        if len(found) > MOST_CHOICES:
            raise ValidationError(
                gettext("Please enter at most %(most)d lines.", most=MOST_CHOICES)
            )
        if any(len(line) > SHORT for line in found):
            raise ValidationError(
                gettext("A line has at most %(most)d characters. Please divide it.", most=SHORT)
            )

    @property
    def draft(self) -> QuestionDraft:
        return QuestionDraft(
            number=row_id(self.number.data),
            kind=self.kind.data,
            text=self.text.data or "",
            choices=tuple(dict.fromkeys(lines(self.choices.data))),
            is_required=bool(self.is_required.data),
        )


def shown(draft: QuestionDraft) -> dict[str, object]:
    """Give `draft` as the form takes it."""
    return vars(draft) | {"choices": as_lines(draft.choices)}
