"""What search keeps of a note, for the full-text index that the database makes of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from exchange.domain.base import Base

INDEX = "note_fts"
"""How the names of the full-text index begin: tables on SQLite, indexes on PostgreSQL."""


def is_modeled(name: str | None, *_rest: Any) -> bool:
    """Tell whether something in the database is described by the models, or made by revisions alone."""
    return name is None or not name.startswith(INDEX)


class NoteSearch(Base):
    """The folded text of a note, and its place among all notes. Written by `exchange.search` alone."""

    __tablename__ = "note_search"
    __table_args__ = (
        # Both together, so that a note which is moved takes its row along to the other event.
        ForeignKeyConstraint(
            ["event_id", "note_id"],
            ["note.event_id", "note.id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        Index("ix_note_search_event_id", "event_id", "note_id"),
        Index("ix_note_search_newest", "sid", "note_id", "event_id"),
    )

    note_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int]
    sid: Mapped[int] = mapped_column(BigInteger)
    """Its place: smaller is newer, and nearer the beginning of its session. See `search.sids`."""
    folded_heading: Mapped[str]
    folded_speaker: Mapped[str]
    folded: Mapped[str]
    """All that is searched, heading and names of the event included, field by field on lines."""
