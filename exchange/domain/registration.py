"""A registration: one person's place, or place in the queue, at one event."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.attendance import Attendance
    from exchange.domain.change import Change
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.letter import Letter
    from exchange.domain.organization import Organization
    from exchange.domain.party import Party
    from exchange.domain.personal_feed import PersonalFeed
    from exchange.domain.question import Answer


class RegistrationStatus(StrEnum):
    """Where a registration stands. The value is stored; the label is shown."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    PENDING = "pending"
    CANCELLED = "cancelled"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The msgid to show for this status."""
        return _STATUS_LABELS[self]

    @property
    def is_standing(self) -> bool:
        """Whether the person still wants, or has, a place."""
        return self not in {RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED}


_STATUS_LABELS = {
    RegistrationStatus.CONFIRMED: N_("Place confirmed"),
    RegistrationStatus.WAITING: N_("On the waiting list"),
    RegistrationStatus.PENDING: N_("Awaiting approval"),
    RegistrationStatus.CANCELLED: N_("Registration cancelled"),
    RegistrationStatus.DECLINED: N_("Declined"),
}


class Mode(StrEnum):
    """How a person takes part."""

    ONSITE = "onsite"
    ONLINE = "online"

    @property
    def label(self) -> str:
        """The msgid to show for this mode."""
        return _MODE_LABELS[self]


_MODE_LABELS = {
    Mode.ONSITE: N_("At the venue"),
    Mode.ONLINE: N_("Online"),
}

registration_day = Table(
    "registration_day",
    Base.metadata,
    Column("registration_id", ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("day_id", ForeignKey("event_day.id"), primary_key=True, index=True),
)

former_registration_day = Table(
    "former_registration_day",
    Base.metadata,
    Column("registration_id", ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True),
    Column("day_id", ForeignKey("event_day.id"), primary_key=True, index=True),
)

_STANDING = text(
    "status IN ('confirmed', 'waiting', 'pending') AND erased_at IS NULL AND email <> ''"
)


class Registration(Base):
    """One person for one event. Names are kept exactly as typed."""

    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_standing_person",
            "event_id",
            "email",
            "family_name",
            "given_name",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_registration_event_id", "event_id", "status", "queued_at", "id"),
        Index("ix_registration_email", "email", "event_id"),
        CheckConstraint(
            "(status = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_has_its_moment"
        ),
        CheckConstraint(
            "offer_expires_at IS NULL OR status = 'waiting'", name="offered_while_waiting"
        ),
        CheckConstraint(
            "decline_reason = '' OR status = 'declined'", name="reason_of_the_declined"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    """Who holds it holds the registration: at least 128 random bits."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    feed_id: Mapped[int | None] = mapped_column(ForeignKey("personal_feed.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    """Who was signed in when it was made, if anybody."""
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    """Came on the day without having registered: checked in, but never counted as registered."""
    family_name: Mapped[str]
    given_name: Mapped[str]
    family_kana: Mapped[str]
    """The reading, in full-width katakana."""
    given_kana: Mapped[str]
    department: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    """Where letters go, normalized; empty only for walk-ins."""
    language: Mapped[str] = mapped_column(default="ja")
    """The language of the letters."""
    phone: Mapped[str] = mapped_column(default="")
    mode: Mapped[Mode]
    remarks: Mapped[str] = mapped_column(default="")
    status: Mapped[RegistrationStatus]
    queued_at: Mapped[datetime]
    """When the place was asked for. The queue goes by it; editing leaves it."""
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    offer_expires_at: Mapped[datetime | None]
    """Until when a place is kept for a person who waits. An offered place is taken."""
    decline_reason: Mapped[str] = mapped_column(default="")
    reminded_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    """When the personal data were erased. Status, mode, body and days stay, to be counted."""
    revision: Mapped[int] = mapped_column(default=0)
    """Grows whenever the person's own calendar entries look different (RFC 5545, 3.8.7.4)."""
    stamped_at: Mapped[datetime | None]
    """The moment of `revision`, in whole seconds, later than those of the days and of others who
    share the address: two versions of an entry never share a second (RFC 5545, 3.8.7.3)."""

    event: Mapped[Event] = relationship()
    feed: Mapped[PersonalFeed | None] = relationship()
    """The calendar of the browser that made it, whose address stands on the person's page."""
    organization: Mapped[Organization] = relationship()
    account: Mapped[Account | None] = relationship()
    party: Mapped[Party | None] = relationship(back_populates="registrations")
    answers: Mapped[list[Answer]] = relationship(
        back_populates="registration", cascade="all, delete-orphan", order_by="Answer.question_id"
    )
    attendances: Mapped[list[Attendance]] = relationship(
        back_populates="registration", cascade="all, delete-orphan", order_by="Attendance.day_id"
    )
    changes: Mapped[list[Change]] = relationship(
        back_populates="registration", cascade="all, delete-orphan", order_by="Change.id"
    )
    letters: Mapped[list[Letter]] = relationship(
        back_populates="registration", cascade="all, delete-orphan", order_by="Letter.id"
    )
    days: Mapped[list[EventDay]] = relationship(
        secondary=registration_day, order_by="EventDay.held_on, EventDay.starts"
    )
    former_days: Mapped[list[EventDay]] = relationship(
        secondary=former_registration_day, order_by="EventDay.held_on, EventDay.starts"
    )
    """Days that were the person's and no longer are: their calendar must be told."""

    @property
    def is_offered(self) -> bool:
        """Whether a place is kept for somebody who waits, until they accept it."""
        return self.offer_expires_at is not None

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def full_name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def reference(self) -> str:
        """The number by which people speak of it (受付番号)."""
        return f"{self.id:06}"
