from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from exchange.domain.event import EventKind, EventStatus
from exchange.domain.headcount import Headcount
from exchange.domain.registration import RegistrationStatus
from tests.conftest import Browser
from tests.factories import (
    a_day,
    a_hold,
    a_registration,
    an_account,
    an_event,
    an_open_event,
    an_organization,
)
from tests.pages import main_text

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from werkzeug.test import TestResponse

WAYS_IN = (
    "/manage/trainings/{key}/edit",
    "/manage/trainings/{key}/copy",
    "/manage/trainings/{key}/notes",
    "/manage/trainings/{key}/headcount",
    "/manage/trainings/{key}/cancel",
)


def titles(answer: TestResponse) -> list[str]:
    return re.findall(r'<a href="/manage/[^"]+/edit">([^<]+)</a>', answer.text)


def test_index_lists_what_has_no_date_first_then_from_the_last_day_back(
    organizer: Browser,
) -> None:
    an_event(title="Past", days=[a_day(date(2026, 4, 2))], status=EventStatus.HELD)
    an_event(title="Coming", days=[a_day(date(2027, 1, 2))])
    an_event(title="Idea", days=[], status=EventStatus.DRAFT)

    answer = organizer.get("/manage/")

    assert titles(answer) == ["Idea", "Coming", "Past"]


def test_index_shows_how_full_an_event_is_and_who_came(organizer: Browser) -> None:
    event = an_open_event(capacity=2)
    a_registration(event)
    a_registration(event, status=RegistrationStatus.WAITING)
    an_event(headcount=Headcount(total=3688, is_approximate=True))

    text = main_text(organizer.get("/manage/"))

    assert "1 / 2 キャンセル待ち1名" in text
    assert "約3,688名" in text


def test_index_begins_with_what_somebody_has_to_decide(organizer: Browser) -> None:
    later = an_open_event(title="Later", days=[a_day(date(2026, 10, 1))], needs_approval=True)
    sooner = an_open_event(title="Sooner", days=[a_day(date(2026, 9, 1))], needs_approval=True)
    cancelled = an_open_event(title="Off", status=EventStatus.CANCELLED)
    for event in (later, sooner, sooner, cancelled):
        a_registration(event, status=RegistrationStatus.PENDING)
    a_registration(an_open_event(title="Settled"))

    answer = organizer.get("/manage/")

    text = main_text(answer)
    assert "承認待ちの申込があります Sooner （R8.9.1）: 2件 Later （R8.10.1）: 1件" in text
    assert "Sooner: 承認待ち2件" in text
    assert f'href="/manage/trainings/{sooner.key}/registrations?status=pending"' in answer.text


def test_index_counts_what_is_held_or_offered(organizer: Browser, noon: datetime) -> None:
    event = an_open_event(capacity=5)
    a_registration(event)
    a_hold(event, an_organization(), places=2)

    assert "1 / 5 確保2席" in main_text(organizer.get("/manage/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=fair", ["Fair"]),
        ("status=draft", ["Draft"]),
        ("fiscal_year=2025", ["Draft"]),
        ("q=ｆａｉｒ", ["Fair"]),
        ("q=nothing", []),
        ("", ["Fair", "Draft"]),
    ],
)
def test_index_narrows_the_list(organizer: Browser, query: str, found: list[str]) -> None:
    an_event(EventKind.FAIR, title="Fair")
    an_event(title="Draft", status=EventStatus.DRAFT, days=[a_day(date(2025, 5, 1))])

    assert titles(organizer.get(f"/manage/?{query}")) == found


def test_index_turns_pages(organizer: Browser) -> None:
    for number in range(21):
        an_event(title=f"Event {number}")

    assert titles(organizer.get("/manage/?page=2")) == ["Event 0"]


@pytest.mark.parametrize("query", ["page=-1", "page=abc", "kind=party", "status=x", "q=%00"])
def test_index_says_what_it_cannot_understand(organizer: Browser, query: str) -> None:
    answer = organizer.get(f"/manage/?{query}")

    assert answer.status_code == 422
    assert "入力内容を確認してください" in answer.text


def test_index_invites_to_make_the_first_event(organizer: Browser) -> None:
    text = main_text(organizer.get("/manage/"))

    assert "行事はまだありません。" in text
    assert "交流研修を作成" in text


def test_index_sends_as_many_statements_for_three_events_as_for_one(
    organizer: Browser, statements: list[str]
) -> None:
    def sent() -> int:
        organizer.get("/manage/")
        statements.clear()
        organizer.get("/manage/")
        return len(statements)

    an_open_event(headcount=Headcount(total=1))
    for_one = sent()
    a_registration(an_open_event(headcount=Headcount(total=2)))
    an_event(EventKind.SEMINAR)

    assert sent() == for_one


@pytest.mark.parametrize("role", [Role.STAFF, Role.COORDINATOR])
def test_the_pages_are_forbidden_to_others(app: Flask, role: Role) -> None:
    event = an_event()
    somebody = Browser(app).sign_in(an_account(role=role))
    paths = ["/manage/", "/manage/fairs/new", *(way.format(key=event.key) for way in WAYS_IN)]

    assert {path: somebody.get(path).status_code for path in paths} == dict.fromkeys(paths, 403)


def test_strangers_are_sent_to_sign_in(browser: Browser) -> None:
    event = an_event()
    paths = ["/manage/", "/manage/fairs/new", *(way.format(key=event.key) for way in WAYS_IN)]

    answers = [browser.get(path) for path in paths]

    assert [answer.status_code for answer in answers] == [302] * len(paths)
    assert all("/login" in answer.location for answer in answers)


@pytest.mark.parametrize("action", ["publish", "cancel", "reinstate", "edit", "notes", "headcount"])
def test_strangers_change_nothing(browser: Browser, action: str) -> None:
    event = an_event()

    answer = browser.post(f"/manage/trainings/{event.key}/{action}", form="/login")

    assert (answer.status_code, event.revision) == (302, 1)
