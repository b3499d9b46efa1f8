"""What was written about an event, and a message on its way to all."""

from __future__ import annotations

from datetime import timedelta

from exchange.demonstration.people import ORGANIZER
from exchange.domain.letter import LetterStatus
from exchange.extensions import site as settings
from exchange.lib import clock
from tests.factories import a_day, a_letter, a_registration, an_open_event
from tests.journeys.scene import ERRORS, NOTICE, TABLE, Scene, pressing, typing

OF_THE_EVENT = "/manage/trainings/scene-letters/letters"
REFUSED = "550 5.1.1 <gone@demo.example>: Recipient address rejected: User unknown"

SCENES = [
    Scene("letters of all events", "/manage/letters", TABLE, ORGANIZER),
    Scene("letters", OF_THE_EVENT, TABLE, ORGANIZER),
    Scene("letter that failed", OF_THE_EVENT + "/{failed_letter}", ".letter", ORGANIZER),
    Scene(
        "message refused",
        OF_THE_EVENT + "/new",
        ERRORS,
        ORGANIZER,
        act=pressing("main form button"),
    ),
    Scene(
        "message looked over",
        OF_THE_EVENT + "/new",
        NOTICE,
        ORGANIZER,
        act=typing(subject="持ち物について", words="動きやすい服装で\nお越しください。"),
    ),
]


def props() -> dict[str, str]:
    """Make an event with somebody to write to, and a letter that did not arrive."""
    day = clock.today(settings().zone) + timedelta(days=30)
    event = an_open_event(key="scene-letters", title="【見本】メールのある研修", days=[a_day(day)])
    a_registration(event)
    failed = a_letter(
        "gone@demo.example",
        event=event,
        recipient_name="見本 花子",
        status=LetterStatus.FAILED,
        failure=REFUSED,
        attempts=1,
    )
    return {"failed_letter": str(failed.id)}
