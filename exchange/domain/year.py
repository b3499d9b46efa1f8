"""A year: what the partnership did and spent from April to March, beside its events."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, UniqueConstraint
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.organization import Organization

activity_organization = Table(
    "activity_organization",
    Base.metadata,
    Column("id", Integer, primary_key=True),  # keeps the order in which they were named
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), nullable=False),
    Column("organization_id", ForeignKey("organization.id"), nullable=False, index=True),
    UniqueConstraint("activity_id", "organization_id"),
)


class Year(Base):
    """One fiscal year (年度) of the partnership's work, named by its first calendar year."""

    __tablename__ = "year"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(default="")
    host: Mapped[str] = mapped_column(default="")
    """The body that reports: 置賜広域行政事務組合."""
    currency: Mapped[str] = mapped_column(default="JPY")

    activities: Mapped[list[Activity]] = relationship(
        cascade="all, delete-orphan", order_by="Activity.no"
    )
    settlement_lines: Mapped[list[SettlementLine]] = relationship(
        cascade="all, delete-orphan",
        order_by="SettlementLine.ordinal",
        collection_class=ordering_list("ordinal"),
    )


class Activity(Base):
    """Something the municipalities did themselves (今年度実施した取組), listed ①–⑦."""

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("fiscal_year", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(ForeignKey("year.fiscal_year", ondelete="CASCADE"))
    no: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")

    organizations: Mapped[list[Organization]] = relationship(
        secondary=activity_organization, order_by=activity_organization.c.id
    )


class SettlementSide(StrEnum):
    """The two halves of a settlement (収支決算書)."""

    INCOME = "income"
    EXPENDITURE = "expenditure"


class SettlementLine(Base):
    """One line of the settlement, in whole units of the year's currency."""

    __tablename__ = "settlement_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(
        ForeignKey("year.fiscal_year", ondelete="CASCADE"), index=True
    )
    ordinal: Mapped[int] = mapped_column(default=0)
    side: Mapped[SettlementSide]
    category: Mapped[str] = mapped_column(default="")
    """The 節 it is booked under: 報償費, 旅費, …"""
    item: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    remark: Mapped[str] = mapped_column(default="")
