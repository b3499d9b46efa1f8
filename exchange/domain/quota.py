"""A quota: places of an event that are set aside for a body or an audience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from exchange.domain.group import Group
    from exchange.domain.organization import Organization


class Quota(Base):
    """Places for exactly one organization or one group.

    They are kept free for its people, and are the most its people can have,
    until the event releases its quotas.
    """

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint(
            "(organization_id IS NULL) <> (group_id IS NULL)", name="for_one_body_or_group"
        ),
        CheckConstraint("places IS NULL OR places >= 0", name="places_not_negative"),
        CheckConstraint("onsite IS NULL OR onsite >= 0", name="onsite_not_negative"),
        CheckConstraint("online IS NULL OR online >= 0", name="online_not_negative"),
        CheckConstraint(
            "places IS NOT NULL OR onsite IS NOT NULL OR online IS NOT NULL", name="says_how_many"
        ),
        UniqueConstraint("event_id", "organization_id"),
        UniqueConstraint("event_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int] = mapped_column(default=0)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))
    places: Mapped[int | None]
    """In whatever way its people take part; none where only the ways are counted."""
    onsite: Mapped[int | None]
    online: Mapped[int | None]

    event: Mapped[Event] = relationship(back_populates="quotas")
    organization: Mapped[Organization | None] = relationship()
    group: Mapped[Group | None] = relationship()
