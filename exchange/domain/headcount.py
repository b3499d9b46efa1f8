"""The headcount: how many came to an event, as the organizer states it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.event import Event


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

    event: Mapped[Event] = relationship(back_populates="headcount")
