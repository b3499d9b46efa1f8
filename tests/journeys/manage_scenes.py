"""The registration part of an event's form and page, in every state that looks different."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from exchange.demonstration.people import COORDINATOR, ORGANIZER
from exchange.domain.question import Answer, QuestionKind
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import db
from exchange.extensions import site as settings
from exchange.lib import clock
from exchange.web.organizations import organizations
from tests.factories import (
    a_day,
    a_place,
    a_question,
    a_quota,
    a_registration,
    an_open_event,
)
from tests.journeys.scene import ERRORS, NOTICE, Scene, pressing, typing

if TYPE_CHECKING:
    from exchange.domain.event import Event

EDIT = "/manage/trainings/scene-terms/edit"

SCENES = [
    Scene("edit, cautions, everything set", EDIT, NOTICE, ORGANIZER),
    Scene("edit, wrong in a part", EDIT, ERRORS, ORGANIZER, act=typing(offer_hours="0")),
    Scene(
        "new, usual questions",
        "/manage/trainings/new",
        "#questions-0",
        ORGANIZER,
        act=pressing("#asked > summary", "[value=lunch]"),
    ),
    Scene("quotas for who is signed in", "/trainings/scene-terms", ".summary-box li", COORDINATOR),
]


def props() -> dict[str, str]:
    """Put an event with quotas, questions and rules into the database."""
    first = clock.today(settings().zone) + timedelta(days=30)
    event = an_open_event(
        key="scene-terms",
        title="【見本】枠と質問のある研修",
        capacity=3,
        onsite_capacity=2,
        online_capacity=2,
        days=[a_day(first, places=[a_place(), a_place(online=True)])],
        needs_approval=True,
        offer_hours=48,
        reminder_days=3,
        contact="総務課\n電話 0238-00-0000",
        contact_email="exchange@demo.example",
        quotas_released_on=first - timedelta(days=7),
    )
    _set_aside(event)
    for text in ("お弁当の希望", "駐車場の利用"):
        question = a_question(event, QuestionKind.YES_NO, text, is_required=True)
        person = a_registration(event, status=RegistrationStatus.PENDING)
        person.answers = [Answer(question=question, values=["yes"])]
    question.is_retired = True
    db.session.commit()
    return {}


def _set_aside(event: Event) -> None:
    for body in organizations()[:2]:
        a_quota(event, organization=body, places=2, onsite=1)
