"""A series: trainings that are numbered as rounds of one another."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from exchange.domain.base import Base


class Series(Base):
    """The name under which rounds are counted: 第1回, 第2回 and so on."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
