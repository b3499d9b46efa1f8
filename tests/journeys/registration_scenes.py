"""What an event asks, and how a registration can stand."""

from __future__ import annotations

from datetime import timedelta

from exchange.demonstration.people import ORGANIZER
from exchange.domain.question import QuestionKind
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import site as settings
from exchange.lib import clock
from tests.factories import a_day, a_question, a_registration, an_open_event
from tests.journeys.scene import Scene, typing

SCENES = [
    Scene("asking", "/trainings/scene-asks/register", '[name="question-4"]'),
    Scene(
        "asking, refused",
        "/trainings/scene-asks/register",
        "#question-2-error",
        act=typing(family_name="髙橋"),
    ),
    Scene("own page, at the door", "/registrations/{answered}", "#at-the-door", ORGANIZER),
    Scene("own page, offered", "/registrations/{offered}", ".button--large"),
    Scene("own page, pending", "/registrations/{pending}", ".badge--pending"),
    Scene("own page, declined", "/registrations/{declined}", ".badge--declined"),
    Scene("erasing", "/registrations/{answered}/erase", ".button--danger"),
]


def props() -> dict[str, str]:
    """Make an event that asks something of everybody, and people who stand each in their way."""
    day = clock.today(settings().zone) + timedelta(days=30)
    event = an_open_event(key="scene-asks", title="【見本】質問のある研修", days=[a_day(day)])
    a_question(event, QuestionKind.TEXT, "食物アレルギーがあればお書きください。")
    a_question(event, QuestionKind.CHOICE, "昼食", "お弁当", "持参", is_required=True)
    a_question(event, QuestionKind.CHOICES, "見学したい場所", "森", "工場", "道の駅")
    a_question(event, QuestionKind.YES_NO, "送迎バスを利用しますか。", is_required=True)
    until = clock.now() + timedelta(days=1)
    waiting, pending, declined = (
        RegistrationStatus.WAITING,
        RegistrationStatus.PENDING,
        RegistrationStatus.DECLINED,
    )
    return {
        "answered": a_registration(event).token,
        "offered": a_registration(event, status=waiting, offer_expires_at=until).token,
        "pending": a_registration(event, status=pending).token,
        "declined": a_registration(event, status=declined, decline_reason="対象外です。").token,
    }
