"""The pages of the day, in every state that looks different."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from exchange.demonstration.people import ORGANIZER
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.extensions import db
from exchange.extensions import site as settings
from exchange.lib import clock
from tests.factories import a_day, a_registration, an_open_event
from tests.journeys.scene import EMPTY, ERRORS, NOTICE, Scene, pressing, typing

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from exchange.domain.event import Event
    from exchange.domain.registration import Registration

DOOR = "/manage/trainings/scene-door/checkin"


def _receiving_somebody_known(page: Page) -> None:
    page.locator('[name="organization"]').select_option("米沢市")
    known = {"family_name": "髙橋", "given_name": "𠮷之"}
    typing(**known, family_kana="タカハシ", given_kana="ヨシユキ")(page)


SCENES = [
    Scene("door", DOOR, "#waiting .badge", ORGANIZER, act=pressing("details >> nth=0", "#waiting")),
    Scene("door, nobody fits", f"{DOOR}?q=見つからない", EMPTY, ORGANIZER),
    Scene(
        "door, proxy without a name",
        f"{DOOR}/{{at_the_door}}",
        ERRORS,
        ORGANIZER,
        act=pressing("summary", "[value=proxy]"),
    ),
    Scene("door, known walk-in", f"{DOOR}/new", NOTICE, ORGANIZER, act=_receiving_somebody_known),
    Scene(
        "headcount, figures taken over",
        "/manage/trainings/scene-door/headcount",
        NOTICE,
        ORGANIZER,
        act=pressing("[value=figures]"),
    ),
]


def props() -> dict[str, str]:
    """Put people in all states at the door of an event of two days, the first one today."""
    today = clock.today(settings().zone)
    days = [a_day(today), a_day(today + timedelta(days=1))]
    event = an_open_event(key="scene-door", title="【見本】当日の研修", days=days)
    present, proxy = _somebody(event, "アベ"), _somebody(event, "カトウ", mode=Mode.ONLINE)
    _mark(present, Presence.PRESENT)
    _mark(proxy, Presence.PROXY, proxy_name="代理 次郎")
    _somebody(event, "タカハシ", family_name="髙橋", given_name="𠮷之")
    _somebody(event, "ワダ", is_walk_in=True)
    _somebody(event, "ヤマダ", days=[event.days[1]])
    _somebody(event, "スズキ", status=RegistrationStatus.WAITING)
    return {"at_the_door": str(present.id)}


def _somebody(event: Event, family_kana: str, **columns: object) -> Registration:
    return a_registration(event, family_kana=family_kana, **columns)  # type: ignore[arg-type]


def _mark(one: Registration, presence: Presence, **columns: str) -> None:
    day = one.event.days[0]
    db.session.add(
        Attendance(registration=one, day=day, presence=presence, recorded_at=clock.now(), **columns)
    )
    db.session.commit()
