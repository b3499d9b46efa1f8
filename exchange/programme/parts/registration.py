"""The registration for an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.extensions import site
from exchange.lib import clock
from exchange.programme import document

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.domain.question import Question
    from exchange.domain.quota import Quota


def of_registration(event: Event) -> document.Registration:
    return document.Registration.model_construct(
        opens=_local(event.registration_opens_at),
        closes=_local(event.registration_closes_at),
        capacity=event.capacity,
        onsite_capacity=event.onsite_capacity,
        online_capacity=event.online_capacity,
        quotas=[of_quota(quota) for quota in event.quotas],
        quotas_released_on=event.quotas_released_on,
        approval=event.needs_approval,
        offer_hours=event.offer_hours,
        reminder_days=event.reminder_days,
        retention_days=event.retention_days,
        questions=[of_question(question) for question in event.live_questions],
    )


def of_question(question: Question) -> document.Question:
    return document.Question.model_construct(
        text=question.text,
        kind=question.kind,
        choices=question.choices,
        required=question.is_required,
    )


def of_quota(quota: Quota) -> document.Quota:
    return document.Quota.model_construct(
        organization=quota.organization.name if quota.organization else None,
        group=quota.group.slug if quota.group else None,
        onsite=quota.onsite,
        online=quota.online,
        places=quota.places,
    )


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else clock.local(moment, site().zone)
