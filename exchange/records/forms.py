"""What may stand in the address of the records page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from wtforms import SelectField
from wtforms.validators import Length, ValidationError

from exchange.domain.event import EventKind
from exchange.domain.note import NoteKind
from exchange.lib.i18n import N_
from exchange.records.queries import Criteria
from exchange.search.find import Order
from exchange.web.forms import (
    FigureField,
    FilterForm,
    FiscalYearField,
    PageField,
    TextField,
    word_choices,
)
from exchange.web.organizations import OrganizationField

if TYPE_CHECKING:
    from wtforms import Field

LONGEST_QUERY = 200


KINDS: dict[str, EventKind | NoteKind] = {
    kind.value: kind for kinds in (EventKind, NoteKind) for kind in kinds
}
"""A kind of events, or of notes, by its word in the address."""


class RecordsForm(FilterForm):
    """Words, and among which notes they are looked for."""

    q = TextField(N_("Words"), [Length(max=LONGEST_QUERY)])
    fiscal_year = FiscalYearField(N_("Fiscal year"))
    kind = TextField(N_("Kind"))
    """Of the events; or of the notes, as it was before they had a field of their own."""
    block = SelectField(N_("Kind of note"), choices=word_choices(NoteKind), default="")
    series = FigureField(N_("Series"))
    organization = OrganizationField(N_("Organization"))
    speaker = TextField(N_("Speaker"), [Length(max=LONGEST_QUERY)])
    order = SelectField(N_("Order"), choices=word_choices(Order), default="")
    page = PageField(N_("Page"))

    def validate_kind(self, field: Field) -> None:
        kind = KINDS.get(field.data or "")
        contradicts = isinstance(kind, NoteKind) and self.block.data not in ("", kind)
        if contradicts or (field.data and kind is None):
            raise ValidationError(gettext("Not a valid choice."))

    @property
    def criteria(self) -> Criteria:
        """The valid form, as the value the query takes."""
        kind = KINDS.get(self.kind.data or "")
        block = kind.value if isinstance(kind, NoteKind) else self.block.data
        return Criteria(
            text=self.q.data or "",
            fiscal_year=self.fiscal_year.data,
            kind=kind if isinstance(kind, EventKind) else None,
            block=NoteKind(block) if block else None,
            series=self.series.data,
            organization=self.organization.data,
            speaker=self.speaker.data or "",
            order=Order(self.order.data or Order.DATE),
        )

    @property
    def conditions(self) -> list[Field]:
        """The fields besides the words that stand in the address."""
        fields = (self.fiscal_year, self.kind, self.block, self.series)
        named = (*fields, self.organization, self.speaker, self.order)
        return [field for field in named if field.raw_data and field.raw_data[0]]
