"""The coordinator's desk, in every state that looks different."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.demonstration.people import COORDINATOR
from exchange.domain.organization import Organization
from exchange.domain.question import QuestionKind
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import db
from exchange.extensions import site as settings
from exchange.lib import clock
from tests.factories import (
    a_day,
    a_hold,
    a_place,
    a_question,
    a_quota,
    a_registration,
    an_open_event,
)
from tests.journeys.scene import ERRORS, NOTICE, Scene, pressing
from tests.journeys.visits import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from exchange.domain.place import Place

DESK = "/desk/trainings/scene-desk"
HOLDING = "form[novalidate][action$='/hold'] button"
IN_ORDER = (
    "氏名\tふりがな\t参加方法\tお弁当\t年齢\n"
    "髙橋 𠮷之\tたかはし よしゆき\t会場\t要\t35\n"
    "小野 花子\tおの はなこ\tオンライン\t不要\t41\n"
)
WITH_FAULTS = IN_ORDER + "髙橋 𠮷之\tたかはし よしゆき\t会場\t要\t\n佐藤\t\t電話\t大盛\t\n"


def _pasting(text: str) -> Callable[[Page], None]:
    """Paste a table, and let it be read."""

    def act(page: Page) -> None:
        fill(page, {"pasted": text})
        page.locator("[value=read]").click()

    return act


SCENES = [
    Scene("desk of an event", DESK, "#later", COORDINATOR),
    Scene("desk of an event, closed", "/desk/trainings/scene-desk-closed", NOTICE, COORDINATOR),
    Scene("desk, places not held", DESK, ERRORS, COORDINATOR, act=pressing(HOLDING)),
    Scene("table of people", f"{DESK}/register", ".sheet", COORDINATOR, act=pressing("summary")),
    Scene("table of people, faults", DESK, ERRORS, COORDINATOR, act=_pasting(WITH_FAULTS)),
    Scene(
        "table of people, in order", DESK, "[value=register]", COORDINATOR, act=_pasting(IN_ORDER)
    ),
    Scene("desk, changing somebody", f"{DESK}/{{sent}}/edit", "form", COORDINATOR),
    Scene("desk, withdrawing", f"{DESK}/{{sent}}/withdraw", NOTICE, COORDINATOR),
]


def props() -> dict[str, str]:
    """Put events on the desk that ask for all there is, and that are closed."""
    first = clock.today(settings().zone) + timedelta(days=30)
    body = db.session.scalars(
        select(Organization).where(Organization.name == COORDINATOR.organization)
    ).one()
    days = [a_day(first, places=_places()), a_day(first + timedelta(days=1), places=_places())]
    event = an_open_event(
        key="scene-desk", title="【見本】取りまとめる研修", days=days, capacity=9, onsite_capacity=3
    )
    a_quota(event, organization=body, places=5)
    a_question(event, QuestionKind.CHOICE, "お弁当", "要", "不要", is_required=True)
    a_question(event, QuestionKind.CHOICES, "関心のある分野", "DX", "観光")
    a_hold(event, body)
    a_registration(event, organization=body, status=RegistrationStatus.WAITING)
    an_open_event(
        key="scene-desk-closed",
        title="【見本】締め切った研修",
        days=[a_day(first)],
        registration_closes_at=clock.now() - timedelta(days=1),
        contact="総務課 0238-23-3246",
        contact_email="jimu@example.lg.jp",
    )
    return {"sent": str(a_registration(event, organization=body).id)}


def _places() -> list[Place]:
    return [a_place(), a_place(online=True)]
