"""The page of a personal feed, and what its addresses give away."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.account import Role
from exchange.domain.event import Visibility
from exchange.domain.personal_feed import PersonalFeed
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.extensions import db
from tests.conftest import BASE_URL, Browser
from tests.factories import (
    a_day,
    a_feed,
    a_place,
    a_registration,
    an_account,
    an_open_event,
)
from tests.pages import main_text
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event

CONFIRMED, WAITING, PENDING, CANCELLED, DECLINED = RegistrationStatus
LINK = "https://meet.example.jp/j/987654321"
MAIL = "taro@example.lg.jp"
UNSEEN = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def page_of(feed: PersonalFeed, action: str = "") -> str:
    return f"/feeds/my/{feed.token}{action}"


def rows(answer: TestResponse) -> list[list[str]]:
    """Give the cells of the table, without tags."""
    body = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
        for row in body.split("</tr>")
        if (cells := re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL))
    ]


def headers_of(answer: TestResponse) -> dict[str, str]:
    return {name: answer.headers[name] for name in UNSEEN}


def on(day: int, **more: Any) -> Event:
    """Make an event on a day of September 2026."""
    title = more.pop("title", f"{day}日の研修")
    return an_open_event(title=title, days=[a_day(date(2026, 9, day), **more)])


def test_show_lists_the_days_to_come_with_ones_own_place_and_how_one_stands(
    browser: Browser, noon: datetime
) -> None:
    online = a_place(online=True, url=LINK)
    event = an_open_event(
        title="二日の研修",
        days=[
            a_day(date(2026, 9, 5), places=[a_place("道の駅米沢"), online], label="視察"),
            a_day(date(2026, 9, 4), None, None, places=[]),
            a_day(date(2026, 5, 31)),
        ],
    )
    a_registration(on(3), email=MAIL, status=WAITING)
    a_registration(on(2, places=[a_place(online=True, url=LINK)]), email=MAIL, mode=Mode.ONLINE)
    a_registration(event, email=MAIL)
    a_registration(on(1))

    answer = browser.get(page_of(a_feed(MAIL)))

    assert [[cell for number, cell in enumerate(row) if number != 2] for row in rows(answer)] == [
        [
            "令和8年9月2日(水) 13:30～16:30",
            "2日の研修",
            "オンライン オンライン会場に入る",
            "参加確定",
        ],
        ["令和8年9月3日(木) 13:30～16:30", "3日の研修", "米沢市産業会館", "キャンセル待ち"],
        ["令和8年9月4日(金)", "二日の研修", "会場は決まり次第お知らせします。", "参加確定"],
        ["令和8年9月5日(土) 13:30～16:30", "二日の研修 視察", "道の駅米沢", "参加確定"],
    ]


def test_show_leaves_out_what_was_given_up_and_marks_what_is_cancelled(
    browser: Browser, noon: datetime
) -> None:
    called_off = on(4)
    called_off.days[0].cancelled_at = noon
    feed = a_feed()
    for event, status in ((on(2), CANCELLED), (on(3), DECLINED), (called_off, CONFIRMED)):
        a_registration(event, feed=feed, status=status)

    answer = browser.get(page_of(feed))

    assert [(row[1], row[-1]) for row in rows(answer)] == [("4日の研修", "中止")]


def test_show_names_people_where_there_are_several(browser: Browser, noon: datetime) -> None:
    event = on(2)
    a_registration(event, email=MAIL, given_name="一郎")
    alone = browser.get(page_of(a_feed(MAIL)))
    a_registration(event, email=MAIL, given_name="二郎")

    both = browser.get(page_of(db.session.query(PersonalFeed).filter_by(email=MAIL).one()))

    assert [len(row) for row in rows(alone)] == [4]
    assert [row[2] for row in rows(both)] == ["置賜 一郎", "置賜 二郎"]


def test_show_keeps_the_order_of_hours_within_a_day(browser: Browser, noon: datetime) -> None:
    feed = a_feed()
    for hour in (15, 9):
        a_registration(on(2, title=f"{hour}時", starts=time(hour), ends=time(16)), feed=feed)

    answer = browser.get(page_of(feed))

    assert [row[1] for row in rows(answer)] == ["9時", "15時"]


def test_show_leads_to_events_but_never_to_the_pages_of_registrations(
    browser: Browser, noon: datetime
) -> None:
    feed = a_feed()
    public, hidden = on(2), on(3)
    hidden.visibility = Visibility.MEMBERS
    people = [a_registration(event, feed=feed) for event in (public, hidden)]

    text = browser.get(page_of(feed)).text

    assert f'href="/trainings/{public.key}"' in text
    assert f'href="/trainings/{hidden.key}"' not in text
    assert [one.token for one in people if one.token in text] == []


def test_show_of_an_empty_feed_says_so(browser: Browser, noon: datetime) -> None:
    answer = browser.get(page_of(a_feed()))

    assert rows(answer) == []
    assert "これからの開催日はありません。" in main_text(answer)


def test_show_offers_the_address_to_be_copied_and_to_be_opened(
    browser: Browser, noon: datetime
) -> None:
    feed = a_feed(MAIL)

    text = browser.get(page_of(feed)).text

    assert f'value="{BASE_URL}{page_of(feed)}.ics"' in text
    assert f'href="webcal{BASE_URL.removeprefix("https")}{page_of(feed)}.ics"' in text
    assert 'href="/calendar/subscribe#how"' in text
    assert MAIL not in text


def test_show_says_which_applications_are_in_it(browser: Browser, noon: datetime) -> None:
    of_mailbox, of_browser = (main_text(browser.get(page_of(a_feed(one)))) for one in (MAIL, None))

    assert "一つのメールアドレスで行ったすべての申込" in of_mailbox
    assert "一つのブラウザーから同じメールアドレスで行った申込" in of_browser


def test_show_sends_as_many_statements_for_three_registrations_as_for_one(
    browser: Browser, noon: datetime
) -> None:
    feed = a_feed()
    counts = []
    for number in (1, 2):
        for day in range(number):
            a_registration(on(2 + day), feed=feed)
        path = page_of(feed)
        with statements() as sent:
            browser.get(path)
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_reset_gives_a_new_address_and_the_old_ones_lead_nowhere(
    browser: Browser, noon: datetime
) -> None:
    feed = a_feed(MAIL)
    a_registration(on(2), email=MAIL)
    old = page_of(feed)
    before = browser.get(f"{old}.ics").data

    answer = browser.post(f"{old}/reset", form=old)

    db.session.expire_all()
    assert (answer.status_code, answer.location) == (303, page_of(feed))
    assert page_of(feed) != old
    assert "アドレスを新しくしました。" in main_text(browser.get(answer.location))
    assert browser.get(f"{page_of(feed)}.ics").data == before
    assert [browser.get(old + end).status_code for end in ("", ".ics")] == [404, 404]
    assert browser.post(f"{old}/reset", form="/login").status_code == 404


def test_reset_needs_the_token_of_its_form(browser: Browser, noon: datetime) -> None:
    feed = a_feed()

    assert browser.post_bare(page_of(feed, "/reset")).status_code == 400
    assert browser.get(page_of(feed)).status_code == 200


def test_every_answer_at_the_addresses_is_kept_unseen(browser: Browser, noon: datetime) -> None:
    feed = a_feed()
    path = page_of(feed)

    answers = [
        browser.get(path),
        browser.get("/feeds/my/nobody-knows-this-one-at-all"),
        browser.post(f"{path}/reset", form=path),
        browser.get(f"{path}.ics"),
    ]

    assert [one.status_code for one in answers] == [200, 404, 303, 404]
    assert [headers_of(one) for one in answers] == [UNSEEN] * 4


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_the_feed_is_private_and_brings_no_cookie_to_whoever_asks(
    browser: Browser, noon: datetime, *, is_signed_in: bool
) -> None:
    feed = a_feed(MAIL)
    a_registration(on(2), email=MAIL)
    if is_signed_in:
        browser.sign_in(an_account(Role.ADMIN))

    answer = browser.get(page_of(feed, ".ics"))

    assert headers_of(answer) == {**UNSEEN, "Cache-Control": "private, max-age=300"}
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.headers["Content-Disposition"] == 'inline; filename="my.ics"'


def test_the_feed_is_the_same_for_whoever_asks(app: Flask, noon: datetime) -> None:
    event = on(2)
    event.visibility = Visibility.MEMBERS
    feed = a_feed(MAIL)
    a_registration(event, email=MAIL)
    readers = [Browser(app), Browser(app).sign_in(an_account(Role.ADMIN))]

    answers = [one.get(page_of(feed, ".ics")) for one in readers]

    assert answers[0].data == answers[1].data
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]


def test_the_feed_names_no_token_and_no_address_of_a_person(
    browser: Browser, noon: datetime
) -> None:
    feed = a_feed(MAIL)
    people = [a_registration(on(2 + day), email=MAIL) for day in range(3)]

    text = browser.get(page_of(feed, ".ics")).text.replace("\r\n ", "")

    secrets = [feed.token, MAIL, *(one.token for one in people)]
    assert text.count("BEGIN:VEVENT") == 3
    assert [one for one in secrets if one in text] == []


@pytest.mark.parametrize("token", ["nobody", "%00", "%FF", "a%00b", "髙" * 500, "%ED%A0%80", ".."])
@pytest.mark.parametrize("end", ["", ".ics"])
def test_unknown_tokens_are_404(browser: Browser, token: str, end: str) -> None:
    assert browser.get(f"/feeds/my/{token}{end}").status_code == 404


def test_the_page_about_subscribing_tells_where_the_own_calendar_is(
    browser: Browser, noon: datetime
) -> None:
    account = an_account()
    feed = a_feed(account.email)

    strange = browser.get("/calendar/subscribe").text
    known = browser.sign_in(account).get("/calendar/subscribe").text

    assert ['href="/accounts/#calendar"' in page for page in (strange, known)] == [False, True]
    assert "お送りしたメールと、申込内容のページ" in strange
    assert [feed.token in page for page in (strange, known)] == [False, False]
