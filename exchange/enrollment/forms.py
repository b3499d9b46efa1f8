"""The form in which a person is registered, by themselves or by somebody else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from exchange.domain.registration import Mode
from exchange.enrollment import queries
from exchange.enrollment.applications import Application
from exchange.enrollment.questions import CHOOSE, AsksQuestions, answers_stated
from exchange.enrollment.refusals import NoDayChosen
from exchange.lib.i18n import N_
from exchange.lib.personal import hiragana, is_reading, katakana, normalize_email, normalize_phone
from exchange.lib.text import fold
from exchange.web.filters import hours, long_date
from exchange.web.forms import Form, LongTextField, TextField
from exchange.web.language import language
from exchange.web.organizations import organizations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import Field

    from exchange.domain.account import Account
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.registration import Registration

LONGEST_NAME = 50
LONGEST_READING = 100
LONGEST_WORDS = 100
LONGEST_EMAIL = 254
LONGEST_PHONE = 50
LONGEST_REMARKS = 1000


def reading(_form: object, field: Field) -> None:
    """Refuse what is not kana."""
    text = field.data or ""
    if len(text) > LONGEST_READING or not is_reading(text):
        raise StopValidation(gettext("Please enter the reading in hiragana or katakana."))


def mail_address(_form: object, field: Field) -> None:
    """Refuse what is no mail address."""
    try:
        normalize_email(field.data or "")
    except ValueError:
        raise StopValidation(
            gettext("This is not a mail address. Example: taro@example.lg.jp")
        ) from None


def phone_number(_form: object, field: Field) -> None:
    """Refuse what is no phone number; none at all is fine."""
    try:
        _phone(field.data or "")
    except ValueError:
        raise StopValidation(gettext("This is not a phone number. Example: 0238-22-5111")) from None


def _phone(text: str) -> str:
    return normalize_phone(text) if text else ""


class OrganizationSelect(SelectField):
    """A body, by its code or slug. Its name is understood too, though no list offers it."""

    chosen: Organization | None = None

    def offer(self, event: Event) -> None:
        """List the bodies that may take part in `event`, and whatever was posted."""
        bodies = organizations()
        typed = str(self.data or "").strip()
        self.chosen = _named(typed, bodies)
        if self.chosen is not None:
            self.data = typed = self.chosen.address
        self.choices = [
            ("", gettext("Please choose")),
            *(
                (body.address, body.name)
                for body in bodies
                if body is self.chosen or queries.modes_of(event, body)
            ),
        ]
        if typed and self.chosen is None:
            self.choices.append((typed, typed))

    def pre_validate(self, _form: object) -> None:
        """Refuse a name that no body bears."""
        if self.data and self.chosen is None:
            raise StopValidation(gettext("Please choose an organization from the list."))


def _named(typed: str, bodies: Sequence[Organization]) -> Organization | None:
    folded = fold(typed[:LONGEST_WORDS])
    return next((one for one in bodies if folded in (fold(one.address), fold(one.name))), None)


class DaysField(SelectMultipleField):
    """Some days of an event."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, list(validators), validate_choice=False, **kwargs)
        self.days: dict[str, EventDay] = {}

    def offer(self, days: Sequence[EventDay]) -> None:
        self.days = day_words(days)
        self.choices = [(word, _day_label(day)) for word, day in self.days.items()]

    @property
    def chosen(self) -> Sequence[EventDay]:
        return [day for word, day in self.days.items() if word in (self.data or ())]

    def pre_validate(self, _form: object) -> None:
        """Refuse a day that is not offered."""
        if set(self.data or ()) - set(self.days):
            raise ValidationError(gettext("Please choose from the days of the event."))


def day_words(days: Sequence[EventDay]) -> dict[str, EventDay]:
    """Name each day by its date: `2026-12-10`.

    Days that share a date are told apart by their hour, `2026-12-10T13:30`, and
    where that is not enough by their number too.
    """
    dates = Counter(day.held_on for day in days)
    moments = Counter((day.held_on, day.starts) for day in days)
    words = {}
    for day in days:
        word = day.held_on.isoformat()
        if dates[day.held_on] > 1 and day.starts:
            word += f"T{day.starts:%H:%M}"
        if moments[day.held_on, day.starts] > 1:
            word += f".{day.number}"
        words[word] = day
    return words


def _day_label(day: EventDay) -> str:
    return " ".join(filter(None, [day.label, long_date(day.held_on), hours(day)]))


class PersonFields(Form):
    """What is asked of everybody, wherever they are registered."""

    family_name = TextField(N_("Family name"), [DataRequired(), Length(max=LONGEST_NAME)])
    given_name = TextField(N_("Given name"), [DataRequired(), Length(max=LONGEST_NAME)])
    family_kana = TextField(N_("Family name (reading)"), [DataRequired(), reading])
    given_kana = TextField(N_("Given name (reading)"), [DataRequired(), reading])
    organization = OrganizationSelect(
        N_("Organization"), [DataRequired(CHOOSE)], validate_choice=False
    )
    department = TextField(N_("Department"), [Length(max=LONGEST_WORDS)])
    position = TextField(N_("Job title"), [Length(max=LONGEST_WORDS)])

    def validate_mode(self, field: Field) -> None:
        if field.data not in list(Mode):
            raise ValidationError(gettext("Not a valid choice."))

    @property
    def stated(self) -> dict[str, Any]:
        """The valid fields, as `Application` names them."""
        organization = self.organization.chosen
        assert organization is not None  # noqa: S101  # the form is valid
        return {
            "family_name": self.family_name.data or "",
            "given_name": self.given_name.data or "",
            "family_kana": katakana(self.family_kana.data or ""),
            "given_kana": katakana(self.given_kana.data or ""),
            "organization": organization,
            "department": self.department.data or "",
            "position": self.position.data or "",
        }


class RegistrationForm(AsksQuestions, PersonFields):
    """Who takes part, and how."""

    email = TextField(N_("Email address"), [DataRequired(), mail_address])
    phone = TextField(N_("Phone number"), [phone_number])
    mode = RadioField(N_("How to take part"), [DataRequired(CHOOSE)], validate_choice=False)
    days = DaysField(N_("Days to attend"), [DataRequired(NoDayChosen.message)])
    remarks = LongTextField(N_("Remarks"), [Length(max=LONGEST_REMARKS)])

    def __init__(self, event: Event, known: dict[str, Any] | None = None) -> None:
        """Offer what `event` offers; `known` stands in the fields until something is typed."""
        known = known or {}
        self.ask(event)
        super().__init__(data=None if self.is_submitted() else known)
        self.days.offer(event.live_days)
        everything = list(self.days.days)
        if len(everything) <= 1 and known.get("days", everything) == everything:
            del self.days  # nothing to choose, nor a choice to be lost
        self.organization.offer(event)
        self._offer_modes(event)

    def _offer_modes(self, event: Event) -> None:
        modes = queries.modes_of(event)
        self.mode.choices = [(mode.value, mode.label) for mode in modes]
        mine = queries.modes_of(event, self.organization.chosen)
        if len(mine) == 1 and not self.is_submitted() and not self.mode.data:
            self.mode.data = mine[0].value

    @property
    def application(self) -> Application:
        """The valid form, as the value the service takes."""
        return Application(
            **self.stated,
            email=normalize_email(self.email.data or ""),
            phone=_phone(self.phone.data or ""),
            mode=Mode(self.mode.data),
            days=self.days.chosen if "days" in self else (),
            remarks=self.remarks.data or "",
            answers=self.answers,
            language=language(),
        )

    @property
    def posted(self) -> list[tuple[str, str]]:
        """Everything typed, to be sent again by the page that shows it for review."""
        return [
            (field.name, value)
            for field in self
            if field.name != "csrf_token"
            for value in (field.data if isinstance(field.data, list) else [field.data or ""])
        ]


class CancellationForm(Form):
    """One button."""


def known_of(account: Account | None, *, is_for_somebody_else: bool) -> dict[str, Any]:
    """Give what is known of an applicant who is signed in, or of their colleague."""
    if account is None:
        return {}
    known = {"organization": account.organization.address if account.organization else ""}
    if not is_for_somebody_else:
        family_name, _, given_name = account.name.replace("　", " ").partition(" ")
        known |= {
            "family_name": family_name,
            "given_name": given_name.strip(),
            "email": account.email,
        }
    return known


def stated_in(registration: Registration) -> dict[str, Any]:
    """Give what `registration` says, as the form takes it."""
    words = day_words(registration.event.live_days)
    return {
        "family_name": registration.family_name,
        "given_name": registration.given_name,
        "family_kana": hiragana(registration.family_kana),
        "given_kana": hiragana(registration.given_kana),
        "organization": registration.organization.address,
        "department": registration.department,
        "position": registration.position,
        "email": registration.email,
        "phone": registration.phone,
        "mode": registration.mode.value,
        "days": [word for word, day in words.items() if day in registration.days],
        "remarks": registration.remarks,
        **answers_stated(registration),
    }
