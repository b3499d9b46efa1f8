"""A booth: what a fair offers at one stand."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization

booth_organization = Table(
    "booth_organization",
    Base.metadata,
    Column("id", Integer, primary_key=True),  # keeps the order in which they were named
    Column("booth_id", ForeignKey("booth.id", ondelete="CASCADE"), nullable=False),
    Column("organization_id", ForeignKey("organization.id"), nullable=False, index=True),
    UniqueConstraint("booth_id", "organization_id"),
)


class BoothKind(StrEnum):
    """What visitors do at a booth."""

    SALES = "sales"
    EXPERIENCE = "experience"
    ATTRACTION = "attraction"
    INFORMATION = "information"

    @property
    def label(self) -> str:
        """The msgid to show for this kind."""
        return _LABELS[self]


_LABELS = {
    BoothKind.SALES: N_("Sale of goods"),
    BoothKind.EXPERIENCE: N_("Hands-on corner"),
    BoothKind.ATTRACTION: N_("Attraction"),
    BoothKind.INFORMATION: N_("Information"),
}


class Booth(Base):
    """A stand, hands-on corner or attraction at a fair."""

    __tablename__ = "booth"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    kind: Mapped[BoothKind]
    offers: Mapped[list[str]] = mapped_column(default=list)

    event: Mapped[Event] = relationship(back_populates="booths")
    organizations: Mapped[list[Organization]] = relationship(
        secondary=booth_organization, order_by=booth_organization.c.id
    )
