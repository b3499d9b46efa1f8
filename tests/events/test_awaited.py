"""An event whose day is not fixed says when it is expected, wherever a date would stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import vobject
from sqlalchemy import select

from exchange.domain.event import EventKind, EventStatus
from exchange.domain.letter import Letter
from exchange.domain.registration import Registration
from exchange.domain.series import Series
from exchange.extensions import db
from exchange.publication.services import follow_up
from tests.factories import (
    LONG_AGO,
    a_day,
    a_registration,
    an_event,
    an_open_event,
    an_organization,
)
from tests.pages import main_text

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.event import Event
    from tests.conftest import Browser

WORDS = "1月下旬（日程は未定）"


def awaited(**columns: Any) -> Event:
    return an_open_event(days=[], expected="1月下旬", **columns)


def put_off(event: Event) -> None:
    """Strike out every day of `event`, which is expected later."""
    for day in event.days:
        day.cancelled_at = LONG_AGO
    event.expected = "1月下旬"
    follow_up(event, at=LONG_AGO)
    db.session.commit()


@pytest.mark.parametrize("kind", EventKind)
def test_the_page_and_the_list_say_when_it_is_expected(browser: Browser, kind: EventKind) -> None:
    event = awaited(kind=kind, key="someday")

    page = browser.get(f"/{kind.plural}/someday")
    listed = browser.get(f"/{kind.plural}/")

    assert f"日時 {WORDS}" in main_text(page)
    assert "カレンダーに追加" not in main_text(page)
    assert "1月下旬" in main_text(listed)
    assert "日程は未定" in main_text(listed)
    assert event.first_on is None


def test_it_is_said_in_english_too(browser: Browser) -> None:
    event = awaited()

    browser.client.set_cookie("language", "en")
    page = browser.get(f"/trainings/{event.key}")

    assert "1月下旬 (date to be fixed)" in main_text(page)


def test_days_that_are_fixed_are_shown_instead(browser: Browser) -> None:
    event = an_event(expected="1月下旬")

    pages = [browser.get(path).text for path in ("/", "/trainings/", f"/trainings/{event.key}")]

    assert [page for page in pages if "1月下旬" in page] == []


def test_what_was_put_off_shows_both_the_day_it_lost_and_when_it_is_expected(
    browser: Browser, noon: datetime
) -> None:
    event = an_event()
    put_off(event)

    text = main_text(browser.get(f"/trainings/{event.key}"))

    assert f"日時 {WORDS} 令和8年9月26日(土) 13:30～16:30 中止" in text
    assert "日程調整中 令和8年度 1月下旬 日程は未定" in main_text(browser.get("/"))


def test_what_was_called_off_keeps_the_day_it_had(browser: Browser) -> None:
    event = an_event(status=EventStatus.CANCELLED)
    put_off(event)

    text = main_text(browser.get(f"/trainings/{event.key}"))

    assert "1月下旬" not in text
    assert event.first_on == date(2026, 9, 26)


def test_the_front_page_lists_it_apart_and_forgets_years_that_are_over(
    browser: Browser, noon: datetime
) -> None:
    awaited(title="冬の研修")
    awaited(title="下書きの研修", status=EventStatus.DRAFT)
    awaited(title="とりやめの研修", status=EventStatus.CANCELLED)
    an_event(title="決まった研修")
    forgotten = awaited(title="去年の研修")
    forgotten.fiscal_year = 2025
    db.session.commit()

    _, _, text = main_text(browser.get("/")).partition("日程調整中")
    between, _, rest = text.partition("カレンダーを購読する")

    assert "冬の研修" in between
    assert "決まった研修" not in between
    assert [
        title
        for title in ("下書きの研修", "とりやめの研修", "去年の研修")
        if title in between + rest
    ] == []


def test_the_organizers_list_and_pages_say_when_it_is_expected(organizer: Browser) -> None:
    event = awaited()

    pages = [
        main_text(organizer.get(path))
        for path in ("/manage/", f"/manage/trainings/{event.key}/edit")
    ]

    assert [WORDS in page for page in pages] == [True, True]


def test_the_search_says_when_it_is_expected(browser: Browser) -> None:
    awaited(title="森林の研修")

    assert WORDS in main_text(browser.get("/records/?q=森林"))


def test_the_page_of_another_round_leads_to_it(browser: Browser) -> None:
    series = Series(name="連続講座")
    event = an_event(title="第1回", series=series)
    awaited(title="第2回", series=series)

    assert f"第2回（{WORDS}）" in main_text(browser.get(f"/trainings/{event.key}"))


def test_no_feed_has_it_until_a_day_is_fixed(browser: Browser) -> None:
    event = awaited(key="someday")
    paths = ("/feeds/all.ics", "/feeds/trainings.ics", "/trainings/someday.ics")

    before = [vobject.readOne(browser.get(path).text) for path in paths]
    event.days = [a_day(date(2027, 1, 26))]
    event.days[0].number = 1
    follow_up(event, at=LONG_AGO)
    db.session.commit()
    after = [vobject.readOne(browser.get(path).text) for path in paths]

    assert [len(getattr(one, "vevent_list", [])) for one in before] == [0, 0, 0]
    assert [[one.uid.value[:9] for one in calendar.vevent_list] for calendar in after] == [
        ["someday-1"]
    ] * 3


def test_its_own_calendar_is_whole_without_an_entry(browser: Browser) -> None:
    awaited(key="someday")

    answer = browser.get("/trainings/someday.ics")

    lines = answer.text.split("\r\n")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert "BEGIN:VTIMEZONE" in lines  # a calendar has at least one component (RFC 5545, 3.6)
    assert "BEGIN:VEVENT" not in lines


def test_the_interface_for_programs_has_no_days(browser: Browser) -> None:
    awaited()

    [event] = browser.get("/api/v1/events.json").get_json()["events"]

    assert (event["days"], event["fiscal_year"]) == ([], 2026)
    assert "expected" not in event


def test_people_register_for_it_and_are_told_when_it_is_expected(
    browser: Browser, noon: datetime
) -> None:
    event = awaited(key="someday")
    body = an_organization()
    form = {
        "family_name": "髙橋",
        "given_name": "𠮷之",
        "family_kana": "たかはし",
        "given_kana": "よしゆき",
        "organization": body.address,
        "email": "taro@example.lg.jp",
        "mode": "onsite",
    }

    asked = browser.get("/trainings/someday/register")
    reviewed = browser.post("/trainings/someday/register", {**form, "step": "review"})
    sent = browser.post("/trainings/someday/register", form)

    registration = db.session.scalars(select(Registration)).one()
    letter = db.session.scalars(select(Letter)).one()
    assert sent.status_code == 303
    assert (registration.event, registration.days) == (event, [])
    pages = (asked, reviewed, browser.get(sent.location))
    assert [WORDS in main_text(page) for page in pages] == [True, True, True]
    assert "変更と取消は、行事の開始まで、このページでできます。" in main_text(pages[2])
    assert letter.subject == "【参加確定】第1回交流研修（1月下旬）"
    assert f"日時　　：{WORDS}\n" in letter.body
    assert "変更と取消は、行事の開始まで、このページでできます。" in letter.body
    assert letter.enclosures == []


def test_who_registered_for_a_day_that_was_lost_sees_it_and_what_is_expected(
    browser: Browser, noon: datetime
) -> None:
    event = an_open_event()
    registration = a_registration(event)
    put_off(event)

    text = main_text(browser.get(f"/registrations/{registration.token}"))

    assert "令和8年9月26日(土) 13:30～16:30 中止" in text
    assert f"変更後の日程 {WORDS}" in text
    assert "カレンダーに登録" not in text


def test_registration_closes_when_it_is_told_to_and_not_before(
    browser: Browser, noon: datetime
) -> None:
    closed = awaited(registration_closes_at=LONG_AGO)
    is_open = awaited()

    pages = [main_text(browser.get(f"/trainings/{one.key}")) for one in (closed, is_open)]

    assert ["受付終了" in page for page in pages] == [True, False]
    assert ["受付中" in page for page in pages] == [False, True]
