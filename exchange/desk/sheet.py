"""A row of the table form: one person, each cell understood whichever way it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from exchange.desk import words
from exchange.desk.refusals import (
    DaysUnknown,
    ModeUnknown,
)
from exchange.domain.question import QuestionKind
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.enrollment.applications import Application
from exchange.enrollment.forms import (
    LONGEST_NAME,
    LONGEST_REMARKS,
    LONGEST_WORDS,
    DaysField,
    day_words,
    mail_address,
    phone_number,
    reading,
)
from exchange.enrollment.questions import CHOOSE, AsksQuestions
from exchange.enrollment.refusals import ModeNotOffered, NoDayChosen
from exchange.lib.i18n import N_
from exchange.lib.personal import katakana, normalize_email, normalize_phone
from exchange.web.forms import Part, TextField
from exchange.web.language import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wtforms import Field

    from exchange.domain.day import EventDay
    from exchange.domain.errors import Refused
    from exchange.domain.question import Question

from exchange.desk.offer import Offer, Typed, day_name, mode_name


class ModeSelect(SelectField):
    """A way to take part, whichever way it is written."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = words.mode_meant(valuelist[0].strip()) if valuelist else ""

    def offer(self, modes: Sequence[Mode]) -> None:
        """List `modes`, and whatever was typed."""
        self.choices = [
            ("", gettext("Please choose")),
            *((one.value, mode_name(one)) for one in modes),
        ]
        if self.data and self.data not in modes:
            typed = mode_name(Mode(self.data)) if self.data in list(Mode) else self.data
            self.choices.append((self.data, typed))


class DayChecks(DaysField):
    """Some days of an event, whichever way they are written."""

    def offer(self, days: Sequence[EventDay]) -> None:
        self.days = day_words(days)
        self.data = each_once(
            word for text in self.data or () for word in words.days_meant(text.strip(), self.days)
        )
        self.choices = [(word, day_name(day)) for word, day in self.days.items()]
        self.choices += [(text, text) for text in self.data if text not in self.days]

    def pre_validate(self, _form: object) -> None:
        """Refuse what is none of the days."""
        for text in self.data or ():
            if text not in self.days:
                raise ValidationError(_sentence(DaysUnknown(typed=text)))


def each_once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _sentence(reason: Refused) -> str:
    return gettext(reason.message, **reason.gaps)


class Row(AsksQuestions, Part):
    """One person of a table."""

    family_name = TextField(N_("Family name"), [DataRequired(), Length(max=LONGEST_NAME)])
    given_name = TextField(N_("Given name"), [DataRequired(), Length(max=LONGEST_NAME)])
    family_kana = TextField(N_("Family name (reading)"), [DataRequired(), reading])
    given_kana = TextField(N_("Given name (reading)"), [DataRequired(), reading])
    department = TextField(N_("Department"), [Length(max=LONGEST_WORDS)])
    position = TextField(N_("Job title"), [Length(max=LONGEST_WORDS)])
    email = TextField(N_("Email address"), [Optional(), mail_address])
    phone = TextField(N_("Phone number"), [phone_number])
    mode = ModeSelect(N_("How to take part"), [DataRequired(CHOOSE)], validate_choice=False)
    days = DayChecks(N_("Days to attend"), [DataRequired(NoDayChosen.message)])
    remarks = TextField(N_("Remarks"), [Length(max=LONGEST_REMARKS)])
    is_another = BooleanField(N_("This is somebody else of the same name"))

    is_sound = False
    """Whether each cell for itself was found to be in order."""
    outlook: RegistrationStatus | None = None
    """How the person would stand, as far as it is known."""
    asks_whether_another = False

    def __init__(self, offer: Offer, index: int, typed: Typed) -> None:
        """Take what was `typed`. `index` counts from 0."""
        self.ask(offer.event)
        prefix = f"rows-{index}-"
        super().__init__(
            MultiDict((prefix + name, value) for name, values in typed.items() for value in values),
            prefix=prefix,
        )
        self.offer = offer
        self.index = index
        self.refusals: list[str] = []
        self.mode.offer(offer.modes)
        if offer.has_days_to_choose:
            self.days.offer(offer.days)
        else:
            del self.days
        for question, answer in zip(self.questions, self.question_fields, strict=True):
            _understand(question, answer)

    def validate_mode(self, field: Field) -> None:
        if field.data not in list(Mode):
            raise ValidationError(_sentence(ModeUnknown(typed=field.data)))
        if field.data not in self.offer.modes:
            body = self.offer.organization.name
            raise ValidationError(_sentence(ModeNotOffered(organization=body)))

    @property
    def number(self) -> int:
        """The number of the row, as people count."""
        return self.index + 1

    @property
    def name(self) -> str:
        """The person's name, as far as it was typed."""
        return f"{self.family_name.data or ''} {self.given_name.data or ''}".strip()

    @property
    def cells(self) -> list[Field]:
        """The fields in the order of the columns."""
        return [self[column.name] for column in self.offer.columns]

    @property
    def has_errors(self) -> bool:
        return bool(self.errors or self.refusals)

    @property
    def first_invalid(self) -> Field | None:
        """The first cell that needs care."""
        return next((field for field in self.cells if field.errors), None)

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """What is wrong with the row, each with the heading of its cell."""
        of_cells = [
            (column.label, sentence)
            for column in self.offer.columns
            for sentence in self[column.name].errors
        ]
        return [*(("", sentence) for sentence in self.refusals), *of_cells]

    def refuse(self, reason: Refused) -> None:
        """Say at the cell what `reason` is about, or else at the row."""
        field = self._fields.get(reason.field) if reason.field else None
        if field is None:
            self.refusals.append(_sentence(reason))
        else:
            field.errors = [*field.errors, _sentence(reason)]

    @property
    def application(self) -> Application:
        """The valid row, as the value the service takes."""
        offer = self.offer
        days = offer.days if len(offer.event.live_days) > 1 else ()
        return Application(
            family_name=self.family_name.data or "",
            given_name=self.given_name.data or "",
            family_kana=katakana(self.family_kana.data or ""),
            given_kana=katakana(self.given_kana.data or ""),
            organization=offer.organization,
            department=self.department.data or "",
            position=self.position.data or "",
            email=normalize_email(self.email.data) if self.email.data else offer.email,
            phone=normalize_phone(self.phone.data) if self.phone.data else "",
            mode=Mode(self.mode.data),
            days=self.days.chosen if "days" in self else days,
            remarks=self.remarks.data or "",
            answers=self.answers,
            language=language(),
        )


def _understand(question: Question, field: Field) -> None:
    """Let an answer be the choice that it names."""
    if question.kind is QuestionKind.YES_NO:
        field.data = words.answer_meant((field.data or "").strip())
    elif question.kind is QuestionKind.CHOICE:
        field.data = words.choice_meant((field.data or "").strip(), question.choices)
    elif question.kind is QuestionKind.CHOICES:
        field.data = each_once(
            choice
            for text in field.data or ()
            for choice in words.choices_meant(text.strip(), question.choices)
        )
