"""The personal calendar on the page of a registration, and whose registrations it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.account import Role
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db
from tests.conftest import BASE_URL, Browser
from tests.factories import a_feed, a_registration, an_account, an_open_event, an_organization
from tests.pages import main_text
from tests.registrations.test_views import all_registrations, entries, form_of, page_of

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from exchange.domain.organization import Organization
    from exchange.domain.personal_feed import PersonalFeed

MAIL = "takasaki@example.lg.jp"


def register(who: Browser, body: Organization, **fields: Any) -> Registration:
    """Register for an event of its own, as somebody does who types carefully."""
    answer = who.post(form_of(an_open_event()), entries(body, **fields))
    assert answer.status_code == 303
    return all_registrations()[-1]


def feed_of(registration: Registration) -> PersonalFeed:
    db.session.refresh(registration)
    assert registration.feed
    return registration.feed


def offered(page: str) -> list[str]:
    """Give the tokens of the feeds that a page offers to be copied."""
    return re.findall(rf'value="{re.escape(BASE_URL)}/feeds/my/([^"]+)\.ics"', page)


def test_a_browser_that_registers_again_under_the_same_address_has_one_calendar(
    browser: Browser, noon: datetime
) -> None:
    body = an_organization()

    first, second = (register(browser, body) for _ in range(2))

    token = feed_of(first).token
    assert feed_of(second).token == token
    assert browser.get(f"/feeds/my/{token}.ics").text.count("BEGIN:VEVENT") == 2


def test_another_address_or_another_browser_has_a_calendar_of_its_own(
    app: Flask, browser: Browser, noon: datetime
) -> None:
    body = an_organization()
    other = Browser(app)

    people = [
        register(browser, body),
        register(browser, body, email="hanako@example.lg.jp"),
        register(other, body),
        register(browser, body),
    ]

    ids = [feed_of(one).id for one in people]
    assert len(set(ids)) == 3
    assert ids[3] == ids[0]


def test_who_states_the_address_of_somebody_else_sees_nothing_of_theirs(
    browser: Browser, noon: datetime
) -> None:
    theirs = a_registration(an_open_event(title="他人の研修"), email=MAIL)
    a_feed(MAIL)

    mine = register(browser, an_organization())

    [token] = offered(browser.get(page_of(mine)).text)
    assert token != feed_of(theirs).token
    assert "他人の研修" not in browser.get(f"/feeds/my/{token}").text
    assert browser.get(f"/feeds/my/{token}.ics").text.count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.COORDINATOR])
def test_who_registers_others_gives_each_a_calendar_of_their_own(
    app: Flask, noon: datetime, role: Role
) -> None:
    body = an_organization()
    account = an_account(role, organization=body if role is Role.COORDINATOR else None)
    desk = Browser(app).sign_in(account)

    people = [register(desk, body) for _ in range(2)]

    assert len({feed_of(one).id for one in people}) == 2


def test_a_browser_follows_the_new_address_of_its_calendar(
    browser: Browser, noon: datetime
) -> None:
    body = an_organization()
    first = register(browser, body)
    old = f"/feeds/my/{feed_of(first).token}"

    browser.post(f"{old}/reset", form=old)
    second = register(browser, body)

    db.session.expire_all()
    assert feed_of(second).id == feed_of(first).id


def test_a_browser_remembers_few_calendars(browser: Browser, noon: datetime) -> None:
    body = an_organization()
    first = register(browser, body)
    for number in range(5):
        register(browser, body, email=f"person{number}@example.lg.jp")

    last = register(browser, body)

    assert feed_of(last).id != feed_of(first).id


def test_show_offers_the_calendar_of_the_browser(browser: Browser, noon: datetime) -> None:
    registration = a_registration(an_open_event())
    token = feed_of(registration).token

    page = browser.get(page_of(registration))

    assert offered(page.text) == [token]
    assert f'href="webcal{BASE_URL.removeprefix("https")}/feeds/my/{token}.ics"' in page.text
    assert f'href="/feeds/my/{token}"' in page.text
    assert "お送りしたメールにあります" in main_text(page)


def test_show_offers_the_whole_calendar_to_whoever_signed_in_under_the_address(
    app: Flask, noon: datetime
) -> None:
    account, other = an_account(), an_account(Role.ORGANIZER)
    registration = a_registration(an_open_event(), email=account.email)
    whole, own = a_feed(account.email).token, feed_of(registration).token
    a_feed(other.email)

    pages = [Browser(app).sign_in(one).get(page_of(registration)) for one in (account, other)]

    assert [offered(page.text) for page in pages] == [[whole], [own]]
    assert "あなたのメールアドレスで行ったすべての申込" in main_text(pages[0])


def test_show_makes_no_calendar_by_being_looked_at(app: Flask, noon: datetime) -> None:
    account = an_account()
    registration = a_registration(an_open_event(), email=account.email)

    page = Browser(app).sign_in(account).get(page_of(registration))

    assert offered(page.text) == [feed_of(registration).token]


@pytest.mark.parametrize("columns", [{"feed": None}, {"erased": True}], ids=["none", "erased"])
def test_show_offers_none_where_there_is_none(
    browser: Browser, noon: datetime, columns: dict[str, Any]
) -> None:
    erased_at = noon if columns.pop("erased", False) else None
    status = RegistrationStatus.CANCELLED
    registration = a_registration(an_open_event(), status=status, erased_at=erased_at, **columns)

    page = browser.get(page_of(registration))

    assert page.status_code == 200
    assert offered(page.text) == []
    assert "個人用カレンダー" not in main_text(page)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_own_data_hold_no_secret(browser: Browser, noon: datetime, kind: str) -> None:
    registration = register(browser, an_organization())
    whole = re.findall(r"/feeds/my/(\S+)\.ics", registration.letters[0].body)

    text = browser.get(page_of(registration, f"/data.{kind}")).text

    secrets = [registration.token, feed_of(registration).token, *whole]
    assert len(secrets) == 3
    assert [one for one in secrets if one in text] == []
