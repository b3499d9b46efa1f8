"""Whom to list, which columns a roster has, and what is decided on an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from exchange.domain.registration import Mode, RegistrationStatus
from exchange.enrollment.forms import day_words
from exchange.enrollment.queries import STANDING
from exchange.lib.i18n import N_
from exchange.rosters.columns import columns
from exchange.rosters.queries import Order, Wanted
from exchange.web.filters import hours, short_date
from exchange.web.forms import FilterForm, Form, LongTextField, PageField
from exchange.web.guard import LARGEST
from exchange.web.organizations import OrganizationField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from exchange.domain.event import Event
    from exchange.rosters.columns import Column

LONGEST_REASON = 1000
EVERYBODY = "all"
FOR_ROSTERS = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.PENDING,
    RegistrationStatus.WAITING,
    RegistrationStatus.CANCELLED,
    RegistrationStatus.DECLINED,
)


def _choices(words: Iterable[Any], *first: tuple[str, str]) -> Callable[[], list[tuple[str, str]]]:
    """Offer enums by their values, after `first`, in the reader's language."""
    return lambda: [
        *((value, gettext(label)) for value, label in first),
        *((word.value, gettext(word.label)) for word in words),
    ]


class ChecksField(SelectMultipleField):
    """Checkboxes: any number of the choices."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RegistrantsForm(FilterForm):
    """Which people the list shows."""

    standing = SelectField(
        N_("Status"),
        choices=_choices(
            FOR_ROSTERS,
            ("", N_("All who want a place")),
            (EVERYBODY, N_("All, those cancelled too")),
        ),
        name="status",
        default="",
    )
    organization = OrganizationField(N_("Organization"))
    mode = SelectField(N_("How to take part"), choices=_choices(Mode, ("", N_("All"))), default="")
    order = SelectField(N_("Order"), choices=_choices(Order), default=Order.BODY.value)
    page = PageField(N_("Page"))

    @property
    def wanted(self) -> Wanted:
        """The valid form, as the value the query takes."""
        return Wanted(
            statuses=self._statuses,
            organization=self.organization.data,
            mode=Mode(self.mode.data) if self.mode.data else None,
            order=Order(self.order.data),
        )

    @property
    def _statuses(self) -> Sequence[RegistrationStatus]:
        if not self.standing.data:
            return tuple(STANDING)
        if self.standing.data == EVERYBODY:
            return list(RegistrationStatus)
        return [RegistrationStatus(self.standing.data)]

    @property
    def asks_anything(self) -> bool:
        return self.wanted != Wanted(order=Order(self.order.data))


class RosterForm(FilterForm):
    """The columns of a roster, and who is in it. Nothing chosen is what is usual."""

    columns = ChecksField(N_("Columns"))
    standing = ChecksField(N_("Status"), choices=_choices(FOR_ROSTERS), name="status")
    organization = OrganizationField(N_("Organization"))
    mode = SelectField(N_("How to take part"), choices=_choices(Mode, ("", N_("All"))), default="")
    day = SelectField(N_("Day"), default="")
    order = SelectField(
        N_("Order"), choices=_choices([Order.BODY, Order.READING]), default=Order.BODY.value
    )

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._known = {column.word: column for column in columns(event)}
        self._days = day_words(event.live_days)
        self.columns.choices = [(word, column.header) for word, column in self._known.items()]
        self.day.choices = [
            ("", gettext("All")),
            *(
                (word, f"{short_date(day.held_on)} {hours(day)}")
                for word, day in self._days.items()
            ),
        ]
        if not self.columns.data:
            self.columns.data = [word for word, one in self._known.items() if one.is_default]
        if not self.standing.data:
            self.standing.data = [RegistrationStatus.CONFIRMED.value]

    @property
    def chosen(self) -> Sequence[Column]:
        """The columns of the valid form, in the order of the roster."""
        return [one for word, one in self._known.items() if word in (self.columns.data or ())]

    @property
    def wanted(self) -> Wanted:
        """The valid form, as the value the query takes."""
        return Wanted(
            statuses=[RegistrationStatus(word) for word in self.standing.data or ()],
            organization=self.organization.data,
            mode=Mode(self.mode.data) if self.mode.data else None,
            day=self._days[self.day.data] if self.day.data else None,
            order=Order(self.order.data),
        )


class ApprovalForm(Form):
    """Several applications at once, by their numbers."""

    numbers = SelectMultipleField(coerce=int, validate_choice=False)

    @property
    def chosen(self) -> Sequence[int]:
        return [number for number in self.numbers.data or () if 0 < number <= LARGEST]


class DeclineForm(Form):
    """Why somebody does not get a place. They are told."""

    reason = LongTextField(N_("Reason for declining"), [Length(max=LONGEST_REASON)])
