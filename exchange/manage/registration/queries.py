"""What the registration part of an event's form asks of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from exchange.domain.event import Event
from exchange.domain.question import Answer, Question
from exchange.domain.quota import Quota
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence


def load(event: Event) -> None:
    """Load quotas and questions of `event` in three statements, however many there are."""
    quotas = selectinload(Event.quotas)
    db.session.scalars(
        select(Event)
        .where(Event.id == event.id)
        .options(
            quotas.joinedload(Quota.organization),
            quotas.joinedload(Quota.group),
            selectinload(Event.questions),
        )
    ).all()


@dataclass(frozen=True)
class Answered:
    """A question and how many people have answered it."""

    question: Question
    number: int


def answered(event: Event) -> Sequence[Answered]:
    """List the questions of `event` that somebody has answered, the retired ones too."""
    rows = db.session.execute(
        select(Question, func.count(Answer.id))
        .join(Answer, Answer.question_id == Question.id)
        .where(Question.event_id == event.id)
        .group_by(Question.id)
        .order_by(Question.number)
    )
    return [Answered(question, number) for question, number in rows]
