"""The headcount: how many came to an event, as the organizer states it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization


class HeadcountUnit(StrEnum):
    """What is counted: invited people (名), or visitors of a fair (人)."""

    PEOPLE = "people"
    VISITORS = "visitors"

    @property
    def label(self) -> str:
        """The msgid to show for this unit."""
        return _LABELS[self]


_LABELS = {
    HeadcountUnit.PEOPLE: N_("People"),
    HeadcountUnit.VISITORS: N_("Visitors"),
}


class Headcount(Base):
    """The stated figure of one event. It stays apart from registrations."""

    __tablename__ = "headcount"
    __table_args__ = (CheckConstraint("total >= 0", name="total_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    total: Mapped[int | None]
    unit: Mapped[HeadcountUnit] = mapped_column(default=HeadcountUnit.PEOPLE)
    is_approximate: Mapped[bool] = mapped_column(default=False)
    present: Mapped[list[str]] = mapped_column(default=list)
    """Who was there, as worded: 置賜3市5町, 港区, …"""
    stated_at: Mapped[datetime | None]
    """None for figures that were taken over from a file."""
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    event: Mapped[Event] = relationship(back_populates="headcount")
    stated_by: Mapped[Account | None] = relationship()
    parts: Mapped[list[HeadcountPart]] = relationship(
        back_populates="headcount",
        cascade="all, delete-orphan",
        order_by="HeadcountPart.ordinal",
        collection_class=ordering_list("ordinal"),
    )


class HeadcountPart(Base):
    """A stated figure for one body, one day, or both. Parts need not add up to the total."""

    __tablename__ = "headcount_part"
    __table_args__ = (
        CheckConstraint("total >= 0", name="total_not_negative"),
        CheckConstraint(
            "day_id IS NOT NULL OR organization_id IS NOT NULL", name="of_a_day_or_a_body"
        ),
        UniqueConstraint("headcount_id", "day_id", "organization_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    headcount_id: Mapped[int] = mapped_column(ForeignKey("headcount.id", ondelete="CASCADE"))
    ordinal: Mapped[int] = mapped_column(default=0)
    day_id: Mapped[int | None] = mapped_column(
        ForeignKey("event_day.id", ondelete="CASCADE"), index=True
    )
    """None: all days together."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    """None: all bodies together."""
    total: Mapped[int]
    unit: Mapped[HeadcountUnit] = mapped_column(default=HeadcountUnit.PEOPLE)
    is_approximate: Mapped[bool] = mapped_column(default=False)
    stated_at: Mapped[datetime | None]
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    headcount: Mapped[Headcount] = relationship(back_populates="parts")
    day: Mapped[EventDay | None] = relationship()
    organization: Mapped[Organization | None] = relationship()
    stated_by: Mapped[Account | None] = relationship()
