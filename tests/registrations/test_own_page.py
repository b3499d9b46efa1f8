"""How things stand, on the page of whoever holds a registration, and what they can do there."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
import segno
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.change import Change, ChangedAs, ChangeKind
from exchange.domain.disposal import Disposal
from exchange.domain.letter import LetterStatus
from exchange.domain.question import Answer
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from tests.conftest import BASE_URL, Browser
from tests.factories import (
    a_day,
    a_letter,
    a_question,
    a_registration,
    an_account,
    an_open_event,
    an_organization,
)
from tests.pages import main_text
from tests.registrations.test_views import all_registrations, entries, form_of, page_of

if TYPE_CHECKING:
    from flask import Flask

HOUR = timedelta(hours=1)
CONFIRMED, WAITING, PENDING, CANCELLED, DECLINED = RegistrationStatus


def badge_of(page: str) -> str:
    return re.findall(r'class="badge[^>]*>([^<]+)<', page)[0]


def test_review_says_what_will_come_of_it(browser: Browser, noon: datetime) -> None:
    full = an_open_event(capacity=1)
    a_registration(full)
    asks, open_to_all = an_open_event(needs_approval=True), an_open_event()
    typed = entries(an_organization(), step="review")

    pages = [browser.post(form_of(event), typed) for event in (open_to_all, full, asks)]

    assert [re.findall(r"notice__title\">([^<]+)", page.text) for page in pages] == [
        ["空きがあります"],
        ["現在、空きがありません"],
        ["空きがあります"],
    ]
    assert [("承認" in main_text(page)) for page in pages] == [False, False, True]


def test_new_awaits_approval_where_the_event_asks_for_it(browser: Browser, noon: datetime) -> None:
    event = an_open_event(needs_approval=True)

    page = browser.get(browser.post(form_of(event), entries(an_organization())).location)

    assert [made.status for made in all_registrations()] == [PENDING]
    assert page.text.count("notice--success") == 1
    assert badge_of(page.text) == "承認待ち"


def test_organizers_register_people_after_the_deadline(
    browser: Browser, organizer: Browser, noon: datetime
) -> None:
    event = an_open_event(registration_closes_at=noon - HOUR)
    typed = entries(an_organization())

    answers = [who.post(form_of(event), typed) for who in (browser, organizer)]

    assert [answer.status_code for answer in answers] == [422, 303]
    assert [change.changed_as for change in db.session.scalars(select(Change))] == [
        ChangedAs.ORGANIZER
    ]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"status": CONFIRMED}, ["参加確定"]),
        ({"status": WAITING}, ["キャンセル待ち", "キャンセル待ち 1番目"]),
        ({"status": PENDING}, ["承認待ち"]),
        ({"status": DECLINED, "decline_reason": "<対象外>\nです。"}, ["お断り", "<対象外>"]),
        ({"status": CANCELLED}, ["取消済み"]),
    ],
    ids=["confirmed", "waiting", "pending", "declined", "cancelled"],
)
def test_show_says_how_things_stand(
    browser: Browser, noon: datetime, columns: dict[str, Any], words: list[str]
) -> None:
    registration = a_registration(an_open_event(), **columns)

    page = browser.get(page_of(registration))

    assert badge_of(page.text) == words[0]
    assert [word for word in words if word not in unescape(main_text(page))] == []


def test_show_offers_a_place_until_its_time_has_run_out(browser: Browser, noon: datetime) -> None:
    event = an_open_event()
    offered, lapsed = (
        a_registration(event, status=WAITING, offer_expires_at=until)
        for until in (noon + HOUR, noon - HOUR)
    )

    pages = [browser.get(page_of(one)).text for one in (offered, lapsed)]

    assert [f'action="{page_of(offered, "/accept")}"' in page for page in pages] == [True, False]
    assert "令和8年6月1日(月) 13:00まで席を確保しています" in pages[0]
    assert [badge_of(page) for page in pages] == ["空席のご案内", "回答期限切れ"]


def test_show_says_that_an_offer_has_lapsed(browser: Browser, noon: datetime) -> None:
    registration = a_registration(an_open_event(), status=CANCELLED)
    change = Change(
        registration_id=registration.id,
        kind=ChangeKind.LAPSED,
        changed_at=noon,
        changed_as=ChangedAs.RULE,
    )
    db.session.add(change)
    db.session.commit()

    assert badge_of(browser.get(page_of(registration)).text) == "回答期限切れ"


def test_accept_takes_the_offered_place(browser: Browser, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    registration = a_registration(event, status=WAITING, offer_expires_at=noon + HOUR)

    path = page_of(registration, "/accept")
    answers = [browser.post(path, form=page) for page in (page_of(registration), "/login")]

    db.session.expire_all()
    assert [(one.status_code, one.location) for one in answers] == [
        (303, page_of(registration))
    ] * 2
    assert registration.status is CONFIRMED
    assert badge_of(browser.get(page_of(registration)).text) == "参加確定"


def test_accept_comes_too_late_once_the_offer_has_run_out(browser: Browser, noon: datetime) -> None:
    registration = a_registration(
        an_open_event(), status=WAITING, offer_expires_at=noon - timedelta(seconds=1)
    )

    answer = browser.post(page_of(registration, "/accept"), form="/login")

    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert registration.status is WAITING


def test_declining_an_offer_gives_the_place_to_the_next(browser: Browser, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    first = a_registration(event, status=WAITING, offer_expires_at=noon + HOUR)
    second = a_registration(event, status=WAITING)

    asked = browser.get(page_of(first, "/cancel"))
    browser.post(page_of(first, "/cancel"))

    db.session.expire_all()
    assert "参加を辞退しますか" in main_text(asked)
    assert [first.status, second.status] == [CANCELLED, CONFIRMED]


def test_the_code_is_of_the_address_of_the_page(browser: Browser, noon: datetime) -> None:
    registration = a_registration(an_open_event())

    page = browser.get(page_of(registration)).text

    drawn = re.findall(r'<div class="qr__code" role="img" aria-label="[^"]+">(<svg.+?</svg>)', page)
    code = segno.make_qr(BASE_URL + page_of(registration), error="m")
    assert [re.findall(r' d="([^"]+)"', svg)[-1] for svg in drawn] == re.findall(
        r' d="([^"]+)"', code.svg_inline(border=4, light="#fff")
    )[-1:]
    assert "style" not in drawn[0]
    assert "当日、受付でこの画面を見せてください" in page


@pytest.mark.parametrize(
    ("columns", "is_shown"),
    [
        ({}, True),
        ({"mode": Mode.ONLINE}, False),
        ({"status": WAITING}, False),
        ({"status": CANCELLED}, False),
    ],
    ids=["on site", "online", "waiting", "cancelled"],
)
def test_only_who_comes_to_the_venue_is_asked_to_show_the_page(
    browser: Browser, noon: datetime, columns: dict[str, Any], *, is_shown: bool
) -> None:
    page = browser.get(page_of(a_registration(an_open_event(), **columns))).text

    assert ("受付でこの画面を" in page) is is_shown


def test_only_organizers_are_led_to_checking_the_person_in(
    app: Flask, browser: Browser, organizer: Browser, noon: datetime
) -> None:
    body = an_organization()
    registration = a_registration(an_open_event(), organization=body)
    coordinator = Browser(app).sign_in(an_account(Role.COORDINATOR, organization=body))
    link = f'href="/manage/trainings/{registration.event.key}/checkin/{registration.id}"'

    pages = [who.get(page_of(registration)).text for who in (browser, coordinator, organizer)]

    assert [link in page for page in pages] == [False, False, True]


def test_organizers_and_coordinators_act_in_their_own_part(
    app: Flask, browser: Browser, organizer: Browser, noon: datetime
) -> None:
    body = an_organization()
    registration = a_registration(an_open_event(), organization=body)
    coordinator = Browser(app).sign_in(an_account(Role.COORDINATOR, organization=body))

    for who, department in ((browser, "一課"), (coordinator, "二課"), (organizer, "三課")):
        who.post(page_of(registration, "/edit"), entries(body, department=department))

    assert [change.changed_as for change in registration.changes] == [
        ChangedAs.HOLDER,
        ChangedAs.COORDINATOR,
        ChangedAs.ORGANIZER,
    ]


def test_organizers_change_after_the_deadline(
    browser: Browser, organizer: Browser, noon: datetime
) -> None:
    event = an_open_event(registration_closes_at=noon - HOUR)
    registration = a_registration(event)
    typed = entries(an_organization())

    answers = [
        who.post(page_of(registration, "/edit"), typed, form="/login")
        for who in (browser, organizer)
    ]

    assert [answer.status_code for answer in answers] == [422, 303]


def test_the_form_and_the_page_tell_how_long_data_are_kept(
    browser: Browser, noon: datetime
) -> None:
    event = an_open_event(retention_days=30)
    without = an_open_event(retention_days=30, days=[])

    pages = [
        browser.get(path).text
        for path in (form_of(event), page_of(a_registration(event)), form_of(without))
    ]

    assert ["令和8年10月26日(月)まで保存します" in page for page in pages] == [True, True, False]
    assert "行事の終了後30日間保存します" in pages[2]


def everything_of(registration: Registration) -> None:
    """Put something of the person into every table that can have it."""
    event = registration.event
    question = a_question(event)
    a_letter(
        registration.email,
        event=event,
        registration=registration,
        status=LetterStatus.SENT,
        subject="申込の確定",
    )
    whose = {"registration_id": registration.id}
    day = event.days[0].id
    db.session.add_all(
        [
            Answer(**whose, question_id=question.id, values=["=えび"]),
            Attendance(
                **whose, day_id=day, presence=Presence.PRESENT, recorded_at=registration.queued_at
            ),
            Change(
                **whose,
                kind=ChangeKind.CHANGED,
                changed_at=registration.queued_at,
                changed_as=ChangedAs.HOLDER,
                details={"mode": ["online", "onsite"], "family_kana": ["", "オキタマ"]},
            ),
        ]
    )
    db.session.commit()


def test_data_hands_over_all_that_is_kept_for_excel(browser: Browser, noon: datetime) -> None:
    registration = a_registration(
        an_open_event(), family_name="髙﨑", phone="+81-238-22-5111", remarks="一行目\n二行目"
    )
    everything_of(registration)

    answer = browser.get(page_of(registration, "/data.csv"))

    text = answer.data.decode()
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert text.startswith("\ufeff")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="registration-{registration.reference}.csv"'
    )
    assert header == ["区分", "項目", "内容"]
    assert {
        ("申込", "姓"): "髙﨑",
        ("申込", "電話番号"): "'+81-238-22-5111",
        ("申込", "備考"): "一行目\n二行目",
        ("申込", "状態"): "参加確定",
        ("参加日", "開催日"): "令和8年9月26日(土) 13:30～16:30",
        ("回答", "アレルギーはありますか。"): "'=えび",
        ("出欠", "令和8年9月26日(土)"): "出席",
        ("メール", "申込の確定"): f"{registration.email} 令和8年4月1日(水) 9:00",
        ("履歴", "令和8年4月1日(水) 9:00"): (
            "内容の変更（本人）\n参加方法：オンライン → 会場で参加\n姓のふりがな： → おきたま"
        ),
    }.items() <= {(section, item): content for section, item, content in rows}.items()


def test_data_says_the_same_as_json(browser: Browser, noon: datetime) -> None:
    registration = a_registration(an_open_event())
    everything_of(registration)

    answer = browser.get(page_of(registration, "/data.json"))

    assert [one for one in answer.json if one["section"] == "回答"] == [
        {"section": "回答", "item": "アレルギーはありますか。", "content": "=えび"}
    ]


def test_erase_asks_first_and_changes_nothing_by_asking(browser: Browser, noon: datetime) -> None:
    begun = an_open_event(days=[a_day(date(2026, 6, 1), time(11), time(15))])
    coming, over = a_registration(an_open_event()), a_registration(begun)

    pages = [browser.get(page_of(one, "/erase")) for one in (coming, over)]

    assert ["申込は取り消され" in main_text(page) for page in pages] == [True, False]
    assert [one.is_erased for one in (coming, over)] == [False, False]


def test_erase_leaves_an_address_that_leads_nowhere(browser: Browser, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    registration = a_registration(event)
    waiting = a_registration(event, status=WAITING)
    path = page_of(registration)

    answer = browser.post(page_of(registration, "/erase"))

    db.session.expire_all()
    assert (answer.status_code, answer.location) == (303, "/registrations/erased")
    assert browser.get(answer.location).status_code == 200
    assert browser.get(path).status_code == 404
    assert (registration.full_name, registration.status) == ("", CANCELLED)
    assert waiting.status is CONFIRMED
    assert [one.is_own_wish for one in db.session.scalars(select(Disposal))] == [True]


def test_erase_is_refused_to_a_coordinator_after_the_deadline(app: Flask, noon: datetime) -> None:
    body = an_organization()
    event = an_open_event(registration_closes_at=noon - HOUR)
    registration = a_registration(event, organization=body)
    coordinator = Browser(app).sign_in(an_account(Role.COORDINATOR, organization=body))

    answer = coordinator.post(page_of(registration, "/erase"))

    assert answer.status_code == 422
    assert not registration.is_erased


@pytest.mark.parametrize("action", ["/accept", "/erase"])
def test_what_changes_something_needs_its_token(
    browser: Browser, noon: datetime, action: str
) -> None:
    registration = a_registration(
        an_open_event(), status=WAITING, offer_expires_at=noon + timedelta(hours=1)
    )

    assert browser.post_bare(page_of(registration, action)).status_code == 400
    assert (registration.status, registration.is_erased) == (WAITING, False)


@pytest.mark.parametrize("token", ["nobody", "%00", "%FF", "a%00b", "髙" * 500, "%ED%A0%80"])
@pytest.mark.parametrize("action", ["", "/edit", "/cancel", "/erase", "/data.csv", "/data.json"])
def test_unknown_tokens_are_404(browser: Browser, token: str, action: str) -> None:
    assert browser.get(f"/registrations/{token}{action}").status_code == 404
