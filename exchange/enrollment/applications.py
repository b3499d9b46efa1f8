"""Applications: what somebody states who wants a place, and whether an event can offer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exchange.domain.change import ChangedAs
from exchange.domain.event import EventStatus
from exchange.domain.question import NO, YES, Answer, QuestionKind
from exchange.enrollment import queries
from exchange.enrollment.refusals import (
    AlreadyRegistered,
    AnswerMissing,
    AnswerNotOffered,
    DaysNotOffered,
    ModeNotOffered,
    NoDayChosen,
    OrganizationNotInvited,
    RegistrationClosed,
    RegistrationNotOpen,
)
from exchange.seating.queries import Occupancy
from exchange.seating.state import RegistrationState
from exchange.seating.window import registration_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.question import Question
    from exchange.domain.registration import Mode, Registration
    from exchange.enrollment.audit import By


@dataclass(frozen=True, kw_only=True)
class Application:
    """What somebody states who wants a place. Names are kept as they are."""

    family_name: str
    given_name: str
    family_kana: str
    """The reading, in full-width katakana."""
    given_kana: str
    organization: Organization
    department: str = ""
    position: str = ""
    email: str
    """Normalized: a second application is recognized by it."""
    phone: str = ""
    mode: Mode
    days: Sequence[EventDay] = ()
    """Not needed where an event has only one."""
    remarks: str = ""
    answers: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """By the id of the question. Nothing said is no entry, or an empty one."""
    language: str = "ja"
    """The language of the letters."""


def require_open(event: Event, who: By, *, at: datetime) -> None:
    """Refuse outside the window of registration. Organizers may register people at any time.

    Raises `RegistrationNotOpen` or `RegistrationClosed`.
    """
    state = registration_state(event, Occupancy(event.capacity), at)
    is_going_on = event.takes_registrations and event.status is EventStatus.PLANNED
    if who.part is ChangedAs.ORGANIZER and is_going_on:
        return
    if state is RegistrationState.UPCOMING:
        raise RegistrationNotOpen
    if not state.takes:
        raise RegistrationClosed


def require_offered(event: Event, application: Application) -> None:
    """Refuse what `event` does not offer to the applicant's body, and missing answers.

    Raises `OrganizationNotInvited`, `NoDayChosen`, `DaysNotOffered`,
    `ModeNotOffered`, `AnswerMissing` or `AnswerNotOffered`.
    """
    body = application.organization
    if not queries.modes_of(event, body):
        raise OrganizationNotInvited(organization=body.name)
    if len(event.live_days) > 1 and not application.days:
        raise NoDayChosen
    offers = [
        queries.modes_on(day, body) if day in event.live_days else set()
        for day in days_meant(event, application)
    ]
    if not all(offers):
        raise DaysNotOffered(organization=body.name)
    if any(application.mode not in modes for modes in offers):
        raise ModeNotOffered(organization=body.name)
    for question in event.live_questions:
        _require_answer(question, application.answers.get(question.id, ()))


def _require_answer(question: Question, values: Sequence[str]) -> None:
    if question.is_required and not any(values):
        raise AnswerMissing(question=question.text)
    offered = {YES, NO} if question.kind is QuestionKind.YES_NO else set(question.choices)
    if question.kind is not QuestionKind.TEXT and not set(values) <= offered:
        raise AnswerNotOffered(question=question.text)


def require_nobody_twice(
    event: Event, application: Application, *, besides: Registration | None = None
) -> None:
    """Refuse a person who stands already. Raises `AlreadyRegistered`."""
    other = queries.find_standing(
        event,
        email=application.email,
        family_name=application.family_name,
        given_name=application.given_name,
    )
    if other is not None and other is not besides:
        raise AlreadyRegistered


def days_meant(event: Event, application: Application) -> Sequence[EventDay]:
    """List the days of `application`: all of them where it names none."""
    return application.days or event.live_days


def write(application: Application, registration: Registration) -> None:
    """Make `registration` say what `application` says. Place and queue stay as they are.

    Days that were struck out stay, too: nobody can choose one, or give one up.
    """
    registration.organization = application.organization
    registration.family_name = application.family_name
    registration.given_name = application.given_name
    registration.family_kana = application.family_kana
    registration.given_kana = application.given_kana
    registration.department = application.department
    registration.position = application.position
    registration.email = application.email
    registration.phone = application.phone
    registration.mode = application.mode
    registration.remarks = application.remarks
    struck_out = [day for day in registration.days if day.cancelled_at is not None]
    registration.days = [*days_meant(registration.event, application), *struck_out]
    _write_answers(application, registration)


def _write_answers(application: Application, registration: Registration) -> None:
    """Bring the answers in line; those to questions that are no longer asked stay."""
    known = {answer.question_id: answer for answer in registration.answers}
    for question in registration.event.live_questions:
        values = [value for value in application.answers.get(question.id, ()) if value]
        answer = known.get(question.id)
        if answer is None and values:
            registration.answers.append(Answer(question=question, values=values))
        elif answer is not None and values:
            answer.values = values
        elif answer is not None:
            registration.answers.remove(answer)
