"""Who is let in, and how the others are turned away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from exchange.domain.event import EventStatus, Visibility
from tests.conftest import Browser
from tests.factories import an_account, an_event
from tests.pages import main_text

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event


def a_draft() -> Event:
    return an_event(key="secret", status=EventStatus.DRAFT)


def for_members() -> Event:
    return an_event(key="secret", visibility=Visibility.MEMBERS)


def signed_in(app: Flask, role: Role) -> Browser:
    return Browser(app).sign_in(an_account(role))


def test_a_stranger_is_asked_to_sign_in_and_led_back(browser: Browser) -> None:
    account = an_account(Role.ORGANIZER)

    asked = browser.get("/manage/?page=2")
    led_back = browser.post(
        asked.location,
        {
            "email": account.email,
            "password": "correct horse battery staple",
            "next": "/manage/?page=2",
        },
    )

    assert (asked.status_code, asked.location) == (302, "/login?next=/manage/?page%3D2")
    assert (led_back.status_code, led_back.location) == (303, "/manage/?page=2")


def test_the_page_to_sign_in_on_says_why_and_where_one_wanted_to_go(browser: Browser) -> None:
    page = browser.get("/manage/", follow_redirects=True)

    assert "続けるには、ログインしてください。" in main_text(page)
    assert 'name="next" type="hidden" value="/manage/"' in page.text


def test_a_stranger_who_sends_a_form_is_not_led_back_to_it(browser: Browser) -> None:
    event = an_event()

    answer = browser.post(f"/manage/trainings/{event.key}/publish", form="/login")

    assert (answer.status_code, answer.location) == (302, "/login")


@pytest.mark.parametrize("role", [Role.STAFF, Role.COORDINATOR])
def test_whoever_may_not_enter_is_told_so(app: Flask, role: Role) -> None:
    answer = signed_in(app, role).get("/manage/")

    assert answer.status_code == 403
    assert main_text(answer).startswith("403 このページを開く権限がありません")


def test_an_organizer_may_not_enter_the_coordinators_desk(organizer: Browser) -> None:
    assert organizer.get("/desk/").status_code == 403


def test_whoever_may_not_manage_an_event_they_see_is_told_so(app: Flask) -> None:
    event = an_event()

    assert signed_in(app, Role.STAFF).get(f"/manage/trainings/{event.key}/edit").status_code == 403


PAGES_OF_AN_EVENT = ["/trainings/secret", "/trainings/secret.ics", "/trainings/secret/register"]


@pytest.mark.parametrize("hide", [a_draft, for_members])
@pytest.mark.parametrize("path", [*PAGES_OF_AN_EVENT, "/manage/trainings/secret/edit"])
def test_what_a_stranger_may_not_see_is_not_there(
    browser: Browser, hide: object, path: str
) -> None:
    hide()

    answer = browser.get(path)

    assert answer.status_code == 404
    assert main_text(answer) == main_text(browser.get("/trainings/nothing"))


@pytest.mark.parametrize("path", ["/trainings/secret", "/manage/trainings/secret/edit"])
def test_a_draft_is_not_there_for_members(app: Flask, path: str) -> None:
    a_draft()

    assert signed_in(app, Role.COORDINATOR).get(path).status_code == 404


def test_an_event_for_members_is_there_for_them(app: Flask) -> None:
    for_members()

    assert signed_in(app, Role.STAFF).get("/trainings/secret").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/fairs/secret",
        "/trainings/Secret",
        "/trainings/secret%00",
        "/trainings/secret'",
        "/trainings/%F0%90",
        "/trainings/" + "s" * 1000,
        "/parties/secret",
        "/registrations/nobody",
    ],
)
def test_what_is_not_named_exactly_is_not_there(organizer: Browser, path: str) -> None:
    an_event(key="secret")

    assert organizer.get(path).status_code == 404


def test_an_account_that_was_closed_is_a_stranger(app: Flask, noon) -> None:
    account = an_account(Role.ORGANIZER)
    browser = Browser(app).sign_in(account)

    account.disabled_at = noon

    assert browser.get("/manage/").location == "/login?next=/manage/"
