"""What a list of events may be narrowed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms.validators import Length

from exchange.events.queries import EventFilter
from exchange.lib.i18n import N_
from exchange.web.forms import FilterForm, FiscalYearField, PageField, TextField
from exchange.web.organizations import OrganizationField

if TYPE_CHECKING:
    from exchange.domain.event import EventKind

LONGEST_QUERY = 200


class EventFilterForm(FilterForm):
    """Year, organization and words; the page of the list."""

    fiscal_year = FiscalYearField(N_("Fiscal year"))
    organization = OrganizationField(N_("Organization"))
    q = TextField(N_("Words"), [Length(max=LONGEST_QUERY)])
    page = PageField(N_("Page"))

    def filter(self, kind: EventKind) -> EventFilter:
        """Give the valid parts of the form, as the value the query takes."""
        return EventFilter(
            kind=kind,
            fiscal_year=self.fiscal_year.data,
            organization=self.organization.data,
            text="" if self.q.errors else self.q.data or "",
        )

    @property
    def asks_anything(self) -> bool:
        return bool(self.fiscal_year.raw_data or self.organization.raw_data or self.q.data)
