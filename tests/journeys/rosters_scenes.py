"""Who registered for an event that fills, and what is printed of them."""

from __future__ import annotations

from datetime import timedelta

from exchange.demonstration.people import ORGANIZER
from exchange.domain.question import QuestionKind
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import site as settings
from exchange.lib import clock
from exchange.web.organizations import organizations
from tests.factories import a_day, a_hold, a_question, a_quota, a_registration, an_open_event
from tests.journeys.scene import Scene, pressing

OF_THE_EVENT = "/manage/trainings/scene-roster"
PERSON = OF_THE_EVENT + "/registrations/{awaiting}"

SCENES = [
    Scene("people", OF_THE_EVENT + "/registrations", "#replies", ORGANIZER),
    Scene("person", PERSON, "#history", ORGANIZER),
    Scene(
        "person, declined without a reason",
        PERSON,
        ".field--invalid",
        ORGANIZER,
        act=pressing("form[action$=decline] button"),
    ),
    Scene("roster", OF_THE_EVENT + "/roster", "#preview", ORGANIZER),
    Scene("sign-in sheet", OF_THE_EVENT + "/roster/sign-in", ".sheet", ORGANIZER),
    Scene("name plates", OF_THE_EVENT + "/roster/name-plates", ".plate", ORGANIZER),
]


def props() -> dict[str, str]:
    """Make an event with quotas and a hold, and people who stand in different ways."""
    day = clock.today(settings().zone) + timedelta(days=30)
    event = an_open_event(
        key="scene-roster",
        title="【見本】名簿のある研修",
        days=[a_day(day), a_day(day + timedelta(days=1))],
        capacity=3,
        needs_approval=True,
    )
    a_question(event, QuestionKind.YES_NO, "お弁当を注文しますか。")
    here, there, *_ = organizations()
    a_quota(event, organization=here, places=2)
    a_hold(event, there)
    a_registration(event, organization=here)
    a_registration(event, organization=there, status=RegistrationStatus.WAITING)
    awaiting = a_registration(event, organization=here, status=RegistrationStatus.PENDING)
    return {"awaiting": str(awaiting.id)}
