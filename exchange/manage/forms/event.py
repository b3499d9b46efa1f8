"""The form of an event, for each kind."""

from __future__ import annotations

from dataclasses import fields
from datetime import time
from typing import TYPE_CHECKING, Any, ClassVar, Self

from flask_babel import gettext
from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms.validators import Length, ValidationError

from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.extensions import site
from exchange.lib import clock
from exchange.lib.i18n import N_
from exchange.manage import queries
from exchange.manage.drafts import EventDraft, RegistrationDraft, revision_of
from exchange.manage.forms.days import DAYS, PLACES, DayForm
from exchange.manage.forms.fields import (
    LONG,
    SHORT,
    Required,
    as_lines,
    choices_of,
)
from exchange.manage.forms.rows import RowList, RowsForm
from exchange.manage.forms.speakers import BOOTHS, SPEAKERS, BoothForm, SpeakerForm
from exchange.web.forms import (
    ClockField,
    FigureField,
    FiscalYearField,
    TextField,
    WarekiDateField,
)
from exchange.web.organizations import organizations

if TYPE_CHECKING:
    from datetime import date, datetime

    from werkzeug.datastructures import MultiDict
    from wtforms import Field

    from exchange.domain.event import Event

LAST_MINUTE = time(23, 59)
"""A window whose last hour is not said stays open for that whole day."""


class EventForm(RowsForm):
    """What all kinds have in common."""

    LISTS: ClassVar[tuple[RowList, ...]] = (DAYS, PLACES, SPEAKERS)

    revision = HiddenField()
    title = TextField(
        N_("Title of the event"), [Required(N_("Please enter the title.")), Length(max=SHORT)]
    )
    series = TextField(N_("Series"), [Length(max=SHORT)])
    round = FigureField(N_("Round"))
    theme = TextField(N_("Theme"), [Length(max=LONG)])
    partnership = SelectField(N_("Partnership"), default="")
    organizer = TextField(N_("Organizer of the event"), [Length(max=SHORT)])
    fiscal_year = FiscalYearField(N_("Fiscal year"))
    days = FieldList(FormField(DayForm), N_("Days and places"), min_entries=1)
    speakers = FieldList(FormField(SpeakerForm), N_("Instructors"), min_entries=1)
    takes_registrations = BooleanField(N_("Take registrations on this site"))
    opens_on = WarekiDateField(N_("Registration opens on"))
    opens_time = ClockField(N_("Time of opening"))
    closes_on = WarekiDateField(N_("Application deadline"))
    closes_time = ClockField(N_("Time of the deadline"))
    capacity = FigureField(N_("Capacity"))
    visibility = RadioField(
        N_("Who may see it"),
        choices=choices_of(Visibility),
        coerce=Visibility,
        default=Visibility.PUBLIC,
    )
    state = RadioField(
        N_("Status"),
        choices=choices_of(EventStatus),
        coerce=EventStatus,
        default=EventStatus.DRAFT,
        name="status",
    )

    def __init__(self, posted: MultiDict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(posted, **kwargs)
        self._offer_choices()

    def _offer_choices(self) -> None:
        self.partnership.choices = [
            ("", gettext("None")),
            *((one.slug, one.name) for one in queries.partnerships()),
        ]
        groups = [(group.slug, group.name) for group in queries.groups()]
        for day in self.days:
            for place in day.form.places:
                place.form.groups.choices = groups

    @classmethod
    def showing(cls, draft: EventDraft) -> Self:
        """Give the form as it is when `draft` is to be edited."""
        registration = draft.registration
        opens, closes = map(_local, (registration.opens_at, registration.closes_at))
        values = {one.name: getattr(draft, one.name) for one in fields(draft)}
        shown = {
            "revision": revision_of(draft),
            "state": draft.status,
            "takes_registrations": registration.is_taken,
            "opens_on": opens and opens.date(),
            "opens_time": opens and opens.time(),
            "closes_on": closes and closes.date(),
            "closes_time": closes and closes.time(),
            "capacity": registration.capacity,
            "booths": [
                vars(booth) | {"offers": as_lines(booth.offers)} for booth in draft.booths or ()
            ],
        }
        return cls(**{**values, **shown})

    @classmethod
    def copying(cls, event: Event) -> Self:
        """Give the form for one more event like `event`, whose dates are still to be typed."""
        form = cls.showing(queries.copy_of(event))
        for day in form.days:
            day.form.held_on.data = None
        return form

    @property
    def asks_for_the_year(self) -> bool:
        """Whether the year has to be asked for, because no date tells it."""
        has_dates = any(day.form.held_on._value() for day in self.days)  # noqa: SLF001  # what it shows
        return not has_dates or bool(self.fiscal_year.raw_data)

    def validate_round(self, field: Field) -> None:
        if field.data == 0:
            raise ValidationError(gettext("Rounds are counted from 1."))

    def validate_opens_on(self, field: Field) -> None:
        _require_date(field, self.opens_time)

    def validate_closes_on(self, field: Field) -> None:
        _require_date(field, self.closes_time)
        draft = self._registration
        if draft.opens_at and draft.closes_at and draft.closes_at <= draft.opens_at:
            raise ValidationError(gettext("The deadline must come after the opening."))

    @property
    def draft(self) -> EventDraft:
        """The valid form, as the value the service takes."""
        return EventDraft(
            title=self.title.data or "",
            series=self.series.data or "",
            round=self.round.data,
            theme=self.theme.data or "",
            partnership=self.partnership.data or "",
            organizer=self.organizer.data or "",
            status=self.state.data,
            visibility=self.visibility.data,
            fiscal_year=self.fiscal_year.data,
            days=tuple(day.form.draft for day in self.days if not day.form.is_blank),
            speakers=tuple(one.form.draft for one in self.speakers if not one.form.is_blank),
            registration=self._registration,
            **self._more,
        )

    @property
    def _more(self) -> dict[str, Any]:
        """What the draft says of things that only one kind has."""
        return {}

    @property
    def _registration(self) -> RegistrationDraft:
        return RegistrationDraft(
            is_taken=bool(self.takes_registrations.data),
            opens_at=_moment(self.opens_on.data, self.opens_time.data or time.min),
            closes_at=_moment(self.closes_on.data, self.closes_time.data or LAST_MINUTE),
            capacity=self.capacity.data,
        )


class TrainingForm(EventForm):
    """The form of a training."""


class FairForm(EventForm):
    """The form of a fair, with its booths."""

    LISTS = (*EventForm.LISTS, BOOTHS)

    booths = FieldList(FormField(BoothForm), N_("Booths"), min_entries=1)

    def _offer_choices(self) -> None:
        super()._offer_choices()
        bodies = [(body.address, body.name) for body in organizations()]
        for booth in self.booths:
            booth.form.organizations.choices = bodies

    @property
    def _more(self) -> dict[str, Any]:
        booths = tuple(booth.form.draft for booth in self.booths if not booth.form.is_blank)
        return {"booths": booths}


class SeminarForm(EventForm):
    """The form of a seminar that another body gives."""

    programme = TextField(N_("Programme"), [Length(max=SHORT)])
    tier = TextField(N_("Tier"), [Length(max=SHORT)])
    provider = TextField(N_("Provider"), [Length(max=SHORT)])

    @property
    def _more(self) -> dict[str, Any]:
        return {
            "programme": self.programme.data or "",
            "tier": self.tier.data or "",
            "provider": self.provider.data or "",
        }


FORMS: dict[EventKind, type[EventForm]] = {
    EventKind.TRAINING: TrainingForm,
    EventKind.FAIR: FairForm,
    EventKind.SEMINAR: SeminarForm,
}


def _require_date(field: Field, hour: Field) -> None:
    if field.data is None and not field.errors and hour.data is not None:
        raise ValidationError(gettext("Please enter the date too."))


def _local(moment: datetime | None) -> datetime | None:
    return clock.local(moment, site().zone) if moment else None


def _moment(day: date | None, at: time) -> datetime | None:
    return clock.moment(day, at, site().zone) if day else None
