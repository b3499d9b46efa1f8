"""What is stated of the registration for one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from exchange.domain.question import Answer, Question
from exchange.domain.quota import Quota
from exchange.extensions import db
from exchange.programme import document, parts
from exchange.programme.writing.rows import pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.event import Event
    from exchange.programme.queries import Names


def write_columns(event: Event, item: document.Registration | None) -> None:
    """Make `event` take registrations as `item` says, or none.

    How long the data of those who registered are kept was promised to them: it
    stays where nothing is said.
    """
    event.takes_registrations = item is not None
    said = item or document.Registration()
    event.registration_opens_at = said.opens
    event.registration_closes_at = said.closes
    event.capacity = said.capacity
    event.onsite_capacity = said.onsite_capacity
    event.online_capacity = said.online_capacity
    event.quotas_released_on = said.quotas_released_on
    event.needs_approval = said.approval
    event.offer_hours = said.offer_hours
    event.reminder_days = said.reminder_days
    if item is not None:
        event.retention_days = item.retention_days


def write_questions(
    event: Event, registration: document.Registration | None, *, was_published: bool
) -> None:
    """Bring the questions in line; one that asks the same as before is the same question.

    One that is no longer asked is retired once readers may have seen it, and
    otherwise goes.
    """
    items = registration.questions if registration else []
    found, left = pair(
        items,
        event.questions,
        lambda item, row: not row.is_retired and _asks(item, row),
        _asks,
    )
    number = max((question.number for question in event.questions), default=0)
    asked = []
    for item, row in zip(items, found, strict=True):
        question = row
        if question is None:
            number += 1
            question = Question(number=number)
        _write_question(question, item)
        asked.append(question)
    kept = [question for question in left if was_published or _is_answered(question)]
    for question in kept:
        question.is_retired = True
    if [*asked, *kept] != event.questions:
        event.questions = [*asked, *kept]
        event.questions.reorder()  # type: ignore[attr-defined]  # an ordering_list


def _asks(item: document.Question, row: Question) -> bool:
    return (item.text, item.kind) == (row.text, row.kind)


def _is_answered(question: Question) -> bool:
    return bool(db.session.scalar(select(exists().where(Answer.question_id == question.id))))


def _write_question(question: Question, item: document.Question) -> None:
    question.text = item.text
    question.kind = item.kind
    question.choices = item.choices
    question.is_required = item.required
    question.is_retired = False


def write_quotas(event: Event, registration: document.Registration | None, names: Names) -> None:
    items: Sequence[document.Quota] = registration.quotas if registration else []
    if [parts.of_quota(quota) for quota in event.quotas] == items:
        return
    if event.quotas:
        event.quotas = []
        db.session.flush()  # the old rows have to go before new ones for the same bodies come
    event.quotas = [
        Quota(
            organization=names.organizations[item.organization] if item.organization else None,
            group=names.groups[item.group] if item.group else None,
            places=item.places,
            onsite=item.onsite,
            online=item.online,
        )
        for item in items
    ]
