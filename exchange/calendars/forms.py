"""What may stand in the address of the calendar page, and of feeds."""

from __future__ import annotations

from flask_babel import gettext
from wtforms import SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional, ValidationError

from exchange.calendars.month import Month, parse
from exchange.lib.i18n import N_
from exchange.web.forms import FilterForm, TextField, WarekiDateField


class MonthForm(FilterForm):
    """Which month, and how it is laid out."""

    month = TextField(N_("Month"), [Optional()])
    view = SelectField(
        N_("View"),
        choices=[SelectChoice("month", N_("Month view")), SelectChoice("list", N_("List view"))],
        default="month",
    )

    def validate_month(self, field: TextField) -> None:
        try:
            parse(field.data or "")
        except ValueError:
            raise ValidationError(
                gettext("This is not a month. Examples: 2026-09, R8.9, 令和8年9月")
            ) from None

    def chosen(self, otherwise: Month) -> Month:
        """Give the month asked for; another one where none, or nonsense, was."""
        return parse(self.month.data) if self.month.data and not self.errors else otherwise


class SinceForm(FilterForm):
    """From which day on a feed holds events. Without one it goes back a fixed time."""

    since = WarekiDateField(N_("From"), [Optional()], name="from")
