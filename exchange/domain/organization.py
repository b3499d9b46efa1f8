"""An organization: a municipality, or a body that works with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base

if TYPE_CHECKING:
    from exchange.domain.group import Group


class Organization(Base):
    """A body that sends people: a town hall, a joint office, a foundation."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("code IS NULL OR length(code) = 6", name="code_has_six_digits"),
        CheckConstraint("code IS NOT NULL OR slug IS NOT NULL", name="has_an_address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(6), unique=True)
    """全国地方公共団体コード with its check digit, as text: 062022 is 米沢市."""
    slug: Mapped[str | None] = mapped_column(unique=True)
    """Stands in addresses where a body has no code. Made once and kept."""
    name: Mapped[str] = mapped_column(unique=True)
    kana: Mapped[str] = mapped_column(default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"), index=True)

    group: Mapped[Group | None] = relationship(back_populates="organizations")

    @property
    def address(self) -> str:
        """The word for this body in an address: its code, or else its slug."""
        return self.code or self.slug or ""
