"""A programme: the courses of another body that an external seminar belongs to."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from exchange.domain.base import Base


class Programme(Base):
    """A name such as 地方創生セミナー. The provider stands with each seminar."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
