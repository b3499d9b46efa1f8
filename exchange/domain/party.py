"""A party: people of one body who were registered together."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.registration import Registration


class Party(Base):
    """A request for several people at once."""

    __tablename__ = "party"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    is_whole: Mapped[bool] = mapped_column(default=False)
    """All get a place or nobody does; they wait together."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    event: Mapped[Event] = relationship()
    organization: Mapped[Organization] = relationship()
    made_by: Mapped[Account | None] = relationship()
    registrations: Mapped[list[Registration]] = relationship(
        back_populates="party", order_by="Registration.queued_at, Registration.id"
    )
