from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.event import EventStatus
from exchange.domain.letter import Letter, LetterKind
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.enrollment.dating import take_along
from exchange.extensions import db
from exchange.letters import events
from exchange.manage import services as manage
from exchange.publication.services import follow_up
from tests.factories import (
    a_day,
    a_group,
    a_place,
    a_registration,
    an_event,
    an_open_event,
    an_organization,
)
from tests.programme.documents import take_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from exchange.domain.event import Event

MOVED = date(2026, 10, 3)
LINK = "https://meet.example.jp/abc"


def two_days(**columns: Any) -> Event:
    second = a_day(date(2026, 9, 27), time(9), time(12))
    return an_open_event(key="r8-koryu", days=[a_day(), second], **columns)


def told(event: Event, change: Callable[[Event], None], at: datetime) -> list[Letter]:
    """Change `event`, tell all whom it concerns, and give the letters."""
    before = events.seen(event)
    change(event)
    follow_up(event, at=at)
    people = events.tell(event, before, at=at)
    db.session.flush()
    return [one.letters[-1] for one in people]


def set_title(event: Event) -> None:
    event.title = "新しい題名"


def move_the_first_day(event: Event) -> None:
    event.days[0].held_on = MOVED


def strike_out_the_second_day(event: Event) -> None:
    event.days[1].cancelled_at = event.created_at


def changes_in(letter: Letter) -> str:
    """Give what a letter says between its first sentence and the facts."""
    return letter.body.partition("お知らせします。\n\n")[2].partition("現在の内容は")[0].strip()


def objects(letter: Letter) -> list[tuple[str, str]]:
    """Give the method of each calendar object, and the line that names the day."""
    return [
        (
            one.method,
            next(line for line in one.content.splitlines() if line.startswith("UID:"))[4:14],
        )
        for one in letter.enclosures
    ]


def test_a_moved_day_is_told_as_it_was_and_as_it_is(app: Flask, noon: datetime) -> None:
    event = two_days()
    a_registration(event)

    (letter,) = told(event, move_the_first_day, noon)

    assert letter.subject == "【開催内容の変更】第1回交流研修（R8.9.27、R8.10.3）"
    assert changes_in(letter) == (
        "■ 日時\n変更前：令和8年9月26日(土) 13:30～16:30\n変更後：令和8年10月3日(土) 13:30～16:30"
    )
    assert objects(letter) == [("REQUEST", "r8-koryu-2"), ("REQUEST", "r8-koryu-1")]


def test_the_same_is_said_in_english(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    a_registration(event, language="en")

    (letter,) = told(event, set_title, noon)

    assert letter.body.split("\n\n")[1:4] == [
        "An event you have applied for has changed. Please look at what is new.",
        "* Title of the event\nBefore: 第1回交流研修\nAfter:  新しい題名",
        "This is what holds now:",
    ]


def test_a_typo_in_what_nobody_attends_by_tells_nobody(app: Flask, noon: datetime) -> None:
    event = two_days()
    a_registration(event)

    def change(event: Event) -> None:
        event.theme = "別のテーマ"
        event.capacity = 3
        event.contact = "別の連絡先"

    assert told(event, change, noon) == []


def test_only_those_are_told_whose_day_it_is(app: Flask, noon: datetime) -> None:
    event = two_days()
    a_registration(event, days=[event.days[1]])
    concerned = a_registration(event, days=[event.days[0]])

    letters = told(event, move_the_first_day, noon)

    assert [letter.registration for letter in letters] == [concerned]


def test_only_those_are_told_whose_place_it_is(app: Flask, noon: datetime) -> None:
    okitama, minato = a_group(), a_group("港区", "minato")
    places = [a_place(groups=[okitama]), a_place("芝浦港南区民センター", groups=[minato])]
    event = an_open_event(days=[a_day(places=places)])
    a_registration(event, organization=an_organization(group=okitama))
    mine = a_registration(event, organization=an_organization(group=minato))

    def change(event: Event) -> None:
        event.days[0].places[1].venue = "港区役所"

    (letter,) = told(event, change, noon)

    assert letter.registration is mine
    assert changes_in(letter) == "■ 場所\n変更前：芝浦港南区民センター\n変更後：港区役所"


def test_a_joining_link_is_told_to_those_confirmed_online_and_counts_for_their_calendar(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(days=[a_day(places=[a_place(), a_place(online=True)])])
    online = a_registration(event, mode=Mode.ONLINE)
    a_registration(event, mode=Mode.ONLINE, status=RegistrationStatus.PENDING)
    a_registration(event)

    def change(event: Event) -> None:
        event.days[0].places[1].url = LINK

    (letter,) = told(event, change, noon)

    assert letter.registration is online
    assert changes_in(letter) == f"■ 参加用URL\n変更前：未定\n変更後：{LINK}"
    assert "SEQUENCE:1\r\n" in letter.enclosures[0].content


def test_a_day_struck_out_leaves_the_calendar(app: Flask, noon: datetime) -> None:
    event = two_days()
    a_registration(event)

    (letter,) = told(event, strike_out_the_second_day, noon)

    assert changes_in(letter) == (
        "■ 2日目　開催日\n変更前：令和8年9月27日(日) 9:00～12:00\n変更後：中止"
    )
    assert objects(letter) == [("REQUEST", "r8-koryu-1"), ("CANCEL", "r8-koryu-2")]


def test_who_is_left_without_a_day_is_told_so(app: Flask, noon: datetime) -> None:
    event = two_days()
    a_registration(event, days=[event.days[1]])

    (letter,) = told(event, strike_out_the_second_day, noon)

    assert "参加を予定されていた開催日は、すべて中止になりました。" in letter.body
    assert "日時　　：令和8年9月27日(日) 9:00～12:00（中止）\n" in letter.body
    assert objects(letter) == [("CANCEL", "r8-koryu-2")]


def test_a_day_that_takes_place_after_all_is_told(app: Flask, noon: datetime) -> None:
    event = two_days()
    registration = a_registration(event, days=[event.days[1]])
    told(event, strike_out_the_second_day, noon)

    def change(event: Event) -> None:
        event.days[1].cancelled_at = None

    (letter,) = told(event, change, noon + timedelta(minutes=1))

    assert letter.registration is registration
    assert objects(letter) == [("REQUEST", "r8-koryu-2")]


def test_a_date_that_is_fixed_is_told_and_brings_the_entry(app: Flask, noon: datetime) -> None:
    event = an_open_event(key="r8-koryu", days=[], expected="1月下旬")
    a_registration(event)

    def change(event: Event) -> None:
        event.days = [a_day(date(2027, 1, 26))]
        event.days[0].number = 1
        follow_up(event, at=noon)
        take_along(event, at=noon)

    (letter,) = told(event, change, noon)

    assert letter.subject == "【開催内容の変更】第1回交流研修（R9.1.26）"
    assert changes_in(letter) == (
        "■ 日時\n変更前：1月下旬（日程は未定）\n変更後：令和9年1月26日(火) 13:30～16:30"
    )
    assert objects(letter) == [("REQUEST", "r8-koryu-1")]


def test_another_time_that_is_expected_is_told_while_there_is_no_day(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(days=[], expected="1月下旬")
    a_registration(event)

    def change(event: Event) -> None:
        event.expected = "2月上旬"

    (letter,) = told(event, change, noon)

    assert letter.subject == "【開催内容の変更】第1回交流研修（2月上旬）"
    assert changes_in(letter) == (
        "■ 日時\n変更前：1月下旬（日程は未定）\n変更後：2月上旬（日程は未定）\n\n"
        "開催日は現在調整中です。決まりしだい、メールでお知らせします。"
    )
    assert objects(letter) == []


def test_another_time_that_was_expected_is_nobodys_news_once_there_is_a_day(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(expected="1月下旬")
    a_registration(event)

    def change(event: Event) -> None:
        event.expected = "2月上旬"

    assert told(event, change, noon) == []


def put_off(event: Event) -> None:
    for day in event.days:
        day.cancelled_at = event.created_at
    event.expected = "1月下旬"


def test_what_is_put_off_leaves_the_calendar_and_nobody_is_sent_away(
    app: Flask, noon: datetime
) -> None:
    event = two_days()
    a_registration(event)

    (letter,) = told(event, put_off, noon)

    assert letter.subject == "【開催内容の変更】第1回交流研修（1月下旬）"
    assert changes_in(letter) == (
        "■ 日時\n"
        "変更前：令和8年9月26日(土) 13:30～16:30\n"
        "　　　　令和8年9月27日(日) 9:00～12:00\n"
        "変更後：1月下旬（日程は未定）\n\n"
        "開催日は現在調整中です。決まりしだい、メールでお知らせします。"
    )
    assert "すべて中止になりました" not in letter.body
    assert objects(letter) == [("CANCEL", "r8-koryu-1"), ("CANCEL", "r8-koryu-2")]


def test_what_is_put_off_when_its_day_has_passed_is_told_all_the_same(
    app: Flask, noon: datetime
) -> None:
    event = an_event(days=[a_day(date(2026, 5, 31))])
    a_registration(event)

    assert len(told(event, put_off, noon)) == 1


def test_what_is_called_off_before_it_had_a_day_is_told(app: Flask, noon: datetime) -> None:
    event = an_open_event(days=[], expected="1月下旬")
    a_registration(event)

    def change(event: Event) -> None:
        event.status = EventStatus.CANCELLED

    (letter,) = told(event, change, noon)

    assert letter.subject == "【開催中止】第1回交流研修（1月下旬）"
    assert objects(letter) == []


@pytest.mark.parametrize("status", [RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED])
def test_who_no_longer_stands_is_not_told(
    app: Flask, noon: datetime, status: RegistrationStatus
) -> None:
    event = two_days()
    a_registration(event, status=status)

    assert told(event, set_title, noon) == []


def test_nobody_is_told_of_what_is_over(app: Flask, noon: datetime) -> None:
    event = an_event(days=[a_day(date(2026, 5, 31))])
    a_registration(event)

    assert told(event, set_title, noon) == []


def test_a_first_day_that_moves_is_reminded_of_once_more(app: Flask, noon: datetime) -> None:
    event = two_days()
    registration = a_registration(event, reminded_at=noon)

    told(event, set_title, noon)
    after_the_title = registration.reminded_at
    told(event, move_the_first_day, noon)

    assert (after_the_title, registration.reminded_at) == (noon, None)


def test_telling_reads_as_little_for_six_people_as_for_three(
    app: Flask, noon: datetime, statements: list[str]
) -> None:
    event = two_days()
    body = an_organization()
    counts = []
    for title in ("一", "二"):
        for _ in range(3):
            a_registration(event, organization=body)
        before = events.seen(event)
        event.title = title
        follow_up(event, at=noon)
        statements.clear()
        events.tell(event, before, at=noon)
        counts.append(sum(one.startswith("SELECT") for one in statements))

    assert counts[0] == counts[1]


def kinds_of(registration: Registration) -> list[LetterKind]:
    db.session.refresh(registration)
    return [letter.kind for letter in registration.letters]


def test_an_organizer_who_changes_cancels_and_reinstates_tells_all(
    app: Flask, noon: datetime
) -> None:
    event = two_days()
    place, waits = a_registration(event), a_registration(event, status=RegistrationStatus.WAITING)
    manage.cancel_event(event, at=noon)
    cancelled = place.letters[-1]
    manage.reinstate_event(event, at=noon + timedelta(minutes=1))

    assert kinds_of(place) == [LetterKind.EVENT_CANCELLED, LetterKind.EVENT_REINSTATED]
    assert kinds_of(waits)[:2] == [LetterKind.EVENT_CANCELLED, LetterKind.EVENT_REINSTATED]
    assert objects(cancelled) == [("CANCEL", "r8-koryu-1"), ("CANCEL", "r8-koryu-2")]
    assert [one.method for one in place.letters[-1].enclosures] == ["REQUEST", "REQUEST"]
    assert waits.letters[0].enclosures == []
    assert cancelled.written_at == noon


def test_an_import_that_moves_a_day_tells_all(app: Flask, noon: datetime) -> None:
    event = an_open_event(key="r8-koryu")
    registration = a_registration(event)
    stated = {
        "id": "r8-koryu",
        "kind": "training",
        "title": event.title,
        "days": [
            {
                "date": "2026-10-03",
                "start": "13:30",
                "end": "16:30",
                "places": [{"venue": "米沢市産業会館"}],
            }
        ],
        "registration": {},
    }
    take_in({"format": "exchange-programme/1", "events": [stated]}, at=noon)

    assert kinds_of(registration) == [LetterKind.EVENT_CHANGED]
