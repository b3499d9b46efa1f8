"""The forms of the desk: people row by row, places held, one person changed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import gettext
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from exchange.desk import columns, uploads, words
from exchange.desk.columns import Column
from exchange.desk.refusals import (
    DaysUnknown,
    ModeUnknown,
    NobodyNamed,
    NoRowsFound,
    NothingPasted,
    TooManyRows,
)
from exchange.domain.errors import Refused
from exchange.domain.question import QuestionKind
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.enrollment import queries
from exchange.enrollment.applications import Application
from exchange.enrollment.forms import (
    LONGEST_NAME,
    LONGEST_REMARKS,
    LONGEST_WORDS,
    DaysField,
    RegistrationForm,
    day_words,
    mail_address,
    phone_number,
    reading,
    stated_in,
)
from exchange.enrollment.questions import CHOOSE, WORDS, AsksQuestions, name_of
from exchange.enrollment.refusals import ModeNotOffered, NoDayChosen
from exchange.lib import pasted
from exchange.lib.i18n import N_
from exchange.lib.personal import katakana, normalize_email, normalize_phone
from exchange.web.filters import short_date
from exchange.web.forms import FigureField, Form, Part, TextField, WarekiDateField
from exchange.web.language import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wtforms import Field

    from exchange.desk.columns import Reading
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.question import Question
    from exchange.domain.registration import Registration

MOST_ROWS = 100
ROWS_AT_ONCE = 5
READ, MORE, REMOVE, CHECK, REGISTER = "read", "more", "remove", "check", "register"
WRITTEN = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "department",
    "position",
    "email",
    "phone",
    "remarks",
)
"""The fields of a row in which somebody has to write; a row with none of them is blank."""
_IN_A_ROW = re.compile(r"rows-(?P<row>[0-9]{1,4})-(?P<name>.+)", re.DOTALL)

Typed = dict[str, list[str]]
"""What was typed into the fields of one row."""


@dataclass(frozen=True)
class Offer:
    """What an event offers to people of one body."""

    event: Event
    organization: Organization
    email: str
    """Where letters go to those who have no mail address of their own."""
    modes: Sequence[Mode]
    days: Sequence[EventDay]
    """Those of the event on which people of the body can take part in some way."""

    @classmethod
    def of(cls, event: Event, organization: Organization, email: str) -> Offer:
        return cls(
            event=event,
            organization=organization,
            email=email,
            modes=queries.modes_of(event, organization),
            days=[day for day in event.live_days if queries.modes_on(day, organization)],
        )

    @property
    def has_days_to_choose(self) -> bool:
        return len(self.days) > 1

    @property
    def blank(self) -> Typed:
        """What stands in a row before anybody types: what there is no choice about, and all days."""
        row = {"days": list(day_words(self.days))} if self.has_days_to_choose else {}
        return row | ({"mode": [self.modes[0].value]} if len(self.modes) == 1 else {})

    @property
    def columns(self) -> Sequence[Column]:
        """List the columns of the table in their order; without headings it is read in this one."""
        listed = "、"
        days = [
            Column(
                "days",
                gettext("Days to attend"),
                width=18,
                is_required=True,
                help=gettext("All days, or some of them with 、 between. Nothing is all days."),
                choices=[gettext("All days"), *map(_day_name, self.days)],
                takes_several=True,
            )
        ]
        return [
            Column("family_name", gettext("Family name"), is_required=True),
            Column("given_name", gettext("Given name"), is_required=True),
            Column("family_kana", gettext("Family name (reading)"), width=14, is_required=True),
            Column("given_kana", gettext("Given name (reading)"), width=14, is_required=True),
            Column("department", gettext("Department"), width=20),
            Column("position", gettext("Job title")),
            Column(
                "email",
                gettext("Email address"),
                width=28,
                help=gettext("Where it is blank, letters go to %(email)s.", email=self.email),
            ),
            Column("phone", gettext("Phone number"), width=20),
            Column(
                "mode",
                gettext("How to take part"),
                width=14,
                is_required=True,
                help=listed.join(map(_mode_name, self.modes)),
                choices=[_mode_name(mode) for mode in self.modes],
            ),
            *(days if self.has_days_to_choose else []),
            *(_column_of(question) for question in self.event.live_questions),
            Column("remarks", gettext("Remarks"), width=22),
        ]


def _mode_name(mode: Mode) -> str:
    return gettext("Venue") if mode is Mode.ONSITE else gettext("Online")


def _day_name(day: EventDay) -> str:
    """Write a day so that it is understood when it comes back."""
    return " ".join(filter(None, [short_date(day.held_on), day.label]))


def _column_of(question: Question) -> Column:
    is_several = question.kind is QuestionKind.CHOICES
    choices = list(question.choices)
    if question.kind is QuestionKind.YES_NO:
        choices = [gettext(word) for word in WORDS.values()]
    return Column(
        name_of(question),
        question.text,
        width=18,
        is_required=question.is_required,
        help=gettext("Any of these, with 、 between: %(choices)s", choices="、".join(choices))
        if is_several
        else "、".join(choices),
        choices=() if is_several else choices,
        takes_several=is_several,
    )


class ModeSelect(SelectField):
    """A way to take part, whichever way it is written."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = words.mode_meant(valuelist[0].strip()) if valuelist else ""

    def offer(self, modes: Sequence[Mode]) -> None:
        """List `modes`, and whatever was typed."""
        self.choices = [
            ("", gettext("Please choose")),
            *((one.value, _mode_name(one)) for one in modes),
        ]
        if self.data and self.data not in modes:
            typed = _mode_name(Mode(self.data)) if self.data in list(Mode) else self.data
            self.choices.append((self.data, typed))


class DayChecks(DaysField):
    """Some days of an event, whichever way they are written."""

    def offer(self, days: Sequence[EventDay]) -> None:
        self.days = day_words(days)
        self.data = _each_once(
            word for text in self.data or () for word in words.days_meant(text.strip(), self.days)
        )
        self.choices = [(word, _day_name(day)) for word, day in self.days.items()]
        self.choices += [(text, text) for text in self.data if text not in self.days]

    def pre_validate(self, _form: object) -> None:
        """Refuse what is none of the days."""
        for text in self.data or ():
            if text not in self.days:
                raise ValidationError(_sentence(DaysUnknown(typed=text)))


def _each_once(values: Iterable[str]) -> list[str]:
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
        field.data = _each_once(
            choice
            for text in field.data or ()
            for choice in words.choices_meant(text.strip(), question.choices)
        )


@dataclass(frozen=True)
class Outlooks:
    """How many would stand how."""

    confirmed: int
    pending: int
    waiting: int

    @property
    def number(self) -> int:
        return self.confirmed + self.pending + self.waiting


class RosterForm(Form):
    """Many people at once: typed row by row, pasted, or in a file. All of it becomes rows."""

    pasted = TextAreaField(N_("Rows copied from Excel"))
    file = FileField(N_("Excel or CSV file"))
    is_whole = BooleanField(
        N_("Only if everybody can take part (nobody takes part if some get no place)")
    )
    checked = HiddenField()

    def __init__(self, offer: Offer, *, is_blank: bool = False) -> None:
        """Take what was posted, or nothing where the form `is_blank` on somebody else's page."""
        super().__init__(**({"formdata": None} if is_blank else {}))
        self.offer = offer
        self.left_out: Sequence[str] = ()
        """The headings of columns that were pasted and mean nothing here."""
        is_sent = self.is_submitted() and not is_blank
        typed = _typed_rows(request.form) if is_sent else []
        self.step = _step(request.form, typed) if is_sent else ""
        try:
            typed = self._arranged(typed)
        except Refused as reason:
            self.refuse(reason)
        typed = typed or [offer.blank] * ROWS_AT_ONCE
        self.rows = [Row(offer, index, row) for index, row in enumerate(typed)]

    def _arranged(self, typed: list[Typed]) -> list[Typed]:
        """Add rows, take one away, or put what was pasted below; blank rows go when it is checked."""
        if self.step == MORE:
            more = min(ROWS_AT_ONCE, MOST_ROWS - len(typed))
            return [*typed, *[self.offer.blank] * more]
        if self.step == REMOVE:
            number = request.form[REMOVE]
            return [row for index, row in enumerate(typed) if str(index) != number]
        typed = [row for row in typed if self._is_filled(row)]
        if self.step == READ:
            return [*typed, *self._read(len(typed))]
        if self.step and not typed:
            raise NobodyNamed
        return typed

    def _is_filled(self, row: Typed) -> bool:
        names = {*WRITTEN, *map(name_of, self._free_questions())}
        return any(value.strip() for name in names for value in row.get(name, ()))

    def _free_questions(self) -> Iterable[Question]:
        return (one for one in self.offer.event.live_questions if one.kind is QuestionKind.TEXT)

    def _read(self, present: int) -> list[Typed]:
        """Read what was pasted and what was sent as a file.

        Raises `NothingPasted`, `NoRowsFound`, `TooManyRows` and what `uploads.grid_of` raises.
        """
        readings = self._readings()
        people = [person for one in readings for person in one.people]
        found = present + len(people)
        if not people:
            raise NoRowsFound if readings else NothingPasted
        if found > MOST_ROWS:
            raise TooManyRows(found=found, most=MOST_ROWS)
        self.left_out = [
            gettext("column %(number)d", number=column) if isinstance(column, int) else column
            for one in readings
            for column in one.left_out
        ]
        self.pasted.data = ""
        return [self.offer.blank | {name: [text] for name, text in one.items()} for one in people]

    def _readings(self) -> list[Reading]:
        text = self.pasted.data or ""
        grids = [pasted.cells(text)] if text.strip() else []
        if self.file.data:
            grids.append(uploads.grid_of(self.file.data))
        return [columns.read(grid, self.offer.columns) for grid in grids]

    @property
    def has_errors(self) -> bool:
        return super().has_errors or any(row.has_errors for row in self.rows)

    @property
    def is_examined(self) -> bool:
        """Whether rows are to be looked at, and not only arranged."""
        return self.step in {READ, CHECK, REGISTER} and not super().has_errors

    @property
    def outlooks(self) -> Outlooks | None:
        """How many people in order would stand how; None where nobody is."""
        found = Counter(row.outlook for row in self.rows if row.outlook)
        if not found:
            return None
        return Outlooks(
            confirmed=found[RegistrationStatus.CONFIRMED],
            pending=found[RegistrationStatus.PENDING],
            waiting=found[RegistrationStatus.WAITING],
        )

    @property
    def is_in_order(self) -> bool:
        """Whether everybody can be registered."""
        return self.is_examined and not self.has_errors

    @property
    def is_confirmed(self) -> bool:
        """Whether everybody can be registered, and is what was shown before."""
        is_shown = self.is_in_order and self.checked.data == self.digest
        return self.step == REGISTER and is_shown

    @property
    def digest(self) -> str:
        """Name what the rows in order say, so that nothing else is registered than was shown."""
        said = [bool(self.is_whole.data), *(_said(row.application) for row in self.rows)]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _said(person: Application) -> object:
    said = vars(person) | {
        "organization": person.organization.id,
        "days": [day.id for day in person.days],
        "language": "",
    }
    return sorted(said.items())


def _step(posted: Mapping[str, str], typed: Sequence[Typed]) -> str:
    """Tell which button sent the form. Who reads nothing in, but typed, wants it checked."""
    if REMOVE in posted:
        return REMOVE
    step = posted.get("step", CHECK)
    has_nothing_to_read = not posted.get("pasted", "").strip() and not any(request.files.values())
    if step == READ and has_nothing_to_read and typed:
        return CHECK
    return step if step in {READ, MORE, REGISTER} else CHECK


def _typed_rows(posted: MultiDict[str, str]) -> list[Typed]:
    """Sort what was posted into rows, in their order. Gaps between their numbers close."""
    rows: dict[int, Typed] = {}
    for name, values in posted.lists():
        if found := _IN_A_ROW.fullmatch(name):
            rows.setdefault(int(found["row"]), {})[found["name"]] = values
    return [rows[number] for number in sorted(rows)][:MOST_ROWS]


class HoldForm(Form):
    """Places kept for people who are named later."""

    mode = SelectField(N_("How to take part"), [DataRequired(CHOOSE)])
    places = FigureField(N_("Number of places"), [InputRequired()])
    held_until = WarekiDateField(N_("Name the people by"), [DataRequired()])

    def __init__(self, offer: Offer, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mode.choices = [(mode.value, _mode_name(mode)) for mode in offer.modes]


class ButtonForm(Form):
    """One button."""


class PersonForm(RegistrationForm):
    """What one person stated. Whose body they belong to is not for the coordinator to change."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.event, stated_in(registration))
        body = registration.organization
        self.organization.chosen = body
        self.organization.data = body.address
        self.organization.choices = [(body.address, body.name)]
