"""What may stand in the address of the records page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from wtforms.validators import Length, ValidationError

from exchange.domain.event import EventKind
from exchange.domain.note import NoteKind
from exchange.lib.i18n import N_
from exchange.records.queries import Criteria
from exchange.search.find import Query
from exchange.web.forms import FilterForm, FiscalYearField, PageField, TextField
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
    organization = OrganizationField(N_("Organization"))
    speaker = TextField(N_("Speaker"), [Length(max=LONGEST_QUERY)])
    page = PageField(N_("Page"))

    def validate_kind(self, field: Field) -> None:
        if field.data and field.data not in KINDS:
            raise ValidationError(gettext("Not a valid choice."))

    @property
    def criteria(self) -> Criteria:
        """The valid form, as the value the query takes."""
        return Criteria(
            query=Query(text=self.q.data or "", speaker=self.speaker.data or ""),
            fiscal_year=self.fiscal_year.data,
            kind=KINDS.get(self.kind.data or ""),
            organization=self.organization.data,
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but words is asked for."""
        filters = (self.fiscal_year, self.kind, self.organization, self.speaker)
        return any(field.raw_data and field.raw_data[0] for field in filters)
