"""Finding notes and events by any substring of what they say.

Nothing outside this package knows how: an index can take the place of the
conditions here without a change to whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import and_, select, true
from sqlalchemy.orm import contains_eager, selectinload

from exchange.domain.event import Event
from exchange.domain.note import Note
from exchange.lib.text import fold, terms
from exchange.policy import visible_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute

    from exchange.domain.account import Account


@dataclass(frozen=True)
class Query:
    """What is looked for: every term must occur, in any order."""

    text: str = ""
    speaker: str = ""
    """Names, or parts of them, with 、 between: each must be among the speakers."""

    @cached_property
    def terms(self) -> list[str]:
        """The folded terms, in the order typed."""
        return terms(self.text)

    @cached_property
    def speakers(self) -> list[str]:
        """The folded names, in the order typed."""
        return [name for name in map(fold, self.speaker.split("、")) if name]


def notes(query: Query, reader: Account | None) -> Select[Note]:
    """Select the notes that `reader` may see and that `query` is about, newest first.

    Each comes with its lines and its event. A caller narrows and pages it. An
    empty query selects every note.
    """
    return (
        select(Note)
        .join(Note.event)
        .where(visible_to(reader), matches(query))
        .order_by(Event.first_on.desc().nulls_last(), Event.id, Note.ordinal, Note.id)
        .options(contains_eager(Note.event), selectinload(Note.lines))
    )


def matches(query: Query) -> ColumnElement[bool]:
    """Give the condition that a `Note` is what `query` looks for."""
    return and_(
        _holds(Note.folded, query.terms),
        _holds(Note.folded_speaker, query.speakers),
    )


def events_named(query: Query, reader: Account | None) -> Select[Event]:
    """Select the events that `reader` may see whose title or theme holds every term."""
    return (
        select(Event)
        .where(visible_to(reader), is_named(query))
        .order_by(Event.first_on.desc().nulls_last(), Event.id)
    )


def is_named(query: Query) -> ColumnElement[bool]:
    """Give the condition that the names of an `Event` hold every term."""
    return _holds(Event.folded, query.terms)


def _holds(folded: InstrumentedAttribute[str], terms: Iterable[str]) -> ColumnElement[bool]:
    """Give the condition that each of the `terms` is a part; % and _ mean themselves."""
    return and_(true(), *(folded.contains(term, autoescape=True) for term in terms))
