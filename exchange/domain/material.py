"""A material of an event: slides, a handout."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.event import Event


class Material(Base):
    """A document to be downloaded (資料). The file lies outside the database, under its key.

    One that came with an interchange file has no file yet: only its words are known.
    """

    __tablename__ = "material"
    __table_args__ = (
        CheckConstraint(
            "(stored_at IS NULL) = (media_type IS NULL) AND (stored_at IS NULL) = (size IS NULL)",
            name="whole_or_awaited",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """Names it in addresses and in the store. Letters, digits, `-` and `_`; never reused."""
    name: Mapped[str]
    """The name of the file, as it was sent and as it is downloaded: 資料1.pdf."""
    title: Mapped[str] = mapped_column(default="")
    """What it is; where empty, the name says it."""
    media_type: Mapped[str | None]
    """What the file really holds: application/pdf."""
    size: Mapped[int | None] = mapped_column(BigInteger)
    """In octets."""
    stored_at: Mapped[datetime | None]
    """When the file was stored; none while it is awaited."""

    event: Mapped[Event] = relationship(back_populates="materials")

    @property
    def is_stored(self) -> bool:
        return self.stored_at is not None
