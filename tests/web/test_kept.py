from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from exchange.extensions import db
from exchange.lib import clock
from exchange.publication.services import follow_up
from tests.conftest import CSRF, Browser
from tests.factories import a_day, a_registration, an_account, an_event, an_open_event
from tests.pages import main_text
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event

PAGE = "/trainings/kept"


@pytest.fixture
def event(noon: datetime) -> Event:
    return an_open_event(key="kept", capacity=2)


def test_a_page_is_made_once(browser: Browser, event: Event) -> None:
    with statements() as first:
        made = browser.get(PAGE)
    with statements() as second:
        kept = browser.get(PAGE)

    assert len(second) < len(first)
    assert kept.text == made.text.replace(_token(made.text), _token(kept.text))


def test_each_reader_gets_a_token_of_their_own(app: Flask, event: Event) -> None:
    one, other = Browser(app), Browser(app)
    one.get(PAGE)
    token = _token(other.get(PAGE).text)

    as_other = other.post_bare("/language", data={"language": "en", "csrf_token": token})
    as_one = one.post_bare("/language", data={"language": "en", "csrf_token": token})

    assert as_other.status_code == 303
    assert as_one.status_code == 400


def test_a_change_of_the_programme_makes_the_page_anew(
    browser: Browser, event: Event, noon: datetime
) -> None:
    browser.get(PAGE)

    event.theme = "新しいテーマ"
    follow_up(event, at=noon)

    assert "新しいテーマ" in main_text(browser.get(PAGE))


def test_a_registration_makes_the_page_anew(browser: Browser, event: Event) -> None:
    browser.get(PAGE)
    browser.get("/trainings/")

    a_registration(event)

    assert "残席 1名" in main_text(browser.get(PAGE))
    assert "残席1" in main_text(browser.get("/trainings/"))


def test_a_page_is_made_anew_when_registration_opens_and_when_it_closes(
    browser: Browser, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = timedelta(hours=1)
    an_open_event(
        key="kept", registration_opens_at=noon + hour, registration_closes_at=noon + 2 * hour
    )

    states = []
    for passed in (timedelta(), hour, 2 * hour, 2 * hour + timedelta(seconds=1)):
        now = noon + passed
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        states.append(main_text(browser.get(PAGE)).partition("状態 ")[2].split()[0])

    assert states == ["募集前", "受付中", "受付中", "受付終了"]


def test_the_front_page_is_made_anew_the_next_day(
    browser: Browser, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_event(title="きょうの研修", days=[a_day(noon.date())])
    today = main_text(browser.get("/"))

    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(days=1))

    assert "きょうの研修" in today
    assert "きょうの研修" not in main_text(browser.get("/"))


def test_who_has_signed_in_neither_gets_nor_leaves_a_kept_page(
    browser: Browser, organizer: Browser, event: Event
) -> None:
    pages = [
        "編集" in main_text(reader.get(PAGE)) for reader in (organizer, browser, organizer, browser)
    ]

    assert pages == [True, False, True, False]


def test_a_message_is_shown_once_and_to_its_reader_alone(
    app: Flask, browser: Browser, event: Event
) -> None:
    other = Browser(app)
    db.session.commit()
    with browser.client.session_transaction() as browser_session:
        browser_session["_flashes"] = [("success", "できました。")]

    texts = [main_text(reader.get(PAGE)) for reader in (browser, browser, other)]

    assert ["できました。" in text for text in texts] == [True, False, False]


def test_each_language_has_its_page(app: Flask, event: Event) -> None:
    in_english = Browser(app)
    in_english.client.set_cookie("language", "en")

    texts = [main_text(reader.get(PAGE)) for reader in (Browser(app), in_english, Browser(app))]

    assert ["State" in text for text in texts] == [False, True, False]


def test_what_was_hidden_since_is_not_handed_out(
    app: Flask, browser: Browser, event: Event, noon: datetime
) -> None:
    browser.get(PAGE)

    event.visibility = type(event.visibility).MEMBERS
    follow_up(event, at=noon)

    assert browser.get(PAGE).status_code == 404
    assert event.title not in browser.get("/trainings/").text
    assert event.title in Browser(app).sign_in(an_account(role=Role.STAFF)).get(PAGE).text


def test_a_page_with_errors_is_not_kept(app: Flask, browser: Browser, event: Event) -> None:
    browser.get("/trainings/?page=-1")

    assert len(app.extensions["kept"]) == 0


def _token(text: str) -> str:
    found = CSRF.search(text)
    assert found
    return found[1]
