"""A manuscript: notes that somebody is writing and has not saved yet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.event import Event


class Manuscript(Base):
    """The editor's form as one person last sent it (下書き). Seen by that person alone."""

    __tablename__ = "manuscript"
    __table_args__ = (UniqueConstraint("event_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    """Name and value of each field, in the order of the page; the revision it began from is one."""
    saved_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    account: Mapped[Account] = relationship()
