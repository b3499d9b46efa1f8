"""Attendance: who came, day by day, as recorded at the door."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.day import EventDay
    from exchange.domain.registration import Registration


class Presence(StrEnum):
    """Whether somebody came."""

    PRESENT = "present"
    ABSENT = "absent"
    PROXY = "proxy"
    """Absent, with somebody else in their place (代理出席)."""

    @property
    def label(self) -> str:
        """The msgid to show for this presence."""
        return _LABELS[self]

    @property
    def counts(self) -> bool:
        """Whether a head was there to be counted."""
        return self is not Presence.ABSENT


_LABELS = {
    Presence.PRESENT: N_("Present"),
    Presence.ABSENT: N_("Absent"),
    Presence.PROXY: N_("Attended by proxy"),
}


class Attendance(Base):
    """What was recorded of one person on one day. No row while nothing was recorded."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("registration_id", "day_id"),
        CheckConstraint("presence = 'proxy' OR proxy_name = ''", name="only_proxies_have_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    day_id: Mapped[int] = mapped_column(ForeignKey("event_day.id"), index=True)
    presence: Mapped[Presence]
    proxy_name: Mapped[str] = mapped_column(default="")
    """Who came instead, exactly as typed."""
    proxy_position: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    registration: Mapped[Registration] = relationship(back_populates="attendances")
    day: Mapped[EventDay] = relationship()
    recorded_by: Mapped[Account | None] = relationship()
