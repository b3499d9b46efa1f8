"""A plan item: one numbered line of the coming year's plan table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.event import Event


class PlanItem(Base):
    """A 事業案: what is to be done, and the event the idea came from."""

    __tablename__ = "plan_item"
    __table_args__ = (UniqueConstraint("fiscal_year", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    no: Mapped[int]
    title: Mapped[str]
    content: Mapped[str] = mapped_column(default="")
    actions: Mapped[list[str]] = mapped_column(default=list)
    from_event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)

    from_event: Mapped[Event | None] = relationship()
