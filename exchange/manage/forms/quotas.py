"""The quotas of an event: so many places for one body, or for one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from wtforms import SelectField
from wtforms.validators import ValidationError

from exchange.lib.i18n import N_
from exchange.manage import queries
from exchange.manage.registration.drafts import QuotaDraft
from exchange.web.forms import FigureField
from exchange.web.organizations import organizations
from exchange.web.parts import Required, Row
from exchange.web.rows import RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wtforms import Field

    from exchange.web.rows import Sheet

ORGANIZATION, GROUP = "organization", "group"
BETWEEN = ":"


def _every_organization(there: Sequence[Sheet]) -> Iterator[dict[str, list[str]]]:
    """Give a row to each body of a group that has none yet."""
    named = {value for row in there for value in row.fields.get("whom", ())}
    for body in organizations():
        word = f"{ORGANIZATION}{BETWEEN}{body.address}"
        if body.group_id is not None and word not in named:
            yield {"whom": [word]}


QUOTAS = RowList("quotas", "quota", most=100, presets={"every": _every_organization})


class QuotaForm(Row):
    """Places for one body or group: in all, or of each way to take part."""

    TYPED = ("whom", "places", "onsite", "online")

    whom = SelectField(N_("For whom"), [Required(N_("Please choose for whom it is."))], default="")
    places = FigureField(N_("In all"))
    onsite = FigureField(N_("Venue"))
    online = FigureField(N_("Online"))

    def validate_places(self, field: Field) -> None:
        figures = (field, self.onsite, self.online)
        if all(one.data is None and not one.process_errors for one in figures):
            raise ValidationError(gettext("Please enter how many places there are."))

    @property
    def draft(self) -> QuotaDraft:
        sort, _, word = (self.whom.data or "").partition(BETWEEN)
        return QuotaDraft(
            organization=word if sort == ORGANIZATION else "",
            group=word if sort == GROUP else "",
            places=self.places.data,
            onsite=self.onsite.data,
            online=self.online.data,
        )


def choices() -> list[tuple[str, str]]:
    """List whom a quota can be for: first the groups as a whole, then each body."""
    return [
        ("", gettext("Please choose")),
        *(
            (f"{GROUP}{BETWEEN}{one.slug}", gettext("All of %(group)s", group=one.name))
            for one in queries.groups()
        ),
        *((f"{ORGANIZATION}{BETWEEN}{one.address}", one.name) for one in organizations()),
    ]


def shown(draft: QuotaDraft) -> dict[str, object]:
    """Give `draft` as the form takes it."""
    if draft.organization:
        whom = f"{ORGANIZATION}{BETWEEN}{draft.organization}"
    else:
        whom = f"{GROUP}{BETWEEN}{draft.group}"
    return {
        "whom": whom,
        "places": draft.places,
        "onsite": draft.onsite,
        "online": draft.online,
    }
