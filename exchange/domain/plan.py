"""A plan item: one numbered line of the coming year's plan table."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.action_item import ActionItem
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization

plan_item_organization = Table(
    "plan_item_organization",
    Base.metadata,
    Column("id", Integer, primary_key=True),  # keeps the order in which they were named
    Column("plan_item_id", ForeignKey("plan_item.id", ondelete="CASCADE"), nullable=False),
    Column("organization_id", ForeignKey("organization.id"), nullable=False, index=True),
    UniqueConstraint("plan_item_id", "organization_id"),
)

plan_item_event = Table(
    "plan_item_event",
    Base.metadata,
    Column("plan_item_id", ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True),
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class PlanState(StrEnum):
    """How far a plan item has come. The value is stored; the label is shown."""

    CONSIDERED = "considered"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The msgid to show for this state."""
        return _LABELS[self]


_LABELS = {
    PlanState.CONSIDERED: N_("Under consideration"),
    PlanState.UNDER_WAY: N_("Under way"),
    PlanState.DONE: N_("Done"),
    PlanState.DROPPED: N_("Dropped"),
}


class PlanItem(Base):
    """A 事業案: what is to be done, what the idea came from, and what became of it."""

    __tablename__ = "plan_item"
    __table_args__ = (UniqueConstraint("fiscal_year", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    no: Mapped[int]
    title: Mapped[str]
    content: Mapped[str] = mapped_column(default="")
    actions: Mapped[list[str]] = mapped_column(default=list)
    """What exactly is to be done (具体的な取組案), point by point."""
    state: Mapped[PlanState] = mapped_column(default=PlanState.CONSIDERED)
    revision: Mapped[int] = mapped_column(default=0)
    """Grows with each save: an editor who read an older one is told."""
    from_event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)

    from_event: Mapped[Event | None] = relationship()
    """The event the idea came from, where no proposal of it tells."""
    organizations: Mapped[list[Organization]] = relationship(
        secondary=plan_item_organization, order_by=plan_item_organization.c.id
    )
    """The bodies that are responsible."""
    progress: Mapped[list[PlanProgress]] = relationship(
        back_populates="plan_item",
        cascade="all, delete-orphan",
        order_by="PlanProgress.noted_on, PlanProgress.id",
    )
    action_items: Mapped[list[ActionItem]] = relationship(
        back_populates="plan_item", order_by="ActionItem.id"
    )
    """The proposals it was made of."""
    events: Mapped[list[Event]] = relationship(
        secondary=plan_item_event, order_by="Event.first_on, Event.id"
    )
    """The events that came of it."""


class PlanProgress(Base):
    """How a plan item got on, told on one date."""

    __tablename__ = "plan_progress"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_item_id: Mapped[int] = mapped_column(
        ForeignKey("plan_item.id", ondelete="CASCADE"), index=True
    )
    noted_on: Mapped[date]
    text: Mapped[str]

    plan_item: Mapped[PlanItem] = relationship(back_populates="progress")
