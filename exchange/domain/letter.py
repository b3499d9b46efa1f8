"""A letter: mail that is written with a change and waits to be sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.registration import Registration


class LetterKind(StrEnum):
    """What a letter tells."""

    RECEIVED = "received"
    """An application that awaits approval."""
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    """A place came free, and is kept until it is accepted or the offer lapses."""
    LAPSED = "lapsed"
    PROMOTED = "promoted"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EVENT_CHANGED = "event_changed"
    EVENT_CANCELLED = "event_cancelled"
    EVENT_REINSTATED = "event_reinstated"
    REMINDER = "reminder"
    SUMMARY = "summary"
    """To a coordinator: what became of the people registered together."""
    MESSAGE = "message"
    """What an organizer wrote."""

    @property
    def label(self) -> str:
        """The msgid to show for this kind."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    LetterKind.RECEIVED: N_("Application received"),
    LetterKind.CONFIRMED: N_("Place confirmed"),
    LetterKind.WAITING: N_("On the waiting list"),
    LetterKind.OFFERED: N_("Offered a place"),
    LetterKind.LAPSED: N_("Offer lapsed"),
    LetterKind.PROMOTED: N_("Moved up from the waiting list"),
    LetterKind.CHANGED: N_("Application changed"),
    LetterKind.CANCELLED: N_("Application cancelled"),
    LetterKind.DECLINED: N_("Declined"),
    LetterKind.EVENT_CHANGED: N_("Event changed"),
    LetterKind.EVENT_CANCELLED: N_("Event cancelled"),
    LetterKind.EVENT_REINSTATED: N_("Event takes place after all"),
    LetterKind.REMINDER: N_("Reminder"),
    LetterKind.SUMMARY: N_("Summary for the coordinator"),
    LetterKind.MESSAGE: N_("Message from the secretariat"),
}


class LetterStatus(StrEnum):
    """How far a letter has come."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Refused for good: the address does not exist. It is not tried again by itself."""

    @property
    def label(self) -> str:
        """The msgid to show for this status."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    LetterStatus.WAITING: N_("Waiting to be sent"),
    LetterStatus.SENT: N_("Sent"),
    LetterStatus.FAILED: N_("Could not be delivered"),
}

_WAITING = text("status = 'waiting'")


class Letter(Base):
    """One mail to one address. What it says never changes once it is written."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_has_its_moment"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index(
            "ix_letter_due",
            "due_at",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    """Made once, so that a letter sent again is known as the same one (RFC 5322, 3.6.4)."""
    kind: Mapped[LetterKind]
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    """The body of the addressee."""
    recipient: Mapped[str]
    """The address, without a name."""
    recipient_name: Mapped[str] = mapped_column(default="")
    reply_to: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="ja")
    subject: Mapped[str]
    body: Mapped[str]
    """Plain text; lines end with a line feed."""
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Whose words they are; none for what the program writes."""

    status: Mapped[LetterStatus] = mapped_column(default=LetterStatus.WAITING)
    due_at: Mapped[datetime]
    """When it may be tried next. Whoever takes it moves this on, so that nobody else does."""
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(default="")
    """What the server said the last time it did not take the letter."""
    sent_at: Mapped[datetime | None]

    event: Mapped[Event | None] = relationship()
    registration: Mapped[Registration | None] = relationship(back_populates="letters")
    organization: Mapped[Organization | None] = relationship()
    written_by: Mapped[Account | None] = relationship()
    enclosures: Mapped[list[Enclosure]] = relationship(
        back_populates="letter", cascade="all, delete-orphan", order_by="Enclosure.id"
    )


class Enclosure(Base):
    """A calendar object that goes with a letter (RFC 6047)."""

    __tablename__ = "enclosure"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    method: Mapped[str]
    """The iTIP method, in the object and in its Content-Type: REQUEST or CANCEL."""
    content: Mapped[str]
    """The iCalendar object; lines end with CRLF."""

    letter: Mapped[Letter] = relationship(back_populates="enclosures")
