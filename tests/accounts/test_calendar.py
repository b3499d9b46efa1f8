"""The personal calendar on the page of an account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.personal_feed import PersonalFeed
from exchange.extensions import db
from tests.conftest import BASE_URL
from tests.factories import a_feed, a_registration, an_account, an_open_event

if TYPE_CHECKING:
    from datetime import datetime

    from tests.conftest import Browser

BUTTON = "個人用カレンダーのアドレスを作る"


def offered(page: str) -> list[str]:
    """Give the tokens of the feeds that a page offers to be copied."""
    return re.findall(rf'value="{re.escape(BASE_URL)}/feeds/my/([^"]+)\.ics"', page)


def test_show_makes_the_address_of_the_calendar_when_it_is_asked_for(
    browser: Browser, noon: datetime
) -> None:
    account = an_account()
    a_registration(an_open_event(), email=account.email)
    a_feed("somebody-else@example.jp")
    browser.sign_in(account)
    before = browser.get("/accounts/").text

    answers = [browser.post("/accounts/calendar", form="/accounts/") for _ in range(2)]

    after = browser.get("/accounts/").text
    feed = db.session.scalars(select(PersonalFeed).where(PersonalFeed.email == account.email)).one()
    assert [(one.status_code, one.location) for one in answers] == [
        (303, "/accounts/#calendar")
    ] * 2
    assert [offered(page) for page in (before, after)] == [[], [feed.token]]
    assert [BUTTON in page for page in (before, after)] == [True, False]
    assert browser.get(f"/feeds/my/{feed.token}.ics").text.count("BEGIN:VEVENT") == 1


def test_show_is_kept_nowhere_since_an_address_stands_on_it(
    browser: Browser, noon: datetime
) -> None:
    answer = browser.sign_in(an_account()).get("/accounts/")

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_show_offers_the_calendar_beside_a_refused_password_too(
    browser: Browser, noon: datetime
) -> None:
    account = an_account()
    token = a_feed(account.email).token
    browser.sign_in(account)
    typed = {"current": "wrong", "password": "x" * 12, "repeat": "x" * 12}

    answers = [browser.post("/accounts/", typed) for _ in range(12)]

    assert {one.status_code for one in answers} == {422, 429}
    assert [offered(one.text) for one in answers] == [[token]] * 12


def test_calendar_asks_a_stranger_to_sign_in(browser: Browser, noon: datetime) -> None:
    answer = browser.post("/accounts/calendar", form="/login")

    assert (answer.status_code, answer.location) == (302, "/login")
    assert db.session.scalars(select(PersonalFeed)).all() == []


def test_calendar_needs_the_token_of_its_form(browser: Browser, noon: datetime) -> None:
    browser.sign_in(an_account())

    assert browser.post_bare("/accounts/calendar").status_code == 400
