"""A place: where a day happens for a given audience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.domain.registration import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.day import EventDay
    from exchange.domain.group import Group
    from exchange.domain.organization import Organization

place_group = Table(
    "place_group",
    Base.metadata,
    Column("id", Integer, primary_key=True),  # keeps the order in which they were named
    Column("place_id", ForeignKey("place.id", ondelete="CASCADE"), nullable=False),
    Column("group_id", ForeignKey("group.id"), nullable=False, index=True),
    UniqueConstraint("place_id", "group_id"),
)


class Place(Base):
    """A venue, or online, for the groups it names; for everybody when it names none."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("venue <> '' OR is_online", name="is_somewhere"),
        CheckConstraint("url = '' OR is_online", name="url_is_for_online"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("event_day.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int] = mapped_column(default=0)
    venue: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    is_online: Mapped[bool] = mapped_column(default=False)
    url: Mapped[str] = mapped_column(default="")
    """The joining link. Only those who are registered for online see it."""

    day: Mapped[EventDay] = relationship(back_populates="places")
    groups: Mapped[list[Group]] = relationship(secondary=place_group, order_by=place_group.c.id)

    @property
    def modes(self) -> Sequence[Mode]:
        """The ways in which one takes part here; a venue with a screen is both."""
        return [*([Mode.ONSITE] if self.venue else []), *([Mode.ONLINE] if self.is_online else [])]

    def is_for(self, organization: Organization) -> bool:
        """Tell whether people of `organization` are expected here."""
        return not self.groups or any(group.id == organization.group_id for group in self.groups)
