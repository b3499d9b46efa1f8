"""A disposal: the record that personal data were erased (廃棄)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.event import Event


class Disposal(Base):
    """What was erased of one event at one time, and what was kept: the counts."""

    __tablename__ = "disposal"
    __table_args__ = (CheckConstraint("registrations >= 0", name="registrations_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    disposed_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who was signed in, if anybody: none for the command, and for a person's own wish."""
    is_own_wish: Mapped[bool] = mapped_column(default=False)
    """Whether a person had their own data erased, rather than the term being over."""
    due_on: Mapped[date | None]
    """The day after which the data were no longer to be kept."""
    registrations: Mapped[int]
    """How many people's data were erased."""
    letters: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """How many of them stood how, by status: `{"confirmed": 12}`."""

    event: Mapped[Event] = relationship()
    account: Mapped[Account | None] = relationship()
