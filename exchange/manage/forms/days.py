"""The days of an event and the places of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from flask_babel import gettext
from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.validators import Length, ValidationError

from exchange.lib.i18n import N_
from exchange.manage.drafts import DayDraft, PlaceDraft
from exchange.web.forms import ClockField, TextField, WarekiDateField
from exchange.web.parts import LONG, SHORT, ChecksField, Required, Row, row_id
from exchange.web.rows import RowList

if TYPE_CHECKING:
    from datetime import date

    from wtforms import Field

DAYS = RowList("days", "day", most=50)
PLACES = RowList("places", "place", most=20, within=DAYS)


class PlaceForm(Row):
    """A venue, or online, and whom it is for."""

    TYPED = ("groups", "venue", "address", "online", "url")

    groups = ChecksField(N_("For whom"))
    venue = TextField(N_("Venue"), [Length(max=SHORT)])
    address = TextField(N_("Address"), [Length(max=SHORT)])
    online = BooleanField(N_("Online"))
    url = TextField(N_("Joining link (shown only to those who registered)"), [Length(max=LONG)])

    def validate_venue(self, field: Field) -> None:
        if not field.data and not self.online.data:
            raise ValidationError(gettext("Please enter the venue, or tick Online."))

    def validate_url(self, field: Field) -> None:
        if field.data and not self.online.data:
            raise ValidationError(gettext("A joining link goes with Online: please tick it."))
        if field.data and not _is_web_address(field.data):
            raise ValidationError(
                gettext("This is not a web address. Example: https://example.jp/meeting")
            )

    @property
    def draft(self) -> PlaceDraft:
        return PlaceDraft(
            groups=tuple(self.groups.data or ()),
            venue=self.venue.data or "",
            address=self.address.data or "",
            online=bool(self.online.data),
            url=self.url.data or "",
        )


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and not any(char.isspace() for char in text)
    )


class DayForm(Row):
    """One date with its hours and places."""

    number = HiddenField()
    held_on = WarekiDateField(N_("Date held"), [Required(N_("Please enter the date."))])
    starts = ClockField(N_("Start time"))
    ends = ClockField(N_("End time"))
    label = TextField(N_("What happens on this day"), [Length(max=SHORT)])
    places = FieldList(FormField(PlaceForm), N_("Places"), min_entries=1)

    TYPED = ("held_on", "starts", "ends", "label")

    @property
    def is_blank(self) -> bool:
        return super().is_blank and all(place.form.is_blank for place in self.places)

    def validate_ends(self, field: Field) -> None:
        if field.data is None or self.starts.errors:
            return
        if self.starts.data is None:
            raise ValidationError(gettext("Please enter the start time too."))
        if field.data <= self.starts.data:
            raise ValidationError(gettext("The end must come after the start."))

    @property
    def draft(self) -> DayDraft:
        return DayDraft(
            number=row_id(self.number.data),
            held_on=cast("date", self.held_on.data),
            starts=self.starts.data,
            ends=self.ends.data,
            label=self.label.data or "",
            places=tuple(place.form.draft for place in self.places if not place.form.is_blank),
        )
