"""A question: what an event asks of those who register, and what they answered."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from exchange.domain.registration import Registration

YES, NO = "yes", "no"
"""The answers to a question of the kind YES_NO."""


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"

    @property
    def label(self) -> str:
        """The msgid to show for this kind."""
        return _LABELS[self]

    @property
    def has_choices(self) -> bool:
        return self in {QuestionKind.CHOICE, QuestionKind.CHOICES}


_LABELS = {
    QuestionKind.TEXT: N_("Free text"),
    QuestionKind.CHOICE: N_("One of several"),
    QuestionKind.CHOICES: N_("Any of several"),
    QuestionKind.YES_NO: N_("Yes or no"),
}


class Question(Base):
    """Something an event wants to know of each person: the lunch box, the bus.

    One that was answered is never deleted, only retired: the answers stay in
    the roster.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("text <> ''", name="has_a_text"),
        UniqueConstraint("event_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """Counts the questions of its event from 1; kept when they are reordered, never reused."""
    ordinal: Mapped[int] = mapped_column(default=0)
    kind: Mapped[QuestionKind]
    text: Mapped[str]
    choices: Mapped[list[str]] = mapped_column(default=list)
    """What there is to choose from; empty for the kinds without choices."""
    is_required: Mapped[bool] = mapped_column(default=False)
    is_retired: Mapped[bool] = mapped_column(default=False)
    """No longer asked; kept for the answers it got."""

    event: Mapped[Event] = relationship(back_populates="questions")


class Answer(Base):
    """What one person answered to one question. No row where nothing was answered."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("registration_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), index=True
    )
    values: Mapped[list[str]] = mapped_column(default=list)
    """The text, the choices as worded, or `yes` or `no`; several only for CHOICES."""

    registration: Mapped[Registration] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()
