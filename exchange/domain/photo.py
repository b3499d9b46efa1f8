"""A photo of an event."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.event import Event


class Photo(Base):
    """A picture with its caption. The files lie outside the database, under its key.

    One that came with an interchange file has no picture yet: only its words are known.
    """

    __tablename__ = "photo"
    __table_args__ = (
        CheckConstraint(
            "(stored_at IS NULL) = (media_type IS NULL)"
            " AND (stored_at IS NULL) = (width IS NULL) AND (stored_at IS NULL) = (height IS NULL)",
            name="whole_or_awaited",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """Names it in addresses and in the store. Letters, digits, `-` and `_`; never reused."""
    name: Mapped[str]
    """The name of the file that was sent: IMG_0123.HEIC."""
    caption: Mapped[str] = mapped_column(default="")
    alt: Mapped[str] = mapped_column(default="")
    """What is to be seen, for whoever does not see it."""
    media_type: Mapped[str | None]
    """Of the stored file, not of the one that was sent: image/jpeg or image/png."""
    width: Mapped[int | None]
    """Of the stored file, in pixels, upright; so is `height`."""
    height: Mapped[int | None]
    stored_at: Mapped[datetime | None]
    """When the picture was stored; none while it is awaited."""

    event: Mapped[Event] = relationship(back_populates="photos")

    @property
    def is_stored(self) -> bool:
        return self.stored_at is not None
