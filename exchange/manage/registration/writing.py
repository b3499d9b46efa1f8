"""Putting the registration part of a draft onto the rows of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from exchange.domain.errors import Refused
from exchange.domain.group import Group
from exchange.domain.organization import Organization
from exchange.domain.question import Question
from exchange.domain.quota import Quota
from exchange.extensions import db
from exchange.lib.i18n import N_
from exchange.manage.registration import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.event import Event
    from exchange.manage.registration.drafts import QuestionDraft, QuotaDraft, RegistrationDraft


class AnsweredAlready(Refused):
    message = N_(
        "“%(question)s” has been answered, so its kind cannot be changed."
        " Remove it and add a new question instead."
    )


def require_kinds_kept(event: Event, draft: RegistrationDraft) -> None:
    """Refuse to change how a question is answered that somebody has answered.

    Raises `AnsweredAlready`.
    """
    kinds = {one.question.number: one.question.kind for one in queries.answered(event)}
    for wanted in draft.questions:
        if wanted.number is not None and kinds.get(wanted.number, wanted.kind) != wanted.kind:
            raise AnsweredAlready(question=wanted.text)


def write(event: Event, draft: RegistrationDraft) -> None:
    """Make the rows of `event` say what `draft` says. Call it while nobody else can."""
    event.takes_registrations = draft.is_taken
    event.registration_opens_at = draft.opens_at
    event.registration_closes_at = draft.closes_at
    event.capacity = draft.capacity
    event.onsite_capacity = draft.onsite_capacity
    event.online_capacity = draft.online_capacity
    event.quotas_released_on = draft.quotas_released_on
    event.needs_approval = draft.needs_approval
    event.offer_hours = draft.offer_hours
    event.reminder_days = draft.reminder_days
    event.retention_days = draft.retention_days
    event.contact = draft.contact
    event.contact_email = draft.contact_email
    _write_quotas(event, draft.quotas)
    _write_questions(event, draft.questions)


def _write_quotas(event: Event, drafts: Sequence[QuotaDraft]) -> None:
    """Bring the quotas in line. That of a body or group stays the same row."""
    known = {(quota.organization, quota.group): quota for quota in event.quotas}
    bodies, groups = _named_by(drafts)
    quotas = []
    for draft in drafts:
        whom = bodies.get(draft.organization), groups.get(draft.group)
        quota = known.get(whom) or Quota(organization=whom[0], group=whom[1])
        quota.places = draft.places
        quota.onsite = draft.onsite
        quota.online = draft.online
        quotas.append(quota)
    event.quotas = quotas
    event.quotas.reorder()  # type: ignore[attr-defined]  # an ordering_list


def _named_by(
    drafts: Sequence[QuotaDraft],
) -> tuple[dict[str, Organization], dict[str, Group]]:
    """Find the bodies by their address and the groups by their slug."""
    if not drafts:
        return {}, {}
    addresses = [draft.organization for draft in drafts]
    named = or_(Organization.code.in_(addresses), Organization.slug.in_(addresses))
    bodies = db.session.scalars(select(Organization).where(named))
    groups = db.session.scalars(
        select(Group).where(Group.slug.in_([draft.group for draft in drafts]))
    )
    return {body.address: body for body in bodies}, {group.slug: group for group in groups}


def _write_questions(event: Event, drafts: Sequence[QuestionDraft]) -> None:
    """Bring the questions in line.

    One that is left out is retired once anybody may have seen it, and gone when
    only drafts knew it. A new one that was asked before is that question again.
    """
    live = {question.number: question for question in event.live_questions}
    claimed = [live.pop(draft.number or 0, None) for draft in drafts]
    others = [question for question in event.questions if question not in claimed]
    number = max((question.number for question in event.questions), default=0)
    asked = []
    for draft, known in zip(drafts, claimed, strict=True):
        question = known or _asked_before(others, draft)
        if question is None:
            number += 1
            question = Question(number=number)
        _write_question(question, draft)
        asked.append(question)
    event.questions = [*asked, *_retired(event, others)]
    event.questions.reorder()  # type: ignore[attr-defined]  # an ordering_list


def _write_question(question: Question, draft: QuestionDraft) -> None:
    question.kind = draft.kind
    question.text = draft.text
    question.choices = list(draft.choices)
    question.is_required = draft.is_required
    question.is_retired = False


def _asked_before(others: list[Question], draft: QuestionDraft) -> Question | None:
    """Take the question out of `others` that asked the same."""
    for question in others:
        if (question.text, question.kind) == (draft.text, draft.kind):
            others.remove(question)
            return question
    return None


def _retired(event: Event, left_out: Sequence[Question]) -> Sequence[Question]:
    """Retire those that are no longer asked, and leave out what nobody but organizers knew."""
    answered = {one.question.number for one in queries.answered(event)} if left_out else set()
    kept = [question for question in left_out if not event.is_draft or question.number in answered]
    for question in kept:
        question.is_retired = True
    return kept
