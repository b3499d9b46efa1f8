"""The filters of the organizer's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from flask_babel import gettext
from wtforms import SelectField
from wtforms.validators import Length

from exchange.domain.event import EventKind, EventStatus
from exchange.lib.i18n import N_
from exchange.manage import queries
from exchange.web import filters
from exchange.web.forms import FilterForm, PageField, TextField, choices_of
from exchange.web.parts import SHORT

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.datastructures import MultiDict

T = TypeVar("T")


def _or_any(coerce: Callable[[str], T]) -> Callable[[str], T | None]:
    """Read an empty choice as None."""
    return lambda value: coerce(value) if value else None


class DeskForm(FilterForm):
    """Kind, status, year and words, all of them optional."""

    q = TextField(N_("Words in title or theme"), [Length(max=SHORT)])
    kind = SelectField(
        N_("Kind"),
        choices=choices_of(EventKind, none=N_("All")),
        coerce=_or_any(EventKind),
    )
    standing = SelectField(
        N_("Status"),
        choices=choices_of(EventStatus, none=N_("All")),
        coerce=_or_any(EventStatus),
        name="status",
    )
    fiscal_year = SelectField(N_("Fiscal year"), coerce=_or_any(int))
    page = PageField(N_("Page"))

    def __init__(self, query: MultiDict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(query, **kwargs)
        self.fiscal_year.choices = [
            ("", gettext("All")),
            *((year, filters.fiscal_year(year)) for year in queries.fiscal_years()),
        ]

    @property
    def filter(self) -> queries.Filter:
        """The valid form, as the value the query takes."""
        return queries.Filter(
            kind=self.kind.data,
            status=self.standing.data,
            fiscal_year=self.fiscal_year.data,
            text=self.q.data or "",
        )

    @property
    def asks_anything(self) -> bool:
        return self.filter != queries.Filter()
