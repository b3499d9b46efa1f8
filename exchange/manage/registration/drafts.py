"""The values of the registration part: from its form to the rows of an event, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from exchange.domain.event import Event
    from exchange.domain.question import QuestionKind

USUAL_RETENTION = 365
"""How many days personal data are kept where nobody says otherwise."""


@dataclass(frozen=True, kw_only=True)
class QuotaDraft:
    """Places for one organization, by its code or slug, or for one group, by its slug."""

    organization: str = ""
    group: str = ""
    places: int | None = None
    onsite: int | None = None
    online: int | None = None

    @property
    def whom(self) -> tuple[str, str]:
        """Whom it is for: either part is empty."""
        return self.organization, self.group


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    """A question. `number` is that of the question it was, None for a new one."""

    number: int | None = None
    kind: QuestionKind
    text: str
    choices: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class RegistrationDraft:
    """Whether people may register, when, how many of whom, and what they are asked."""

    is_taken: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    capacity: int | None = None
    onsite_capacity: int | None = None
    online_capacity: int | None = None
    quotas: tuple[QuotaDraft, ...] = ()
    quotas_released_on: date | None = None
    questions: tuple[QuestionDraft, ...] = ()
    """Those that are asked now; the retired ones are none of the form's."""
    needs_approval: bool = False
    offer_hours: int | None = None
    reminder_days: int | None = None
    retention_days: int = USUAL_RETENTION
    contact: str = ""
    contact_email: str = ""

    @property
    def without_numbers(self) -> RegistrationDraft:
        """The same without what only ties its parts to rows."""
        return replace(self, questions=tuple(replace(one, number=None) for one in self.questions))

    @property
    def without_dates(self) -> RegistrationDraft:
        """What of it goes for another event like this one."""
        return replace(self.without_numbers, opens_at=None, closes_at=None, quotas_released_on=None)


NO_REGISTRATION = RegistrationDraft()


def registration_draft(event: Event) -> RegistrationDraft:
    """Give what the form would say of the registration for `event` now."""
    return RegistrationDraft(
        is_taken=event.takes_registrations,
        opens_at=event.registration_opens_at,
        closes_at=event.registration_closes_at,
        capacity=event.capacity,
        onsite_capacity=event.onsite_capacity,
        online_capacity=event.online_capacity,
        quotas=tuple(
            QuotaDraft(
                organization=quota.organization.address if quota.organization else "",
                group=quota.group.slug if quota.group else "",
                places=quota.places,
                onsite=quota.onsite,
                online=quota.online,
            )
            for quota in event.quotas
        ),
        quotas_released_on=event.quotas_released_on,
        questions=tuple(
            QuestionDraft(
                number=question.number,
                kind=question.kind,
                text=question.text,
                choices=tuple(question.choices),
                is_required=question.is_required,
            )
            for question in event.live_questions
        ),
        needs_approval=event.needs_approval,
        offer_hours=event.offer_hours,
        reminder_days=event.reminder_days,
        retention_days=event.retention_days,
        contact=event.contact,
        contact_email=event.contact_email,
    )
