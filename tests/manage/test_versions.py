"""Two organizers and one event."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.booth import BoothKind
from exchange.domain.event import Event, EventStatus
from exchange.extensions import db
from exchange.manage.drafts import (
    BoothDraft,
    EventDraft,
    event_draft,
)
from exchange.manage.versions import differences
from exchange.web.versions import Difference
from tests.conftest import Browser
from tests.factories import a_day, a_place, an_account, an_event
from tests.typed import Fields, typed

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


@pytest.fixture
def colleague(app: Flask) -> Browser:
    return Browser(app).sign_in(an_account(role=Role.ORGANIZER))


def compared(answer: TestResponse) -> list[tuple[str, str, str]]:
    """Give the rows of the comparison: what, theirs, yours."""
    rows = re.findall(r"<tr class=\"compare.*?</tr>", answer.text, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [
        tuple(" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row)
        for row in cells
    ]


def page_of(event: Event, page: str = "edit") -> str:
    return f"/manage/{event.kind.plural}/{event.key}/{page}"


def test_a_newer_edit_is_not_overwritten_and_both_versions_are_shown(
    organizer: Browser, colleague: Browser
) -> None:
    event = an_event(
        theme="昔", capacity=10, days=[a_day(places=[a_place(), a_place(online=True)])]
    )
    mine = typed(organizer.get(page_of(event)))
    theirs = typed(colleague.get(page_of(event)))
    colleague.post(page_of(event), {**theirs, "theme": "相手", "capacity": "20"})

    answer = organizer.post(
        page_of(event),
        {**mine, "theme": "自分", "days-0-places-0-venue": "伝国の杜", "speakers-0-name": "髙橋"},
    )

    assert (answer.status_code, event.theme) == (422, "相手")
    assert compared(answer) == [
        ("テーマ", "相手", "自分"),
        (
            "1日目",
            "令和8年9月26日(土) 13:30～16:30 米沢市産業会館 オンライン",
            "令和8年9月26日(土) 13:30～16:30 伝国の杜 オンライン",
        ),
        ("講師", "（なし）", "髙橋"),
        ("定員", "20", "10"),
    ]
    assert f'href="{page_of(event)}"' in answer.text


def test_when_it_is_expected_is_compared_too(organizer: Browser, colleague: Browser) -> None:
    event = an_event(days=[], expected="1月下旬")
    mine, theirs = (typed(who.get(page_of(event))) for who in (organizer, colleague))
    colleague.post(page_of(event), {**theirs, "expected": "2月上旬"})

    answer = organizer.post(page_of(event), {**mine, "expected": "秋ごろ"})

    assert (answer.status_code, event.expected) == (422, "2月上旬")
    assert compared(answer) == [("時期（開催日が未定の場合）", "2月上旬", "秋ごろ")]


def test_ones_own_version_can_be_saved_over_theirs(organizer: Browser, colleague: Browser) -> None:
    event = an_event(theme="昔")
    mine = typed(organizer.get(page_of(event)))
    colleague.post(page_of(event), {**typed(colleague.get(page_of(event))), "theme": "相手"})
    conflict = organizer.post(page_of(event), {**mine, "theme": "自分", "title": "第９回 研修"})

    answer = organizer.post(page_of(event), typed(conflict))

    assert (answer.status_code, event.theme, event.title) == (303, "自分", "第９回 研修")


def test_a_third_edit_meanwhile_is_shown_again(organizer: Browser, colleague: Browser) -> None:
    event = an_event()
    mine = typed(organizer.get(page_of(event)))
    colleague.post(page_of(event), {**typed(colleague.get(page_of(event))), "theme": "二"})
    conflict = organizer.post(page_of(event), {**mine, "theme": "一"})
    colleague.post(page_of(event), {**typed(colleague.get(page_of(event))), "theme": "三"})

    answer = organizer.post(page_of(event), typed(conflict))

    assert (answer.status_code, compared(answer)) == (422, [("テーマ", "三", "一")])


def test_publishing_meanwhile_is_a_newer_edit(organizer: Browser, colleague: Browser) -> None:
    event = an_event(status=EventStatus.DRAFT)
    mine = typed(organizer.get(page_of(event)))
    colleague.post(page_of(event, "publish"))

    answer = organizer.post(page_of(event), {**mine, "status": "draft", "theme": "自分"})

    assert (answer.status_code, compared(answer)) == (
        422,
        [("テーマ", "（なし）", "自分"), ("状態", "予定", "下書き")],
    )


def test_the_same_words_from_both_are_no_conflict(organizer: Browser, colleague: Browser) -> None:
    event = an_event()
    pages = [typed(one.get(page_of(event))) for one in (organizer, colleague)]

    answers = [
        one.post(page_of(event), {**page, "theme": "同じ"})
        for one, page in zip((organizer, colleague), pages, strict=True)
    ]

    assert ([one.status_code for one in answers], event.revision) == ([303, 303], 2)


def test_a_headcount_meanwhile_does_not_hold_up_who_writes_notes(
    organizer: Browser, colleague: Browser
) -> None:
    event = an_event()
    mine = typed(organizer.get(page_of(event, "notes")))
    path = page_of(event, "headcount")
    colleague.post(path, {**typed(colleague.get(path)), "total": "20"})

    answer = organizer.post(page_of(event, "notes"), {**mine, "notes-0-heading": "森林"})

    assert answer.status_code == 303


def test_of_two_who_save_at_the_same_time_one_is_shown_both_versions(
    app: Flask, organizer: Browser, colleague: Browser
) -> None:
    event = an_event()
    path = page_of(event)
    pages = [typed(one.get(path)) for one in (organizer, colleague)]
    both_ready = Barrier(2)

    def save(browser: Browser, page: Fields, theme: str) -> tuple[int, str]:
        both_ready.wait()
        answer = browser.client.post(path, data={**page, "theme": theme})
        return answer.status_code, theme

    with ThreadPoolExecutor(2) as pool:
        found = dict(pool.map(save, (organizer, colleague), pages, ("一", "二")))

    db.session.rollback()
    assert set(found) == {303, 422}
    assert db.session.scalar(select(Event.theme)) == found[303]


def test_two_who_make_an_event_at_the_same_time_make_two(
    app: Flask, organizer: Browser, colleague: Browser
) -> None:
    tokens = [one.csrf_token("/manage/fairs/new") for one in (organizer, colleague)]
    both_ready = Barrier(2)

    def make(browser: Browser, token: str) -> int:
        both_ready.wait()
        form = {"title": "まつり", "series": "秋まつり", "status": "draft", "csrf_token": token}
        return browser.client.post("/manage/fairs/new", data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(make, (organizer, colleague), tokens))

    db.session.rollback()
    keys = db.session.scalars(select(Event.key).order_by(Event.key)).all()
    assert (answers, len(keys), len(set(keys))) == ([303, 303], 2, 2)


def test_differences_name_every_part_of_an_event(app: Flask) -> None:
    booth = BoothDraft(name="けん玉", kind=BoothKind.EXPERIENCE, offers=("けん玉",))

    with app.test_request_context():
        found = differences(
            EventDraft(title="一", tier="", booths=()),
            EventDraft(title="一", tier="上", booths=(booth,)),
        )

    assert found == [
        Difference("区分", (), ("上",)),
        Difference("ブース1", (), ("けん玉（体験）", "けん玉")),
    ]


def test_differences_of_equal_versions_are_none(app: Flask) -> None:
    draft = event_draft(an_event())

    with app.test_request_context():
        assert differences(draft, draft) == []
