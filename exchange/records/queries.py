"""Session notes, as looked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import and_, true

from exchange.domain.event import Event, EventKind
from exchange.domain.note import Note, NoteKind
from exchange.lib import text
from exchange.publication.audience import concerns
from exchange.search import find
from exchange.web.paging import Page, paginate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement

    from exchange.domain.account import Account
    from exchange.domain.organization import Organization

PAGE_SIZE = 20
EVENTS_SHOWN = 10
LINES_SHOWN = 3
LINE_WIDTH = 120
SNIPPET_WIDTH = 80


@dataclass(frozen=True)
class Criteria:
    """What is looked for, and among which notes."""

    query: find.Query = field(default_factory=find.Query)
    fiscal_year: int | None = None
    kind: EventKind | NoteKind | None = None
    organization: Organization | None = None

    @property
    def asks_nothing(self) -> bool:
        asked = (self.query.terms, self.query.speakers, self.fiscal_year, self.kind)
        return not any(asked) and self.organization is None


@dataclass(frozen=True)
class Record:
    """A note that was found, with what to show of it."""

    note: Note
    terms: Sequence[str]

    @property
    def event(self) -> Event:
        return self.note.event

    @property
    def date(self) -> date | None:
        """The first day of the event."""
        return self.event.first_on

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines that hold a term, cut to what surrounds it; the first ones where none does."""
        return [self._cut(line, LINE_WIDTH) for line in self._telling_lines[:LINES_SHOWN]]

    @property
    def snippet(self) -> str:
        """What the note says around the first hit, as one line."""
        return self._cut((*self._telling_lines, self.note.heading)[0], SNIPPET_WIDTH)

    @cached_property
    def _telling_lines(self) -> Sequence[str]:
        lines = [line.text for line in self.note.lines]
        return [line for line in lines if _is_hit(line, self.terms)] or lines

    def _cut(self, line: str, width: int) -> str:
        return text.snippet(line, self.terms, width=width)


def _is_hit(line: str, terms: Sequence[str]) -> bool:
    folded = text.fold(line)
    return any(term in folded for term in terms)


def find_records(
    criteria: Criteria, reader: Account | None, *, page: int = 1, size: int = PAGE_SIZE
) -> Page[Record]:
    """Give a page of the notes that `reader` may see and that meet the criteria, newest first.

    The same number of statements however many are found. Without criteria it
    is every note.
    """
    found = paginate(
        find.notes(criteria.query, reader).where(_among(criteria)), number=page, size=size
    )
    terms = criteria.query.terms
    return Page(
        items=[Record(note, terms) for note in found.items],
        number=found.number,
        size=found.size,
        total=found.total,
    )


def _among(criteria: Criteria) -> ColumnElement[bool]:
    conditions = [_of_the_event(criteria)]
    if isinstance(criteria.kind, NoteKind):
        conditions.append(Note.kind == criteria.kind)
    return and_(*conditions)


def _of_the_event(criteria: Criteria) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    if criteria.fiscal_year is not None:
        conditions.append(Event.fiscal_year == criteria.fiscal_year)
    if isinstance(criteria.kind, EventKind):
        conditions.append(Event.kind == criteria.kind)
    if criteria.organization is not None:
        conditions.append(concerns(criteria.organization))
    return and_(*conditions)
