"""A saved search: what somebody wants to look for again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.account import Account


class SavedSearch(Base):
    """Words and conditions of the records page under a name, with a feed of what is found."""

    __tablename__ = "saved_search"
    __table_args__ = (
        {"sqlite_autoincrement": True},
    )  # its id stands in a feed: none is used again

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    address: Mapped[str]
    """The query of the page's address: q=%E6%A3%AE%E6%9E%97&fiscal_year=2022."""
    token: Mapped[str] = mapped_column(unique=True)
    """The secret in the address of its feed, which shows what the person may see."""
    saved_at: Mapped[datetime]

    account: Mapped[Account] = relationship()
