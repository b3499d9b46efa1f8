"""A publication: an audience into whose calendars an event was put."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from exchange.domain.base import Base


class Publication(Base):
    """A body or group that had an event in its feed; everybody, where it names neither.

    Kept for good: when the event is no longer for them, their calendars must be told.
    """

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint(
            "organization_id IS NULL OR group_id IS NULL", name="body_or_group_or_everybody"
        ),
        Index("ix_publication_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))
    last_number: Mapped[int]
    """The highest number of a day that they had: those that came later were never theirs."""
