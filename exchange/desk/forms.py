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
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from exchange.desk import columns, uploads
from exchange.desk.refusals import (
    NobodyNamed,
    NoRowsFound,
    NothingPasted,
    TooManyRows,
)
from exchange.domain.errors import Refused
from exchange.domain.question import QuestionKind
from exchange.domain.registration import RegistrationStatus
from exchange.enrollment.forms import (
    RegistrationForm,
    stated_in,
)
from exchange.enrollment.questions import CHOOSE, name_of
from exchange.lib import pasted
from exchange.lib.i18n import N_
from exchange.web.forms import FigureField, Form, WarekiDateField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from werkzeug.datastructures import MultiDict

    from exchange.desk.columns import Reading
    from exchange.domain.question import Question
    from exchange.domain.registration import Registration
    from exchange.enrollment.applications import Application

from exchange.desk.offer import Offer, Typed, mode_name
from exchange.desk.sheet import Row

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
        self.mode.choices = [(mode.value, mode_name(mode)) for mode in offer.modes]


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
