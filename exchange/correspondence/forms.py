"""The filters of the lists, and the form in which a message is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from flask_babel import gettext
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from exchange.correspondence import queries
from exchange.domain.letter import LetterKind, LetterStatus
from exchange.domain.registration import RegistrationStatus
from exchange.letters.messages import Message
from exchange.lib.i18n import N_
from exchange.web.forms import FilterForm, Form, LongTextField, PageField, TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from werkzeug.datastructures import MultiDict

    from exchange.domain.event import Event
    from exchange.domain.organization import Organization

T = TypeVar("T", LetterKind, LetterStatus)

REACHED = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.WAITING,
    RegistrationStatus.PENDING,
)
"""Whom a message may go to."""
LONGEST_SUBJECT = 150
LONGEST_WORDS = 10_000


def _or_any(members: type[T]) -> Callable[[str], T | None]:
    """Read an empty choice as None."""
    return lambda value: members(value) if value else None


def _choices(members: Iterable[LetterKind | LetterStatus]) -> list[tuple[str, str]]:
    return [("", gettext("All")), *((one.value, gettext(one.label)) for one in members)]


class LettersForm(FilterForm):
    """Status, kind and body of letters, all of them optional."""

    standing = SelectField(N_("Status"), coerce=_or_any(LetterStatus), name="status")
    kind = SelectField(N_("Kind"), coerce=_or_any(LetterKind))
    organization = SelectField(N_("Organization name"), default="")
    page = PageField(N_("Page"))

    def __init__(
        self, bodies: Sequence[Organization], query: MultiDict[str, str] | None = None
    ) -> None:
        super().__init__(query)
        self._bodies = {one.address: one for one in bodies}
        self.standing.choices = _choices(LetterStatus)
        self.kind.choices = _choices(LetterKind)
        self.organization.choices = [
            ("", gettext("All")),
            *((one.address, one.name) for one in bodies),
        ]

    @property
    def filter(self) -> queries.Filter:
        """The valid form, as the value the query takes."""
        return queries.Filter(
            status=self.standing.data,
            kind=self.kind.data,
            organization=self._bodies.get(self.organization.data or ""),
        )

    @property
    def asks_anything(self) -> bool:
        return self.filter != queries.Filter()


class StatusesField(SelectMultipleField):
    """Checkboxes: how those stand who are written to."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class MessageForm(Form):
    """To whom, and what."""

    statuses = StatusesField(
        N_("To whom"),
        [DataRequired(N_("Please choose at least one."))],
        coerce=RegistrationStatus,
        default=[RegistrationStatus.CONFIRMED],
    )
    organization = SelectField(N_("Organization name"), default="")
    subject = TextField(
        N_("Subject"),
        [DataRequired(N_("This field is required.")), Length(max=LONGEST_SUBJECT)],
    )
    words = LongTextField(
        N_("Text"),
        [DataRequired(N_("This field is required.")), Length(max=LONGEST_WORDS)],
    )

    def __init__(self, event: Event, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        bodies = queries.bodies(event)
        self._bodies = {one.address: one for one in bodies}
        counts = queries.by_status(event)
        self.statuses.choices = [
            (
                one,
                gettext("%(status)s: %(number)d", status=gettext(one.label), number=counts[one]),
            )
            for one in REACHED
        ]
        self.organization.choices = [
            ("", gettext("All organizations")),
            *((one.address, one.name) for one in bodies),
        ]

    @property
    def message(self) -> Message:
        """The valid form, as the value the service takes."""
        return Message(subject=self.subject.data or "", words=self.words.data or "")

    @property
    def whom(self) -> queries.Audience:
        """Those the message is for."""
        return queries.Audience(
            statuses=tuple(self.statuses.data or ()),
            organization=self._bodies.get(self.organization.data or ""),
        )

    @property
    def posted(self) -> list[tuple[str, str]]:
        """Everything typed, to be sent again by the page that shows it for review."""
        return [
            *(("statuses", one.value) for one in self.statuses.data or ()),
            ("organization", self.organization.data or ""),
            ("subject", self.subject.data or ""),
            ("words", self.words.data or ""),
        ]


class AgainForm(Form):
    """One button."""
