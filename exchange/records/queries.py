"""Session notes, as looked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from exchange.publication.audience import concerns
from exchange.records.showing import Record, records
from exchange.search import find
from exchange.search.facets import Choice, chosen
from exchange.search.find import Order
from exchange.search.hits import COUNTED
from exchange.web.paging import Page, paginate

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.event import Event, EventKind
    from exchange.domain.note import NoteKind
    from exchange.domain.organization import Organization

PAGE_SIZE = 20
EVENTS_SHOWN = 10


@dataclass(frozen=True)
class Criteria:
    """What is looked for, among which notes, and what comes first."""

    text: str = ""
    """Words as typed; see `search.query`."""
    fiscal_year: int | None = None
    kind: EventKind | None = None
    block: NoteKind | None = None
    series: int | None = None
    """The id of a series, whether there is one or not."""
    organization: Organization | None = None
    speaker: str = ""
    """Names, or parts of them, with 、 between."""
    order: Order = Order.DATE

    @property
    def choice(self) -> Choice:
        """What is chosen among the facets: everything but the words."""
        return Choice(
            fiscal_year=self.fiscal_year,
            kind=self.kind,
            series_id=self.series,
            note_kind=self.block,
            speaker=self.speaker,
            concerned=None if self.organization is None else concerns(self.organization),
        )

    @cached_property
    def asked(self) -> find.Query:
        """The same, as search takes it; the order is told apart."""
        return chosen(self.text, self.choice)

    @property
    def parameters(self) -> dict[str, str]:
        """What asks for it in the address of the page. What is as usual is left out."""
        asked = {
            "q": self.text,
            "fiscal_year": self.fiscal_year,
            "kind": self.kind,
            "block": self.block,
            "series": self.series,
            "organization": self.organization and self.organization.address,
            "speaker": self.speaker,
            "order": None if self.order is Order.DATE else self.order,
        }
        return {name: str(value) for name, value in asked.items() if value not in (None, "")}

    @property
    def without_conditions(self) -> Criteria:
        return Criteria(self.text, order=self.order)

    def in_order(self, order: Order) -> Criteria:
        return replace(self, order=order)

    @property
    def narrows(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(self.asked.speakers or self.asked.note_kind or self.asked.of_events)

    @property
    def asks_nothing(self) -> bool:
        return not self.asked.words and not self.narrows


@dataclass(frozen=True)
class Records(Page[Record]):
    """A page of the notes that were found."""

    are_more: bool = False
    """Whether there are more than the `total`, which is not counted to the end."""


def find_records(
    criteria: Criteria,
    reader: Account | None,
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
    to_the_end: bool = False,
) -> Records:
    """Give a page of the notes that `reader` may see and that meet the criteria, in their order.

    The same number of statements however many are found. Without criteria it is every note.
    They are counted as far as search counts, unless it is to be `to_the_end`.
    """
    query = criteria.asked
    wanted = page * size if to_the_end else min(page * size, COUNTED)
    hits = find.notes(query, reader, upto=wanted, order=criteria.order)
    total = find.count(query, reader) if to_the_end and hits.are_more else hits.total
    number = min(max(1, page), max(1, -(-total // size)))
    ids = hits.ids[(number - 1) * size : min(number * size, total)]
    return Records(
        items=records(ids, query.words),
        number=number,
        size=size,
        total=total,
        are_more=hits.are_more and not to_the_end,
    )


def find_events(criteria: Criteria, reader: Account | None) -> Page[Event]:
    """Give the first of the events that `reader` may see and whose names hold every term.

    None where nothing is looked for but notes: without words, or with a kind
    or a speaker of notes.
    """
    query, size = criteria.asked, EVENTS_SHOWN
    if not query.terms or query.speakers or query.note_kind:
        return Page(items=[], number=1, size=size, total=0)
    named = find.events_named(query, reader).where(*query.of_events)
    return paginate(named, number=1, size=size)
