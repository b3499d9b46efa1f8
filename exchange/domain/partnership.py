"""A partnership: the long-lived frame in which groups exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.group import Group

partnership_group = Table(
    "partnership_group",
    Base.metadata,
    Column("id", Integer, primary_key=True),  # keeps the order in which they were named
    Column("partnership_id", ForeignKey("partnership.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", ForeignKey("group.id"), nullable=False, index=True),
    UniqueConstraint("partnership_id", "group_id"),
)


class Partnership(Base):
    """A frame such as おきたま×みなと開港プロジェクト."""

    __tablename__ = "partnership"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    since: Mapped[int | None]
    """The calendar year it began in."""
    summary: Mapped[str] = mapped_column(default="")

    groups: Mapped[list[Group]] = relationship(
        secondary=partnership_group, order_by=partnership_group.c.id
    )
