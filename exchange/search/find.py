"""Finding notes by any substring of what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from exchange.domain.event import Event
from exchange.domain.note import Note
from exchange.lib.text import terms
from exchange.policy import visible_to

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from exchange.domain.account import Account


@dataclass(frozen=True)
class Query:
    """What is looked for: every term must occur, in any order."""

    text: str = ""
    speaker: str = ""

    @property
    def terms(self) -> list[str]:
        """The folded terms, in the order typed."""
        return terms(self.text)


def notes(query: Query, reader: Account | None) -> Select[Note]:
    """Select the notes that `reader` may see and that hold every term, newest first.

    Each comes with its lines and its event. A caller narrows and pages it. An
    empty query selects every note.
    """
    return (
        select(Note)
        .join(Note.event)
        .where(visible_to(reader), matches(query))
        .order_by(Event.first_on.desc().nulls_last(), Event.id, Note.ordinal)
        .options(
            contains_eager(Note.event).joinedload(Event.series),
            selectinload(Note.lines),
        )
    )


def matches(query: Query) -> ColumnElement[bool]:
    """Give the condition that a note holds every term of `query`."""
    return and_(
        True,  # noqa: FBT003  # no term at all narrows nothing
        *(Note.folded.contains(term, autoescape=True) for term in query.terms),
        *(
            Note.speaker.contains(name, autoescape=True)
            for name in query.speaker.split("、")
            if name
        ),
    )


def events_named(query: Query, reader: Account | None) -> Select[Event]:
    """Select the events that `reader` may see whose title or theme holds every term."""
    return (
        select(Event)
        .where(
            visible_to(reader),
            *(Event.folded.contains(term, autoescape=True) for term in query.terms),
        )
        .order_by(Event.first_on.desc().nulls_last(), Event.id)
        .options(joinedload(Event.series), selectinload(Event.days))
    )
