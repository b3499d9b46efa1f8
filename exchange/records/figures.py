"""What there is, in figures: how many notes of which year and kind, whose, and about what.

A theme is that of a line, and counts once for each note in which it stands. A note without any such
line counts for the theme of its event.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import func, select

from exchange.domain.action_item import ActionItem
from exchange.domain.event import Event
from exchange.domain.note import Note, NoteKind, NoteLine
from exchange.extensions import db
from exchange.lib import barchart
from exchange.lib.shelf import Shelf
from exchange.policy import visible_to
from exchange.publication import editions
from exchange.search.facets import SEPARATOR
from exchange.search.query import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Select

    from exchange.domain.account import Account
    from exchange.lib.barchart import Segment

YEARS_DRAWN = 15
NAMED = 12
"""Speakers, and themes, that are named."""
AUDIENCES = 8
"""More than there are conditions by which people see events."""


@dataclass(frozen=True)
class Bar:
    """The notes of a year, of each kind."""

    year: int
    figures: Sequence[int]
    segments: Sequence[Segment]

    @property
    def total(self) -> int:
        return sum(self.figures)


@dataclass(frozen=True)
class Figures:
    """What there is, as far as a reader may see it."""

    notes: Mapping[tuple[int, NoteKind | None], int]
    """How many of each fiscal year and kind."""
    sessions: int
    """Events that have notes."""
    proposals: int
    speakers: Sequence[tuple[str, int]]
    """Who spoke in most notes, and in how many."""
    themes: Sequence[tuple[str, int]]
    """What most notes are about, and how many."""

    @property
    def total(self) -> int:
        return sum(self.notes.values())

    @cached_property
    def years(self) -> Sequence[int]:
        """The fiscal years with notes, newest first."""
        return sorted({year for year, _ in self.notes}, reverse=True)

    @cached_property
    def kinds(self) -> Sequence[NoteKind | None]:
        """The kinds that occur, in their order; None for notes without one."""
        found = {kind for _, kind in self.notes}
        return [kind for kind in (*NoteKind, None) if kind in found]

    def number(self, year: int, kind: NoteKind | None) -> int:
        return self.notes.get((year, kind), 0)

    def of_year(self, year: int) -> int:
        return sum(number for (one, _), number in self.notes.items() if one == year)

    def of_kind(self, kind: NoteKind | None) -> int:
        return sum(number for (_, one), number in self.notes.items() if one == kind)

    @cached_property
    def bars(self) -> Sequence[Bar]:
        """What is drawn: the last years, newest first, those without notes between them too."""
        if not self.years:
            return []
        last = self.years[0]
        first = max(self.years[-1], last - YEARS_DRAWN + 1)
        drawn = range(last, first - 1, -1)
        rows = [[self.number(year, kind) for kind in self.kinds] for year in drawn]
        laid_out = zip(drawn, rows, barchart.stacked(rows), strict=True)
        return [Bar(*bar) for bar in laid_out]

    @staticmethod
    def words_for(theme: str) -> str:
        """Give the words that find what says `theme`, whatever signs are in it."""
        return str(Word(theme))

    @property
    def are_older(self) -> bool:
        """Whether there are notes of years that are not drawn."""
        return bool(self.bars) and self.years[-1] < self.bars[-1].year


def figures(reader: Account | None) -> Figures:
    """Give what `reader` may see, in figures: one statement, or seven after a change.

    They are counted once for each edition and for all who may see the same.
    """
    visible = visible_to(reader)
    key = (editions.current(), str(visible.compile(compile_kwargs={"literal_binds": True})))
    found = _shelf().find(key)
    if found is None:
        found = _count(visible)
        _shelf().put(key, found)
    return found


def _shelf() -> Shelf[Figures]:
    shelf: Shelf[Figures] = current_app.extensions.setdefault("figures", Shelf(room=AUDIENCES))
    return shelf


def _count(visible: ColumnElement[bool]) -> Figures:
    rows = db.session.execute(
        select(Event.fiscal_year, Note.kind, Note.speaker, func.count())
        .join(Note.event)
        .where(visible)
        .group_by(Event.fiscal_year, Note.kind, Note.speaker)
    ).all()
    notes: Counter[tuple[int, NoteKind | None]] = Counter()
    speakers: Counter[str] = Counter()
    for year, kind, names, number in rows:
        notes[year, kind] += number
        for name in names_in(names):
            speakers[name] += number
    return Figures(
        notes=notes,
        sessions=_number(select(func.count(Note.event_id.distinct())).join(Note.event), visible),
        proposals=_number(select(func.count(ActionItem.id)).join(ActionItem.event), visible),
        speakers=_most_frequent(speakers),
        themes=_most_frequent(_themes(visible)),
    )


def _number(statement: Select[int], visible: ColumnElement[bool]) -> int:
    return db.session.scalar(statement.where(visible)) or 0


def _themes(visible: ColumnElement[bool]) -> Counter[str]:
    """Count the notes by theme. The index of themes tells which lines have one; no other is read."""
    has_own = NoteLine.theme != ""
    of_lines = (
        select(NoteLine.theme, func.count(NoteLine.note_id.distinct()))
        .join(NoteLine.note)
        .join(Note.event)
        .where(has_own, visible)
        .group_by(NoteLine.theme)
    )
    has_one = Event.theme != ""
    of_events = (
        select(Event.theme, func.count())
        .join(Note.event)
        .where(has_one, visible)
        .group_by(Event.theme)
    )
    with_their_own = (
        select(Event.theme, func.count(NoteLine.note_id.distinct()))
        .join(NoteLine.note)
        .join(Note.event)
        .where(has_own, has_one, visible)
        .group_by(Event.theme)
    )
    counted = _counted(of_events)
    counted.subtract(_counted(with_their_own))
    counted.update(_counted(of_lines))
    return counted


def _counted(statement: Select[str, int]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for name, number in db.session.execute(statement):
        counted[" ".join(name.split())] += number
    return counted


def names_in(speaker: str) -> Sequence[str]:
    """Give the names of who spoke, each once: 前神 有里、徳大寺 祥宏 are two."""
    return list(dict.fromkeys(filter(None, map(str.strip, speaker.split(SEPARATOR)))))


def _most_frequent(counted: Counter[str]) -> Sequence[tuple[str, int]]:
    """Give the names that occur most often; of those that do so equally, in one order always."""
    found = [(name, number) for name, number in counted.items() if name and number]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:NAMED]
