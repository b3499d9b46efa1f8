"""An account: a person who signs in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.organization import Organization


class Role(StrEnum):
    """What an account is for. The value is stored; the label is shown."""

    ADMIN = "admin"
    ORGANIZER = "organizer"
    COORDINATOR = "coordinator"
    STAFF = "staff"

    @property
    def label(self) -> str:
        """The msgid to show for this role."""
        return _LABELS[self]

    @property
    def belongs_to_an_organization(self) -> bool:
        return self in {Role.COORDINATOR, Role.STAFF}


_LABELS = {
    Role.ADMIN: N_("Administrator"),
    Role.ORGANIZER: N_("Organizer"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.STAFF: N_("Municipal staff"),
}


class Account(Base):
    """Somebody with a mail address, a role and, mostly, a password."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "role NOT IN ('coordinator', 'staff') OR organization_id IS NOT NULL",
            name="acts_for_a_body",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[Role]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    password_hash: Mapped[str | None]
    """Argon2id in PHC notation; none until a password is set."""
    link_digest: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the token in the link with which a password is set, while one is out."""
    link_expires_at: Mapped[datetime | None]
    sign_in_token: Mapped[str] = mapped_column(unique=True)
    """Names the account in the browser's session. A new one ends all sessions."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    organization: Mapped[Organization | None] = relationship()

    is_authenticated = True
    """An account in hand has signed in; a stranger has none."""

    def get_id(self) -> str:
        """Give what stands for the account in the browser's session."""
        return self.sign_in_token

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def display_name(self) -> str:
        return self.name or self.email


class LoginFailure(Base):
    """A wrong password: counted so that guessing becomes slow."""

    __tablename__ = "login_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    """What was typed, normalized; there need not be such an account."""
    remote_address: Mapped[str] = mapped_column(index=True)
    failed_at: Mapped[datetime]
