"""The form of an event, for each kind."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self

from wtforms import FieldList, FormField, RadioField
from wtforms.validators import Length

from exchange.domain.draft import revision_of
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.lib.i18n import N_
from exchange.manage import queries
from exchange.manage.drafts import EventDraft
from exchange.manage.forms import registration
from exchange.manage.forms.registration import RegistrationPart
from exchange.manage.forms.speakers import BOOTHS, BoothForm
from exchange.web.forms import TextField, as_lines, choices_of
from exchange.web.organizations import organizations
from exchange.web.parts import SHORT

if TYPE_CHECKING:
    from exchange.domain.event import Event


class EventForm(RegistrationPart):
    """What all kinds have in common."""

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

    @classmethod
    def showing(cls, draft: EventDraft) -> Self:
        """Give the form as it is when `draft` is to be edited."""
        values = {one.name: getattr(draft, one.name) for one in fields(draft)}
        shown = {
            "revision": revision_of(draft),
            "state": draft.status,
            "booths": [
                vars(booth) | {"offers": as_lines(booth.offers)} for booth in draft.booths or ()
            ],
        }
        return cls(**{**values, **registration.shown(draft.registration), **shown})

    @classmethod
    def copying(cls, event: Event) -> Self:
        """Give the form for one more event like `event`, whose dates are still to be typed."""
        form = cls.showing(queries.copy_of(event))
        for day in form.days:
            day.form.held_on.data = None
        return form

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
            expected=self.expected.data or "",
            days=tuple(day.form.draft for day in self.days if not day.form.is_blank),
            speakers=tuple(one.form.draft for one in self.speakers if not one.form.is_blank),
            registration=self._registration,
            **self._more,
        )

    @property
    def _more(self) -> dict[str, Any]:
        """What the draft says of things that only one kind has."""
        return {}


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
