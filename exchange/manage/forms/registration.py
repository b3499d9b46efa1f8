"""The part of an event's form that is about registration."""

from __future__ import annotations

from collections import Counter
from datetime import time
from typing import TYPE_CHECKING, Any, ClassVar

from flask_babel import gettext
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField
from wtforms.validators import Length, StopValidation, ValidationError

from exchange.extensions import site
from exchange.lib import clock
from exchange.lib.i18n import N_
from exchange.lib.personal import normalize_email
from exchange.manage.forms import questions, quotas
from exchange.manage.forms.outline import OutlineForm
from exchange.manage.forms.questions import QUESTIONS, QuestionForm
from exchange.manage.forms.quotas import QUOTAS, QuotaForm
from exchange.manage.registration import retention
from exchange.manage.registration.drafts import USUAL_RETENTION, RegistrationDraft
from exchange.web.forms import (
    ClockField,
    FigureField,
    LongTextField,
    TextField,
    WarekiDateField,
    whole_number,
)
from exchange.web.parts import LONG

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from wtforms import Field

    from exchange.web.rows import RowList

LAST_MINUTE = time(23, 59)
"""A window whose last hour is not said stays open for that whole day."""
LONGEST_EMAIL = 254
PARTS = {
    "places": ("onsite_capacity", "online_capacity", "quotas", "released_on"),
    "questions": ("questions",),
    "rules": ("needs_approval", "offer_hours", "reminder_days", "retention_days"),
}
"""What stands together in a part of the page that is closed until somebody needs it."""


class Between:
    """A figure has to lie between two others. None at all is fine."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: object, field: Field) -> None:
        if field.data is not None and not self.least <= field.data <= self.most:
            raise StopValidation(
                gettext(
                    "Please enter a number from %(least)d to %(most)d.",
                    least=self.least,
                    most=self.most,
                )
            )


def _days(value: str | int) -> int:
    return value if isinstance(value, int) else whole_number(value)


class RegistrationPart(OutlineForm):
    """Who may register when, for which places, and what they are asked."""

    LISTS: ClassVar[tuple[RowList, ...]] = (*OutlineForm.LISTS, QUOTAS, QUESTIONS)

    takes_registrations = BooleanField(N_("Take registrations on this site"))
    opens_on = WarekiDateField(N_("Registration opens on"))
    opens_time = ClockField(N_("Time of opening"))
    closes_on = WarekiDateField(N_("Application deadline"))
    closes_time = ClockField(N_("Time of the deadline"))
    capacity = FigureField(N_("Capacity"))
    contact = LongTextField(N_("Contact"), [Length(max=LONG)])
    contact_email = TextField(N_("Mail address for questions"), [Length(max=LONGEST_EMAIL)])
    onsite_capacity = FigureField(N_("Capacity at the venue"))
    online_capacity = FigureField(N_("Capacity online"))
    quotas = FieldList(FormField(QuotaForm), N_("Quotas"))
    released_on = WarekiDateField(N_("Unclaimed quotas are open to everybody from"))
    questions = FieldList(FormField(QuestionForm), N_("Questions"))
    needs_approval = BooleanField(N_("The secretariat decides on each application"))
    offer_hours = FigureField(N_("Hours to accept an offered place"), [Between(1, 720)])
    reminder_days = FigureField(N_("Reminder, days before"), [Between(1, 365)])
    retention_days = SelectField(N_("Retention period"), coerce=_days, default=USUAL_RETENTION)

    def _offer_choices(self) -> None:
        super()._offer_choices()
        choices = quotas.choices()
        for quota in self.quotas:
            quota.form.whom.choices = choices
        periods = {*retention.PERIODS}
        if isinstance(self.retention_days.data, int):  # one that was set elsewhere may stay
            periods.add(min(self.retention_days.data, retention.LONGEST))
        self.retention_days.choices = [(days, retention.in_words(days)) for days in sorted(periods)]

    def is_set(self, part: str) -> bool:
        """Tell whether anything in a part of `PARTS` says more than nothing, or is wrong."""
        return self.rearranged in PARTS[part] or any(
            _says_something(self[name]) for name in PARTS[part]
        )

    def validate_opens_on(self, field: Field) -> None:
        _require_date(field, self.opens_time)

    def validate_closes_on(self, field: Field) -> None:
        _require_date(field, self.closes_time)
        opens_at, closes_at = self._window
        if opens_at and closes_at and closes_at <= opens_at:
            raise ValidationError(gettext("The deadline must come after the opening."))

    def validate_contact_email(self, field: Field) -> None:
        try:
            _email(field.data)
        except ValueError:
            raise ValidationError(
                gettext("This is not a mail address. Example: taro@example.lg.jp")
            ) from None

    def validate_quotas(self, field: FieldList[Any]) -> None:
        rows = [row.form for row in field if not row.form.is_blank]
        names = dict(quotas.choices())
        for whom in _twice(row.whom.data for row in rows):
            raise ValidationError(
                gettext("There is more than one quota for %(whom)s.", whom=names.get(whom, whom))
            )

    def validate_questions(self, field: FieldList[Any]) -> None:
        rows = [row.form for row in field if not row.form.is_blank]
        for text in _twice(row.text.data for row in rows):
            raise ValidationError(gettext("“%(text)s” is asked more than once.", text=text))

    @property
    def _window(self) -> tuple[datetime | None, datetime | None]:
        return (
            _moment(self.opens_on.data, self.opens_time.data or time.min),
            _moment(self.closes_on.data, self.closes_time.data or LAST_MINUTE),
        )

    @property
    def _registration(self) -> RegistrationDraft:
        return RegistrationDraft(
            is_taken=bool(self.takes_registrations.data),
            opens_at=self._window[0],
            closes_at=self._window[1],
            capacity=self.capacity.data,
            onsite_capacity=self.onsite_capacity.data,
            online_capacity=self.online_capacity.data,
            quotas=tuple(row.form.draft for row in self.quotas if not row.form.is_blank),
            quotas_released_on=self.released_on.data,
            questions=tuple(row.form.draft for row in self.questions if not row.form.is_blank),
            needs_approval=bool(self.needs_approval.data),
            offer_hours=self.offer_hours.data,
            reminder_days=self.reminder_days.data,
            retention_days=self.retention_days.data,
            contact=self.contact.data or "",
            contact_email=_email(self.contact_email.data),
        )


def shown(draft: RegistrationDraft) -> dict[str, Any]:
    """Give `draft` as the form takes it."""
    opens, closes = map(_local, (draft.opens_at, draft.closes_at))
    return {
        "takes_registrations": draft.is_taken,
        "opens_on": opens and opens.date(),
        "opens_time": opens and opens.time(),
        "closes_on": closes and closes.date(),
        "closes_time": closes and closes.time(),
        "capacity": draft.capacity,
        "contact": draft.contact,
        "contact_email": draft.contact_email,
        "onsite_capacity": draft.onsite_capacity,
        "online_capacity": draft.online_capacity,
        "quotas": [quotas.shown(one) for one in draft.quotas],
        "released_on": draft.quotas_released_on,
        "questions": [questions.shown(one) for one in draft.questions],
        "needs_approval": draft.needs_approval,
        "offer_hours": draft.offer_hours,
        "reminder_days": draft.reminder_days,
        "retention_days": draft.retention_days,
    }


def _says_something(field: Field) -> bool:
    if isinstance(field, FieldList):
        return bool(field.entries or field.errors)
    if isinstance(field, StringField) and any(field.raw_data or ()):
        return True  # typed, though perhaps not understood
    is_nothing = field.data is False or field.data in (None, "", field.default)
    return bool(field.errors) or not is_nothing


def _twice(values: Iterable[str | None]) -> list[str]:
    return [value for value, number in Counter(values).items() if value and number > 1]


def _email(text: str | None) -> str:
    return normalize_email(text) if text else ""


def _require_date(field: Field, hour: Field) -> None:
    if field.data is None and not field.errors and hour.data is not None:
        raise ValidationError(gettext("Please enter the date too."))


def _local(moment: datetime | None) -> datetime | None:
    return clock.local(moment, site().zone) if moment else None


def _moment(day: date | None, at: time) -> datetime | None:
    return clock.moment(day, at, site().zone) if day else None
