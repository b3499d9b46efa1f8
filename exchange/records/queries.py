"""Session notes, as looked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import contains_eager, load_only

from exchange.domain.event import Event, EventAudience, EventKind
from exchange.domain.note import Note, NoteKind, NoteLine
from exchange.domain.organization import Organization
from exchange.extensions import db
from exchange.lib import text
from exchange.policy import visible_to
from exchange.publication.audience import concerns
from exchange.search import find, index
from exchange.search.facets import Choice, chosen
from exchange.search.find import Order
from exchange.search.hits import COUNTED
from exchange.web.paging import Page, paginate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exchange.domain.account import Account

PAGE_SIZE = 20
EVENTS_SHOWN = 10
SPEAKERS_OFFERED = 200
LINES_SHOWN = 3
LINE_WIDTH = 120
SNIPPET_WIDTH = 80


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
    def narrows(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(self.asked.speakers or self.asked.note_kind or self.asked.of_events)

    @property
    def asks_nothing(self) -> bool:
        return not self.asked.words and not self.narrows


@dataclass(frozen=True)
class Record:
    """A note that was found, with what to show of it."""

    note: Note
    terms: Sequence[str]
    texts: Sequence[str]
    """What its lines say."""
    folded: Sequence[str]
    """What search compares of each."""

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
        lines = zip(self.texts, self.folded, strict=True)
        return [line for line, folded in lines if self._is_hit(folded)] or self.texts

    def _is_hit(self, folded: str) -> bool:
        return any(term in folded for term in self.terms)

    def _cut(self, line: str, width: int) -> str:
        return text.snippet(line, self.terms, width=width)


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
        items=_records(ids, query.terms),
        number=number,
        size=size,
        total=total,
        are_more=hits.are_more and not to_the_end,
    )


def _records(ids: Sequence[int], terms: Sequence[str]) -> Sequence[Record]:
    """Read the notes of a page, and of their events what is shown, in three statements."""
    shown = load_only(Event.key, Event.kind, Event.title, Event.first_on, raiseload=True)
    found = db.session.scalars(
        select(Note)
        .join(Note.event)
        .where(Note.id.in_(ids))
        .options(contains_eager(Note.event).options(shown))
    )
    notes = {note.id: note for note in found}
    texts: dict[int, list[str]] = {note_id: [] for note_id in ids}
    for note_id, line in db.session.execute(
        select(NoteLine.note_id, NoteLine.text)
        .where(NoteLine.note_id.in_(ids))
        .order_by(NoteLine.note_id, NoteLine.ordinal, NoteLine.id)
    ):
        texts[note_id].append(line)
    folded = index.lines_of(texts)
    return [Record(notes[one], terms, texts[one], folded[one]) for one in ids]


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
