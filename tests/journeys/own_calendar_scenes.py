"""The personal calendar, and where its address stands."""

from __future__ import annotations

from datetime import timedelta

from exchange.demonstration.people import ADMIN
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.extensions import site as settings
from exchange.lib import clock
from tests.factories import a_day, a_feed, a_place, a_registration, an_open_event
from tests.journeys.scene import EMPTY, TABLE, Scene

SCENES = [
    Scene("own calendar", "/feeds/my/{of_several}", TABLE),
    Scene("own calendar, nothing to come", "/feeds/my/{of_nobody}", EMPTY),
    Scene("account without a calendar", "/accounts/", 'form[action="/accounts/calendar"]', ADMIN),
]


def props() -> dict[str, str]:
    """Make a calendar that two people share, and one with nothing in it."""
    day = clock.today(settings().zone) + timedelta(days=40)
    places = [a_place(), a_place(online=True, url="https://meeting.demo.example/own")]
    days = [a_day(day, places=places, label="現地視察"), a_day(day + timedelta(days=1))]
    event = an_open_event(key="scene-own-calendar", title="【見本】二人で行く研修", days=days)
    email = "section@demo.example"
    a_registration(event, email=email, mode=Mode.ONLINE)
    a_registration(event, email=email, status=RegistrationStatus.WAITING)
    return {
        "of_several": a_feed(email).token,
        "of_nobody": a_feed().token,
    }
