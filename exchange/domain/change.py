"""A change: who did what to a registration, and when. Kept beside it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from exchange.domain.registration import Registration


class ChangeKind(StrEnum):
    """What happened to a registration."""

    MADE = "made"
    CHANGED = "changed"
    PROMOTED = "promoted"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    CHECKED_IN = "checked_in"
    ERASED = "erased"

    @property
    def label(self) -> str:
        """The msgid to show for this kind."""
        return _LABELS[self]


_LABELS = {
    ChangeKind.MADE: N_("Registered"),
    ChangeKind.CHANGED: N_("Details changed"),
    ChangeKind.PROMOTED: N_("Moved up from the waiting list"),
    ChangeKind.OFFERED: N_("Offered a place"),
    ChangeKind.ACCEPTED: N_("Accepted the place"),
    ChangeKind.LAPSED: N_("Offer lapsed"),
    ChangeKind.APPROVED: N_("Approved"),
    ChangeKind.DECLINED: N_("Declined"),
    ChangeKind.CANCELLED: N_("Registration cancelled"),
    ChangeKind.CHECKED_IN: N_("Attendance recorded"),
    ChangeKind.ERASED: N_("Personal data erased"),
}


class ChangedAs(StrEnum):
    """In which part somebody changed a registration."""

    HOLDER = "holder"
    """Whoever had the secret address, or was about to get it."""
    COORDINATOR = "coordinator"
    ORGANIZER = "organizer"
    RULE = "rule"
    """Nobody: a place came free, or a term ran out."""

    @property
    def label(self) -> str:
        """The msgid to show for this part."""
        return _PART_LABELS[self]


_PART_LABELS = {
    ChangedAs.HOLDER: N_("The person"),
    ChangedAs.COORDINATOR: N_("Coordinator"),
    ChangedAs.ORGANIZER: N_("Organizer"),
    ChangedAs.RULE: N_("Automatically"),
}


class Change(Base):
    """One thing that happened to one registration."""

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[ChangeKind]
    changed_at: Mapped[datetime]
    changed_as: Mapped[ChangedAs]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who was signed in, if anybody."""
    details: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    """By the name of the field: what it said before, and what it says now.

    Emptied when the registration's personal data are erased.
    """

    registration: Mapped[Registration] = relationship(back_populates="changes")
    account: Mapped[Account | None] = relationship()
