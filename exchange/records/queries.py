"""Session notes, as looked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select

from exchange.domain.event import Event, EventAudience, EventKind
from exchange.domain.note import Note, NoteKind
from exchange.domain.organization import Organization
from exchange.extensions import db
from exchange.lib import text
from exchange.policy import visible_to
from exchange.publication.audience import concerns
from exchange.search import find
from exchange.web.paging import Page, paginate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement

    from exchange.domain.account import Account

PAGE_SIZE = 20
EVENTS_SHOWN = 10
SPEAKERS_OFFERED = 200
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
        find.notes(criteria.query, reader).where(*_among(criteria)), number=page, size=size
    )
    terms = criteria.query.terms
    return Page(
        items=[Record(note, terms) for note in found.items],
        number=found.number,
        size=found.size,
        total=found.total,
    )


def find_events(criteria: Criteria, reader: Account | None) -> Page[Event]:
    """Give the first of the events that `reader` may see and whose names hold every term.

    None where nothing is looked for but notes: without words, or with a kind
    or a speaker of notes.
    """
    query, size = criteria.query, EVENTS_SHOWN
    if not query.terms or query.speakers or isinstance(criteria.kind, NoteKind):
        return Page(items=[], number=1, size=size, total=0)
    named = find.events_named(query, reader).where(*_of_the_event(criteria))
    return paginate(named, number=1, size=size)


def _among(criteria: Criteria) -> list[ColumnElement[bool]]:
    conditions = _of_the_event(criteria)
    if isinstance(criteria.kind, NoteKind):
        conditions.append(Note.kind == criteria.kind)
    return conditions


def _of_the_event(criteria: Criteria) -> list[ColumnElement[bool]]:
    conditions = []
    if criteria.fiscal_year is not None:
        conditions.append(Event.fiscal_year == criteria.fiscal_year)
    if isinstance(criteria.kind, EventKind):
        conditions.append(Event.kind == criteria.kind)
    if criteria.organization is not None:
        conditions.append(concerns(criteria.organization))
    return conditions


@dataclass(frozen=True)
class Range:
    """What there is to choose from, as far as a reader may see it."""

    total: int
    """How many notes."""
    fiscal_years: Sequence[int]
    """Newest first."""
    event_kinds: Sequence[EventKind]
    note_kinds: Sequence[NoteKind]
    speakers: Sequence[str]
    """Each by themselves, whoever has most notes first."""
    organizations: Sequence[Organization]


def whole_range(reader: Account | None) -> Range:
    """Give what the notes that `reader` may see can be narrowed to. Two statements."""
    rows = db.session.execute(
        select(Event.fiscal_year, Event.kind, Note.kind, Note.speaker, func.count())
        .join(Note.event)
        .where(visible_to(reader))
        .group_by(Event.fiscal_year, Event.kind, Note.kind, Note.speaker)
    ).all()
    event_kinds, note_kinds = {row[1] for row in rows}, {row[2] for row in rows}
    speakers: Counter[str] = Counter()
    for _, _, _, speaker, count in rows:
        for name in filter(None, map(str.strip, speaker.split("、"))):
            speakers[name] += count
    return Range(
        total=sum(row[4] for row in rows),
        fiscal_years=sorted({row[0] for row in rows}, reverse=True),
        event_kinds=[kind for kind in EventKind if kind in event_kinds],
        note_kinds=[kind for kind in NoteKind if kind in note_kinds],
        speakers=[name for name, _ in speakers.most_common(SPEAKERS_OFFERED)],
        organizations=_organizations_named(reader),
    )


def _organizations_named(reader: Account | None) -> Sequence[Organization]:
    """List the bodies that the events with notes name, or whose group they name."""
    named = (
        exists()
        .where(EventAudience.event_id == Event.id, Note.event_id == Event.id, visible_to(reader))
        .where(
            or_(
                EventAudience.organization_id == Organization.id,
                EventAudience.group_id == Organization.group_id,
            )
        )
    )
    return db.session.scalars(select(Organization).where(named).order_by(Organization.id)).all()
