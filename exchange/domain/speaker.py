"""A speaker: who lectures at an event, as announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.event import Event


class Speaker(Base):
    """One person at one event. The name is kept exactly as typed."""

    __tablename__ = "speaker"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    affiliation: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    """The office held (職名), not a place in a list."""
    is_remote: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship(back_populates="speakers")
