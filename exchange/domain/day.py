"""A day of an event: one date with its own hours and places."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from exchange.domain.place import Place


class EventDay(Base):
    """One date of an event. Its hours are wall time where the event happens.

    A day that was once published is never removed, only cancelled: calendars
    that copied it must be told.
    """

    __tablename__ = "event_day"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("ends IS NULL OR starts IS NOT NULL", name="ends_only_if_it_starts"),
        CheckConstraint("ends IS NULL OR starts < ends", name="starts_before_it_ends"),
        CheckConstraint("revision >= 0", name="revision_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """Counts the days of its event from 1; kept when the date moves, never reused."""
    held_on: Mapped[date] = mapped_column(index=True)
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    label: Mapped[str] = mapped_column(default="")
    cancelled_at: Mapped[datetime | None]

    revision: Mapped[int] = mapped_column(default=0)
    """Grows whenever a calendar would show the day differently (RFC 5545, 3.8.7.4)."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """The moment of `revision`, in whole seconds (RFC 5545, 3.8.7.3)."""
    fingerprint: Mapped[str] = mapped_column(default="")
    """A digest of all a calendar shows of the day, as of `revision`."""

    published_on: Mapped[date | None]
    """The date as the public last saw it; None for a day that was never public."""
    published_starts: Mapped[time | None]
    published_ends: Mapped[time | None]

    event: Mapped[Event] = relationship(back_populates="days")
    places: Mapped[list[Place]] = relationship(
        back_populates="day",
        cascade="all, delete-orphan",
        order_by="Place.ordinal",
        collection_class=ordering_list("ordinal"),
    )

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None or self.event.is_cancelled

    def publish(self) -> None:
        """Remember what the public sees of the day."""
        self.published_on = self.held_on
        self.published_starts, self.published_ends = self.starts, self.ends

    def restamp(self, fingerprint: str, at: datetime) -> None:
        """Count a new revision if `fingerprint` shows that the day looks different.

        Two revisions never share a second, so that a reader who compares
        LAST-MODIFIED sees the second one too.
        """
        if fingerprint == self.fingerprint:
            return
        at = at.replace(microsecond=0)
        if self.fingerprint:
            self.revision += 1
            at = max(at, self.changed_at + timedelta(seconds=1))
        elif self.is_cancelled:
            self.revision = 1  # what is born cancelled still has to be newer than nothing
        self.fingerprint = fingerprint
        self.changed_at = at
