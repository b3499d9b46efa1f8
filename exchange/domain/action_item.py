"""An action item: a proposal that came out of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from exchange.domain.note import NoteLine
    from exchange.domain.plan import PlanItem


class ActionItem(Base):
    """A proposal (提案), gathered from a line that is marked as one.

    Kept in line with it by `exchange.publication`; what became part of a plan stays, in its last
    words, when the line goes.
    """

    __tablename__ = "action_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    """The event that the line stands under."""
    line_id: Mapped[int | None] = mapped_column(
        ForeignKey("note_line.id", ondelete="SET NULL"), unique=True
    )
    text: Mapped[str]
    plan_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("plan_item.id", ondelete="SET NULL"), index=True
    )
    """What was made of it, if anything yet."""
    is_set_aside: Mapped[bool] = mapped_column(default=False)
    """Whether it was decided to make nothing of it for now."""

    event: Mapped[Event] = relationship()
    line: Mapped[NoteLine | None] = relationship()
    plan_item: Mapped[PlanItem | None] = relationship(back_populates="action_items")
