"""A hold: places that a coordinator keeps for people who are named later."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.domain.registration import Mode

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization


class Hold(Base):
    """Places of one event, in one mode, held for one body until a day.

    Held places are taken: nobody else gets them. Naming a person uses one up;
    one that lapses or is given up is deleted.
    """

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("places > 0", name="places_positive"),
        UniqueConstraint("event_id", "organization_id", "mode"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    mode: Mapped[Mode]
    places: Mapped[int]
    """How many are still to be named."""
    held_until: Mapped[date]
    """The last day, where the events happen, on which the places are held."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    event: Mapped[Event] = relationship()
    organization: Mapped[Organization] = relationship()
    made_by: Mapped[Account | None] = relationship()
