"""Finding notes and events by any part of what they say.

Nothing outside this package knows how: two engines stand behind it, one for each database.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, not_, or_, select, true

from exchange.domain.event import Event
from exchange.domain.note import Note
from exchange.domain.note_search import NoteSearch
from exchange.extensions import db
from exchange.lib.i18n import N_
from exchange.lib.text import fold
from exchange.policy import visible_to
from exchange.search import postgresql, query, sqlite
from exchange.search.hits import Hits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from types import ModuleType
    from typing import Any

    from sqlalchemy import CTE, ColumnElement, Select

    from exchange.domain.account import Account
    from exchange.domain.note import NoteKind


class Order(StrEnum):
    """What comes first of what is found. The value stands in addresses; the label is shown."""

    DATE = "date"
    RELEVANCE = "relevance"

    @property
    def label(self) -> str:
        """The msgid to show for this order."""
        return N_("Newest first") if self is Order.DATE else N_("Headings first")


@dataclass(frozen=True)
class Query:
    """What is looked for, and among which notes."""

    text: str = ""
    """Words as typed; see `search.query`."""
    speaker: str = ""
    """Names, or parts of them, with 、 between: each must be among the speakers."""
    note_kind: NoteKind | None = None
    of_events: Sequence[ColumnElement[bool]] = ()
    """Conditions on `Event`."""

    @cached_property
    def words(self) -> query.Words:
        return query.parse(self.text)

    @property
    def terms(self) -> Sequence[str]:
        """The folded words to mark, in the order typed."""
        return self.words.marked

    @cached_property
    def speakers(self) -> Sequence[str]:
        """The folded names, in the order typed."""
        return [name for name in map(fold, self.speaker.split("、")) if name]


def notes(query: Query, reader: Account | None, *, upto: int, order: Order = Order.DATE) -> Hits:
    """Find the notes that `reader` may see and that `query` is about, at least the first `upto`.

    By date, the newest are first and those of a session in its order; by relevance, those with all
    words in their heading come before the others. An empty query finds every note.
    """
    among, words = _among(query, reader), query.words
    found: Hits = _engine().first(among, words, upto=upto)
    if order is Order.DATE or not words.wanted:
        return found
    best = _engine().first(among, words, upto=upto, in_heading=True)
    others = dict.fromkeys(found.ids)
    for note_id in best.ids:
        others.pop(note_id, None)
    return Hits([*best.ids, *others], found.number)


def count(query: Query, reader: Account | None) -> int:
    """Count to the end what `notes` finds."""
    found = selected(query, reader).with_only_columns(func.count(), maintain_column_froms=True)
    with kept(query):
        return db.session.scalar(found) or 0


def selected(query: Query, reader: Account | None) -> Select[Any]:
    """Select from `NoteSearch` and `Event` the notes that `notes` finds, in no order.

    What is made of it is to be executed inside `kept`.
    """
    found: Select[Any] = _engine().holding(_among(query, reader), query.words)
    return found


def kept(query: Query) -> AbstractContextManager[None]:
    """Keep statements made of what is `selected` to ways that are short for any words."""
    kept: AbstractContextManager[None] = _engine().kept(query.words)
    return kept


def once(query: Query, reader: Account | None) -> CTE:
    """Give the `note_id` and `event_id` of what `notes` finds, for several statements."""
    columns = NoteSearch.note_id, NoteSearch.event_id
    found: CTE = _engine().once(selected(query, reader).with_only_columns(*columns), query.words)
    return found


def _among(query: Query, reader: Account | None) -> Select[Any]:
    """Select the notes that `reader` may see, narrowed by everything but the words."""
    among = (
        select(NoteSearch.note_id)
        .join(Event, Event.id == NoteSearch.event_id)
        .where(visible_to(reader), *query.of_events)
        .where(*(NoteSearch.folded_speaker.contains(x, autoescape=True) for x in query.speakers))
    )
    if query.note_kind is None:
        return among
    return among.join(Note, Note.id == NoteSearch.note_id).where(Note.kind == query.note_kind)


def _engine() -> ModuleType:
    return sqlite if db.engine.dialect.name == "sqlite" else postgresql


def events_named(query: Query, reader: Account | None) -> Select[Event]:
    """Select the events that `reader` may see whose names are what `query` looks for."""
    return (
        select(Event)
        .where(visible_to(reader), is_named(query))
        .order_by(Event.first_on.desc().nulls_last(), Event.id)
    )


def is_named(query: Query) -> ColumnElement[bool]:
    """Give the condition that the names of an `Event` are what `query` looks for."""
    words = query.words
    return and_(
        true(),
        *(or_(*_in_names(group)) for group in words.wanted),
        *map(not_, _in_names(words.unwanted)),
    )


def _in_names(words: Iterable[query.Word]) -> list[ColumnElement[bool]]:
    return [Event.folded.contains(word.folded, autoescape=True) for word in words]
