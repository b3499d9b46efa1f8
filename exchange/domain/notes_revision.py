"""A revision of notes: what the notes of an event said from one change to the next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.event import Event


class NotesRevision(Base):
    """All notes of one event as they were saved once. Written by `exchange.publication` alone."""

    __tablename__ = "notes_revision"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    """1, 2, 3 … for each event."""
    saved_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    """Who saved it; none for a command."""
    content: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The blocks; see `exchange.domain.notes_draft`."""

    event: Mapped[Event] = relationship()
    account: Mapped[Account | None] = relationship()
