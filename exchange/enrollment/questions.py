"""The questions of an event, as fields of whatever form registers people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from exchange.domain.question import NO, YES, QuestionKind
from exchange.lib.i18n import N_
from exchange.web.forms import LongTextField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wtforms import Field

    from exchange.domain.event import Event
    from exchange.domain.question import Question
    from exchange.domain.registration import Registration

CHOOSE = N_("Please choose one.")
CHOOSE_SOME = N_("Please choose at least one.")
LONGEST_ANSWER = 1000
WORDS = {YES: N_("Yes"), NO: N_("No")}


def _without_blanks(values: list[str] | None) -> list[str]:
    return [value for value in dict.fromkeys(values or ()) if value]


def _offered(_form: object, field: Field) -> None:
    """Refuse what is not among the choices."""
    values = field.data if isinstance(field.data, list) else [field.data or ""]
    offered = {"", *(value for value, _label in field.choices)}  # type: ignore[attr-defined]  # of a field with choices
    if not offered.issuperset(values):
        raise ValidationError(gettext("Not a valid choice."))


class ChoiceField(RadioField):
    """One of several; where no answer is needed, none is one of them."""

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        is_required = kwargs.pop("is_required")
        super().__init__(
            label,
            [*([DataRequired(CHOOSE)] if is_required else []), _offered],
            validate_choice=False,
            **kwargs,
        )
        self.choices = [*choices] if is_required else [*choices, ("", N_("No answer"))]


class ChoicesField(SelectMultipleField):
    """Any of several."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        is_required = kwargs.pop("is_required")
        super().__init__(
            label,
            [*([DataRequired(CHOOSE_SOME)] if is_required else []), _offered],
            validate_choice=False,
            filters=[_without_blanks],
            **kwargs,
        )
        self.choices = [*choices]


def name_of(question: Question) -> str:
    """Name the field of `question`: `question-2`."""
    return f"question-{question.number}"


def field_of(question: Question) -> Any:
    """Make the field of `question`, to be bound to a form."""
    if question.kind is QuestionKind.TEXT:
        required = [DataRequired()] if question.is_required else []
        return LongTextField(question.text, [*required, Length(max=LONGEST_ANSWER)])
    choices = [(choice, choice) for choice in question.choices]
    if question.kind is QuestionKind.YES_NO:
        choices = [*WORDS.items()]
    kind = ChoicesField if question.kind is QuestionKind.CHOICES else ChoiceField
    return kind(question.text, choices, is_required=question.is_required)


class AsksQuestions:
    """A form, or a row of one, that asks the questions of an event besides its own fields.

    It calls `ask` before it is initialized. The fields are `question-1`,
    `question-2`, …; in a row they follow the row's prefix.
    """

    questions: Sequence[Question] = ()
    _fields: dict[str, Field]
    _unbound_fields: list[tuple[str, Any]]

    def ask(self, event: Event) -> None:
        self.questions = event.live_questions
        # WTForms found the fields of the class when it was called; this one form has more.
        self._unbound_fields = [
            *self._unbound_fields,
            *((name_of(one), field_of(one)) for one in self.questions),
        ]

    @property
    def question_fields(self) -> list[Field]:
        """The fields of the questions, in their order."""
        return [self._fields[name_of(one)] for one in self.questions]

    @property
    def answers(self) -> dict[int, list[str]]:
        """What was answered, by the id of the question; nothing for what was not."""
        typed = {one.id: self._fields[name_of(one)].data for one in self.questions}
        lists = {key: data if isinstance(data, list) else [data] for key, data in typed.items()}
        return {key: values for key, values in lists.items() if any(values)}


def answers_stated(registration: Registration) -> dict[str, Any]:
    """Give what `registration` answers, as the form takes it."""
    return {
        name_of(answer.question): answer.values
        if answer.question.kind is QuestionKind.CHOICES
        else "".join(answer.values[:1])
        for answer in registration.answers
        if not answer.question.is_retired
    }


def answer_in_words(question: Question, values: Sequence[str]) -> str:
    """Write an answer in the reader's language: the text, the choices, yes or no."""
    if question.kind is QuestionKind.YES_NO:
        values = [gettext(WORDS[value]) if value in WORDS else value for value in values]
    return "、".join(values)


def answers_in_words(
    event: Event, answers: Mapping[int, Sequence[str]]
) -> list[tuple[Question, str]]:
    """List the questions of `event` that are asked, or were answered, each with its answer."""
    return [
        (question, answer_in_words(question, answers.get(question.id, ())))
        for question in event.questions
        if not question.is_retired or question.id in answers
    ]
