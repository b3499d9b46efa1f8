"""An abstention: the answer that nobody from a body comes (参加者なし)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization


class Abstention(Base):
    """A body's answer that it sends nobody to an event. Withdrawn by registering somebody."""

    __tablename__ = "abstention"
    __table_args__ = (UniqueConstraint("event_id", "organization_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    event: Mapped[Event] = relationship()
    organization: Mapped[Organization] = relationship()
    answered_by: Mapped[Account | None] = relationship()
