from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from exchange.domain.account import Role
from exchange.domain.event import EventStatus
from tests.conftest import Browser
from tests.factories import (
    a_registration,
    an_account,
    an_open_event,
    an_organization,
)
from tests.pages import main_text

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event
    from exchange.domain.registration import Registration


def page_of(registration: Registration, action: str = "") -> str:
    return f"/registrations/{registration.token}{action}"


def form_of(event: Event) -> str:
    return f"/{event.kind.plural}/{event.key}/register"


HOUR = timedelta(hours=1)
JOINING_LINK = "https://meet.example.jp/j/987654321"
UNSEEN = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def test_desk_shows_the_people_of_its_own_organization_alone(app: Flask, noon: datetime) -> None:
    body, other = an_organization(), an_organization()
    event = an_open_event(title="第2回交流研修")
    a_registration(event, organization=body, given_name="花子", family_kana="オノ")
    a_registration(event, organization=other, given_name="次郎")
    browser = Browser(app).sign_in(an_account(Role.COORDINATOR, organization=body))

    page = browser.get("/desk/")

    assert "第2回交流研修" in main_text(page)
    assert [(name in page.text) for name in ("花子", "次郎")] == [True, False]
    assert page.headers["Cache-Control"] == "private, no-store"


def test_desk_leads_to_the_form_for_a_colleague(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    browser = Browser(app).sign_in(an_account(Role.COORDINATOR))

    page = browser.get("/desk/")

    assert f'href="{form_of(event)}?colleague=1"' in page.text


def test_desk_leads_to_the_registrations_made_there_but_to_no_others(
    app: Flask, noon: datetime
) -> None:
    coordinator = an_account(Role.COORDINATOR)
    event = an_open_event()
    mine, theirs = (
        a_registration(event, organization=coordinator.organization, account=account)
        for account in (coordinator, None)
    )
    browser = Browser(app).sign_in(coordinator)

    page = browser.get("/desk/").text

    assert [page_of(one) in page for one in (mine, theirs)] == [True, False]


def test_desk_says_so_when_there_is_nothing_to_do(app: Flask, noon: datetime) -> None:
    an_open_event(status=EventStatus.DRAFT)
    browser = Browser(app).sign_in(an_account(Role.COORDINATOR))

    page = browser.get("/desk/")

    assert 'class="empty"' in page.text


def test_desk_is_for_coordinators(app: Flask, browser: Browser, organizer: Browser) -> None:
    staff = Browser(app).sign_in(an_account(Role.STAFF))

    answers = [visitor.get("/desk/").status_code for visitor in (browser, staff, organizer)]

    assert answers == [302, 403, 403]
