"""What may stand in the address of a JSON document."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.validators import Length

from exchange.domain.event import EventKind
from exchange.domain.note import NoteKind
from exchange.events.queries import EventFilter
from exchange.lib.i18n import N_
from exchange.records.queries import Criteria
from exchange.web.forms import FilterForm, FiscalYearField, PageField, TextField, word_choices
from exchange.web.organizations import OrganizationField

LONGEST_QUERY = 200


class EventsQuery(FilterForm):
    """The parameters of events.json."""

    kind = SelectField(N_("Kind"), choices=word_choices(EventKind), default="")
    fiscal_year = FiscalYearField(N_("Fiscal year"))
    organization = OrganizationField(N_("Organization"))
    page = PageField(N_("Page"))

    @property
    def filter(self) -> EventFilter:
        """The valid parameters, as the value the query takes."""
        return EventFilter(
            kind=EventKind(self.kind.data) if self.kind.data else None,
            fiscal_year=self.fiscal_year.data,
            organization=self.organization.data,
        )


class RecordsQuery(FilterForm):
    """The parameters of records.json."""

    q = TextField(N_("Words"), [Length(max=LONGEST_QUERY)])
    fiscal_year = FiscalYearField(N_("Fiscal year"))
    kind = SelectField(N_("Kind"), choices=word_choices([*EventKind, *NoteKind]), default="")
    organization = OrganizationField(N_("Organization"))
    speaker = TextField(N_("Speaker"), [Length(max=LONGEST_QUERY)])
    page = PageField(N_("Page"))

    @property
    def criteria(self) -> Criteria:
        """The valid parameters, as the value the query takes."""
        kind = self.kind.data
        return Criteria(
            text=self.q.data or "",
            fiscal_year=self.fiscal_year.data,
            kind=EventKind(kind) if kind in set(EventKind) else None,
            block=NoteKind(kind) if kind in set(NoteKind) else None,
            organization=self.organization.data,
            speaker=self.speaker.data or "",
        )
