"""The first part of an event's form: what it is, when and where, and who lectures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from flask_babel import gettext
from wtforms import FieldList, FormField, HiddenField, SelectField
from wtforms.validators import Length, ValidationError

from exchange.lib.i18n import N_
from exchange.manage import queries
from exchange.manage.forms.days import DAYS, PLACES, DayForm
from exchange.manage.forms.speakers import SPEAKERS, SpeakerForm
from exchange.web.forms import FigureField, FiscalYearField, TextField
from exchange.web.parts import LONG, SHORT, Required
from exchange.web.rows import RowList, RowsForm

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict
    from wtforms import Field


class OutlineForm(RowsForm):
    """What all kinds of events have in common."""

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
    expected = TextField(N_("Time of the year (while no day is fixed)"), [Length(max=SHORT)])
    days = FieldList(FormField(DayForm), N_("Days and places"), min_entries=1)
    speakers = FieldList(FormField(SpeakerForm), N_("Instructors"), min_entries=1)

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

    @property
    def asks_for_the_year(self) -> bool:
        """Whether the year has to be asked for, because no date tells it."""
        has_dates = any(day.form.held_on._value() for day in self.days)  # noqa: SLF001  # what it shows
        return not has_dates or bool(self.fiscal_year.raw_data)

    def validate_round(self, field: Field) -> None:
        if field.data == 0:
            raise ValidationError(gettext("Rounds are counted from 1."))
