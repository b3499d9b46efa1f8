"""The list at the door, one person's page, and those who come unannounced."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from tests.conftest import Browser
from tests.factories import LONG_AGO, a_day, a_registration, an_account, an_open_event
from tests.factories import an_organization as a_body
from tests.pages import main_text

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event

TODAY = date(2026, 6, 1)
"""The day of `noon`."""
TOMORROW = TODAY + timedelta(days=1)
WALK_IN = {
    "family_name": "髙橋",
    "given_name": "𠮷之",
    "family_kana": "たかはし",
    "given_kana": "よしゆき",
    "mode": "onsite",
}


def an_event_today(*days: date) -> Event:
    return an_open_event(days=[a_day(day) for day in days or (TODAY,)])


def door_of(event: Event, query: str = "") -> str:
    return f"/manage/{event.kind.plural}/{event.key}/checkin{query}"


def page_of(one: Registration, query: str = "") -> str:
    return door_of(one.event, f"/{one.id}{query}")


def somebody(event: Event, name: str = "置賜 太郎", kana: str = "オキタマ タロウ", **more):
    family_name, _, given_name = name.partition(" ")
    family_kana, _, given_kana = kana.partition(" ")
    return a_registration(
        event,
        family_name=family_name,
        given_name=given_name,
        family_kana=family_kana,
        given_kana=given_kana,
        **more,
    )


def mark(one: Registration, presence: Presence = Presence.PRESENT, **more: str) -> None:
    day = one.event.days[0]
    db.session.add(
        Attendance(registration=one, day=day, presence=presence, recorded_at=LONG_AGO, **more)
    )
    db.session.commit()


def everybody() -> list[Registration]:
    return list(db.session.scalars(select(Registration)))


def recorded(one: Registration) -> list[tuple[date, str, str]]:
    db.session.expire_all()
    return [(mark.day.held_on, mark.presence.value, mark.proxy_name) for mark in one.attendances]


def listed(answer: TestResponse) -> list[str]:
    """Give the names on the list, in order."""
    return [unescape(name) for name in re.findall(r'class="door__name"[^>]*>([^<]*)<', answer.text)]


def pressed(answer: TestResponse) -> list[str]:
    """Give the names whose button is pressed."""
    found = re.findall(
        r'aria-pressed="true".*?<span class="visually-hidden">: ([^<]*)<', answer.text
    )
    return [unescape(name) for name in found]


def test_checkin_lists_people_by_their_readings(organizer: Browser, noon: datetime) -> None:
    event = an_event_today()
    somebody(event, "渡邉 一", "ワタナベ ハジメ")
    somebody(event, "後藤 三", "ゴトウ ミツ")
    somebody(event, "近藤 二", "コンドウ ニ")
    somebody(event, "阿部 四", "アベ ヨン")

    answer = organizer.get(door_of(event))

    assert listed(answer) == ["阿部 四", "後藤 三", "近藤 二", "渡邉 一"]
    assert re.findall(r'href="#kana-(.)"', answer.text) == ["あ", "か", "わ"]


def test_checkin_lists_who_belongs_to_the_day_and_folds_the_others_away(
    organizer: Browser, noon: datetime
) -> None:
    event = an_event_today(TODAY, TOMORROW)
    somebody(event, "両日 参加", "リョウジツ サンカ")
    somebody(event, "明日 参加", "アス サンカ", days=[event.days[1]])
    came_all_the_same = somebody(event, "本日 参加", "ホンジツ サンカ", days=[event.days[1]])
    mark(came_all_the_same)
    somebody(event, "待機 中", "タイキ チュウ", status=RegistrationStatus.WAITING)
    somebody(event, "取消 済", "トリケシ スミ", status=RegistrationStatus.CANCELLED)
    somebody(event, "", "", erased_at=LONG_AGO)

    today = organizer.get(door_of(event))
    tomorrow = organizer.get(door_of(event, "?day=2026-06-02"))

    assert listed(today) == ["本日 参加", "両日 参加", "待機 中", "明日 参加"]
    assert listed(tomorrow) == ["明日 参加", "本日 参加", "両日 参加", "待機 中"]
    assert "別の日に申し込んだ方（1名）" in main_text(today)
    assert "出席／予定 1 / 1 うち予定外 1名" in main_text(today)


def test_checkin_counts_who_came_of_whom_was_expected_body_by_body(
    organizer: Browser, noon: datetime
) -> None:
    event, one, other = an_event_today(), a_body("米沢市"), a_body("港区")
    mark(somebody(event, organization=one))
    mark(somebody(event, organization=one), Presence.ABSENT)
    mark(somebody(event, organization=other), Presence.PROXY)
    mark(somebody(event, organization=other, is_walk_in=True))

    text = main_text(organizer.get(door_of(event, "?q=nobody")))

    assert "出席／予定 3 / 3 うち予定外 1名" in text
    assert "米沢市 1 / 2 港区 2 / 1 うち予定外 1名" in text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("髙橋", ["髙橋 𠮷之"]),
        ("高橋吉之", ["髙橋 𠮷之"]),
        ("たかはし", ["髙橋 𠮷之"]),
        ("ﾀｶﾊｼ", ["髙橋 𠮷之"]),
        ("港 区", ["佐藤 花子"]),
        ("米沢 総務", ["髙橋 𠮷之"]),
        ("いない", []),
        ("", ["佐藤 花子", "髙橋 𠮷之"]),
    ],
)
def test_checkin_finds_people_by_name_reading_and_body(
    organizer: Browser, noon: datetime, words: str, found: list[str]
) -> None:
    event = an_event_today()
    somebody(
        event, "髙橋 𠮷之", "タカハシ ヨシユキ", organization=a_body("米沢市"), department="総務課"
    )
    somebody(event, "佐藤 花子", "サトウ ハナコ", organization=a_body("港区"))

    assert listed(organizer.get(door_of(event, f"?q={words}"))) == found


def test_checkin_narrows_down_to_one_body(organizer: Browser, noon: datetime) -> None:
    event, body = an_event_today(), a_body("港区", code="131032")
    somebody(event, "佐藤 花子", organization=body)
    somebody(event, "置賜 太郎")

    assert listed(organizer.get(door_of(event, "?organization=131032"))) == ["佐藤 花子"]
    assert organizer.get(door_of(event, "?organization=none")).status_code == 422


def test_checkin_by_one_tap_comes_back_to_the_same_place_with_the_same_filters(
    organizer: Browser, noon: datetime
) -> None:
    event = an_event_today(TODAY, TOMORROW)
    one = somebody(event, "佐藤 花子")
    here = door_of(event, "?day=2026-06-02&q=佐藤")

    answer = organizer.post(here, {"present": str(one.id)})

    assert answer.status_code == 303
    assert unescape(answer.location) == (
        door_of(event, f"?day=2026-06-02&q=%E4%BD%90%E8%97%A4#person-{one.id}")
    )
    assert recorded(one) == [(TOMORROW, "present", "")]
    assert pressed(organizer.get(here)) == ["佐藤 花子"]


def test_checkin_is_undone_by_another_tap(organizer: Browser, noon: datetime) -> None:
    event = an_event_today()
    one = somebody(event)
    organizer.post(door_of(event), {"present": str(one.id)})

    organizer.post(door_of(event), {"undo": str(one.id)})

    assert recorded(one) == []
    assert pressed(organizer.get(door_of(event))) == []


def test_checkin_tells_the_absent_and_proxies_in_words(organizer: Browser, noon: datetime) -> None:
    event = an_event_today()
    mark(somebody(event, "欠 席子", "ケツ セキコ", mode=Mode.ONLINE), Presence.ABSENT)
    mark(somebody(event, "代 理子", "ダイ リコ"), Presence.PROXY, proxy_name="別人 次郎")

    text = main_text(organizer.get(door_of(event)))

    assert "オンライン 欠席" in text
    assert "代理出席 別人 次郎" in text


def test_checkin_admits_who_waits(organizer: Browser, noon: datetime) -> None:
    event = an_event_today()
    one = somebody(event, status=RegistrationStatus.WAITING)

    answer = organizer.post(door_of(event), {"admit": str(one.id)})

    assert answer.status_code == 303
    assert recorded(one) == [(TODAY, "present", "")]
    assert (one.status, one.is_walk_in) == (RegistrationStatus.CONFIRMED, True)


def test_checkin_says_so_when_somebody_gave_up_meanwhile(
    organizer: Browser, noon: datetime
) -> None:
    event = an_event_today()
    one = somebody(event, status=RegistrationStatus.CANCELLED)

    answer = organizer.post(door_of(event), {"present": str(one.id)})

    assert (answer.status_code, recorded(one)) == (422, [])
    assert "この方の参加は確定していません。" in main_text(answer)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"present": "x"}, 400),
        ({"present": "9999999999"}, 404),
        ({"present": "99999999999"}, 400),
        ({"undo": "0"}, 404),
    ],
)
def test_checkin_of_nobody_is_refused(
    organizer: Browser, noon: datetime, fields: dict[str, str], status: int
) -> None:
    assert organizer.post(door_of(an_event_today()), fields).status_code == status


def test_checkin_of_somebody_from_another_event_is_refused(
    organizer: Browser, noon: datetime
) -> None:
    one = somebody(an_event_today())

    assert organizer.post(door_of(an_event_today()), {"present": str(one.id)}).status_code == 404
    for number in (one.id, 10**20):
        assert organizer.get(door_of(an_event_today(), f"/{number}")).status_code == 404
    assert recorded(one) == []


def test_checkin_of_a_day_there_is_not_is_not_found(organizer: Browser, noon: datetime) -> None:
    event = an_event_today()
    one = somebody(event)

    answer = organizer.post(door_of(event, "?day=2026-06-09"), {"present": str(one.id)}, form="/")

    assert (answer.status_code, recorded(one)) == (404, [])


def test_checkin_of_an_event_without_a_day_says_so(organizer: Browser, noon: datetime) -> None:
    event = an_open_event(days=[])

    assert "開催日が決まっていません。" in main_text(organizer.get(door_of(event)))
    assert organizer.get(door_of(event, "/new")).status_code == 404
    assert organizer.get(page_of(somebody(event))).status_code == 200


@pytest.mark.parametrize(
    ("days", "meant"),
    [
        ((TODAY - timedelta(days=9), TODAY, TOMORROW), TODAY),
        ((TODAY - timedelta(days=9), TOMORROW, date(2026, 7, 1)), TOMORROW),
        ((date(2026, 4, 1), date(2026, 5, 1)), date(2026, 5, 1)),
    ],
)
def test_checkin_is_of_today_or_the_next_day_or_the_last(
    organizer: Browser, noon: datetime, days: tuple[date, ...], meant: date
) -> None:
    event = an_event_today(*days)
    one = somebody(event)

    organizer.post(door_of(event), {"present": str(one.id)})

    assert recorded(one) == [(meant, "present", "")]


def test_person_is_marked_present_by_one_tap_today(organizer: Browser, noon: datetime) -> None:
    event = an_event_today(TODAY - timedelta(days=1), TODAY)
    one = somebody(event, "髙橋 𠮷之", "タカハシ ヨシユキ", organization=a_body("港区"))
    text = main_text(organizer.get(page_of(one)))
    assert "髙橋 𠮷之 たかはし よしゆき 港区" in text

    answer = organizer.post(page_of(one), {"presence": "present"})

    assert (answer.status_code, answer.location) == (303, page_of(one))
    assert recorded(one) == [(TODAY, "present", "")]


def test_person_is_absent_or_there_by_proxy(organizer: Browser, noon: datetime) -> None:
    one = somebody(an_event_today())

    organizer.post(page_of(one), {"presence": "absent"})
    assert recorded(one) == [(TODAY, "absent", "")]

    proxy = {"presence": "proxy", "proxy_name": "𠮷田 次郎", "proxy_position": "係長"}
    organizer.post(page_of(one), proxy)
    assert recorded(one) == [(TODAY, "proxy", "𠮷田 次郎")]
    assert "代理出席: 𠮷田 次郎（係長）" in main_text(organizer.get(page_of(one)))

    organizer.post(page_of(one), {"presence": ""})
    assert recorded(one) == []


def test_person_needs_a_name_for_the_proxy(organizer: Browser, noon: datetime) -> None:
    one = somebody(an_event_today())

    answer = organizer.post(page_of(one), {"presence": "proxy", "proxy_position": "係長"})

    assert (answer.status_code, recorded(one)) == (422, [])
    assert "氏名を入力してください。" in main_text(answer)


def test_person_may_come_on_a_day_that_is_not_theirs(organizer: Browser, noon: datetime) -> None:
    event = an_event_today(TODAY, TOMORROW)
    one = somebody(event, days=[event.days[1]])
    assert "この日には申し込んでいません" in main_text(organizer.get(page_of(one)))

    organizer.post(page_of(one), {"presence": "present"})

    assert recorded(one) == [(TODAY, "present", "")]


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (RegistrationStatus.WAITING, "当日参加として受け付ける"),
        (RegistrationStatus.PENDING, "承認して受け付ける"),
        (RegistrationStatus.CANCELLED, "当日参加を受け付ける"),
        (RegistrationStatus.DECLINED, "当日参加を受け付ける"),
    ],
)
def test_person_without_a_place_is_offered_what_is_left(
    organizer: Browser, noon: datetime, status: RegistrationStatus, offered: str
) -> None:
    one = somebody(an_event_today(), status=status)

    assert offered in main_text(organizer.get(page_of(one)))


def test_person_who_waits_is_admitted(organizer: Browser, noon: datetime) -> None:
    one = somebody(an_event_today(), status=RegistrationStatus.WAITING)

    answer = organizer.post(page_of(one), {"admit": "1"})

    assert (answer.status_code, recorded(one)) == (303, [(TODAY, "present", "")])


def test_walk_in_is_received_and_present(organizer: Browser, noon: datetime) -> None:
    event, body = an_event_today(), a_body("港区")

    answer = organizer.post(
        door_of(event, "/new"), {**WALK_IN, "organization": body.address, "position": "主事"}
    )

    (one,) = everybody()
    assert answer.status_code == 303
    assert answer.location == door_of(event, f"?day=2026-06-01#person-{one.id}")
    assert recorded(one) == [(TODAY, "present", "")]
    assert (one.full_name, one.family_kana, one.organization, one.position, one.email) == (
        "髙橋 𠮷之",
        "タカハシ",
        body,
        "主事",
        "",
    )
    text = main_text(organizer.get(door_of(event)))
    assert "出席／予定 1 / 0 うち予定外 1名" in text
    assert "当日参加" in text


def test_walk_in_who_registered_is_pointed_out_and_can_be_somebody_else(
    organizer: Browser, noon: datetime
) -> None:
    event, body = an_event_today(), a_body("港区")
    known = somebody(event, "高橋 吉之", organization=body)
    form = {**WALK_IN, "organization": body.address}

    answer = organizer.post(door_of(event, "/new"), form)
    assert answer.status_code == 422
    assert "同じ氏名の方がすでに申し込んでいます。" in main_text(answer)
    assert f'href="{page_of(known, "?day=2026-06-01")}"' in answer.text

    answer = organizer.post(door_of(event, "/new"), {**form, "another": "1"})
    assert (answer.status_code, len(everybody())) == (303, 2)


def test_walk_in_says_beside_the_field_what_is_wrong(organizer: Browser, noon: datetime) -> None:
    wrong = {"family_name": "", "family_kana": "Takahashi", "email": "x", "mode": "swimming"}

    answer = organizer.post(door_of(an_event_today(), "/new"), {**WALK_IN, **wrong})

    assert (answer.status_code, len(everybody())) == (422, 0)
    for name in ("family_name", "family_kana", "organization", "email", "mode"):
        assert f'href="#{name}' in answer.text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STAFF])
@pytest.mark.parametrize("path", ["", "/new", "/{number}"])
def test_the_door_is_kept_by_organizers(app: Flask, noon: datetime, role: Role, path: str) -> None:
    body = a_body()
    one = somebody(an_event_today(), organization=body)
    browser = Browser(app).sign_in(an_account(role=role, organization=body))

    answer = browser.get(door_of(one.event, path.format(number=one.id)))

    assert answer.status_code == 403


def test_the_door_leaves_no_copy_behind(organizer: Browser, noon: datetime) -> None:
    one = somebody(an_event_today())

    pages = [organizer.get(path) for path in (door_of(one.event), page_of(one))]

    assert {page.headers["Cache-Control"] for page in pages} == {"private, no-store"}


def test_checkin_asks_as_much_for_one_person_as_for_three(
    organizer: Browser, noon: datetime, statements: list[str]
) -> None:
    event = an_event_today(TODAY, TOMORROW)
    mark(somebody(event))

    def asked() -> int:
        statements.clear()
        assert organizer.get(door_of(event)).status_code == 200
        return len(statements)

    once = asked()
    mark(somebody(event))
    mark(somebody(event))
    somebody(event, status=RegistrationStatus.WAITING)

    assert asked() == once
