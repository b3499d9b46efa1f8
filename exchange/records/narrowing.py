"""What the notes that were found can be narrowed to, and what they were narrowed to already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import exists, select

from exchange.domain.event import Event, EventKind
from exchange.domain.note import NoteKind
from exchange.domain.organization import Organization
from exchange.domain.series import Series
from exchange.extensions import db
from exchange.lib.i18n import N_
from exchange.lib.text import fold
from exchange.policy import visible_to
from exchange.search import facets

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from exchange.domain.account import Account
    from exchange.records.queries import Criteria

T = TypeVar("T", bound=Any)

VALUES_SHOWN = 8
VALUES_OFFERED = 100


@dataclass(frozen=True)
class Value:
    """Something that notes have, and what is asked by choosing it."""

    shown: Any
    """A fiscal year, a kind, the name of a series, body or person; None for one not to be named."""
    number: int
    """How many notes would be found."""
    criteria: Criteria
    """What is asked with it; where it is chosen already, without it."""
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """One respect in which the notes can be narrowed."""

    name: str
    """Its field in the address."""
    label: str
    """The msgid to show for it."""
    values: Sequence[Value]
    """The chosen one is the first."""

    @property
    def chosen(self) -> Value | None:
        return next((value for value in self.values if value.is_chosen), None)

    @property
    def is_open(self) -> bool:
        """Whether there is anything else to choose."""
        return any(not value.is_chosen for value in self.values)

    @property
    def first(self) -> Sequence[Value]:
        """What is shown at once."""
        return self.values[:VALUES_SHOWN]

    @property
    def rest(self) -> Sequence[Value]:
        return self.values[VALUES_SHOWN:]


def narrowing(criteria: Criteria, reader: Account | None) -> Sequence[Facet]:
    """Give the facets of what `reader` finds. In as many statements for any number of notes.

    Numbers are exact, and of nothing that the reader may not see.
    """
    counted = facets.facets(criteria.text, reader, criteria.choice)
    series = names_of_series({*counted.series, criteria.series}, reader)
    bodies = _bodies(counted.organizations)
    found = [
        _facet(criteria, "fiscal_year", N_("Fiscal year"), _newest(counted.fiscal_years)),
        _facet(criteria, "kind", N_("Kind of event"), _in_order(EventKind, counted.kinds)),
        _facet(criteria, "block", N_("Kind of note"), _in_order(NoteKind, counted.note_kinds)),
        _facet(criteria, "series", N_("Series"), _most(counted.series), series.get),
        _facet(
            criteria,
            "organization",
            N_("Organization"),
            [(bodies[one], number) for one, number in _most(counted.organizations)],
            attrgetter("name"),
        ),
        _facet(criteria, "speaker", N_("Speaker"), _most(counted.speakers)),
    ]
    return [facet for facet in found if facet.values]


def _facet(
    criteria: Criteria,
    name: str,
    label: str,
    counted: Iterable[tuple[Any, int]],
    shown: Callable[[Any], Any] = lambda value: value,
) -> Facet:
    """Make a facet of values, in the order in which they are offered, with their numbers."""

    def asking(value: Any) -> Criteria:
        return replace(criteria, **{name: value})

    chosen = getattr(criteria, name)
    others = [
        Value(shown(value), number, asking(value))
        for value, number in counted
        if not _are_same(value, chosen)
    ]
    if chosen in (None, ""):
        return Facet(name, label, others)
    without = asking("" if name == "speaker" else None)
    return Facet(name, label, [Value(shown(chosen), 0, without, is_chosen=True), *others])


def _are_same(value: Any, chosen: Any) -> bool:
    if isinstance(value, str) and isinstance(chosen, str):
        return fold(value) == fold(chosen)
    return bool(value == chosen)


def _newest(years: Counter[int]) -> Sequence[tuple[int, int]]:
    return sorted(years.items(), reverse=True)


def _in_order(kinds: Iterable[T], counted: Counter[T]) -> Sequence[tuple[T, int]]:
    return [(kind, counted[kind]) for kind in kinds if counted[kind]]


def _most(counted: Counter[T]) -> Sequence[tuple[T, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:VALUES_OFFERED]


def names_of_series(wanted: set[int | None], reader: Account | None) -> Mapping[int | None, str]:
    """Give the names of series by their ids, but for those of which `reader` may see no event."""
    seen = exists().where(Event.series_id == Series.id, visible_to(reader))
    rows = db.session.execute(
        select(Series.id, Series.name).where(Series.id.in_(wanted - {None}), seen)
    )
    return {row.id: row.name for row in rows}


def _bodies(wanted: Iterable[int]) -> Mapping[int, Organization]:
    rows = db.session.scalars(select(Organization).where(Organization.id.in_(list(wanted))))
    return {body.id: body for body in rows}
