"""A group: an audience that is addressed together, such as 置賜地域 or 港区."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.organization import Organization


class Group(Base):
    """Organizations that are invited together and share a place."""

    __tablename__ = "group"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

    organizations: Mapped[list[Organization]] = relationship(
        back_populates="group", order_by="Organization.id"
    )
