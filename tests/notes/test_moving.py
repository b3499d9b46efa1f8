from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.action_item import ActionItem
from exchange.domain.event import EventKind, EventStatus
from exchange.domain.notes_draft import notes_draft
from exchange.extensions import db
from exchange.notes.moving import NoteGone, move_note
from exchange.notes.services import MOST_NOTES, TooManyNotes
from exchange.publication import revisions
from exchange.publication.services import follow_up
from tests.conftest import Browser
from tests.factories import LONG_AGO, a_day, a_note, an_account, an_event
from tests.pages import main_text
from tests.typed import typed

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from exchange.domain.event import Event


def headings(event: Event) -> list[str]:
    db.session.expire_all()
    return [note.heading for note in event.notes]


def move_of(event: Event, number: int) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/notes/{number}/move"


def test_move_note_takes_it_along_with_its_lines_and_proposals(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("一"), a_note("二", "木を使う"), a_note("三")])
    target = an_event(notes=[a_note("先")])
    note = event.notes[1]
    note.lines[0].is_proposal = True
    follow_up(event, at=LONG_AGO)
    db.session.commit()
    (item,) = db.session.scalars(select(ActionItem))
    said, line, known = notes_draft(event).notes[1], note.lines[0].id, item.id

    move_note(event, note.id, target, at=noon)

    db.session.commit()
    assert (headings(event), headings(target)) == (["一", "三"], ["先", "二"])
    assert notes_draft(target).notes[1] == said
    assert [note.ordinal for one in (event, target) for note in one.notes] == [0, 1, 0, 1]
    (item,) = db.session.scalars(select(ActionItem))
    assert (item.id, item.line_id, item.event_id) == (known, line, target.id)


def test_move_note_is_told_by_the_versions_of_both(app: Flask, noon: datetime) -> None:
    event, target = an_event(notes=[a_note("一")]), an_event()
    account = an_account(role=Role.ORGANIZER)

    move_note(event, event.notes[0].id, target, by=account, at=noon)

    db.session.commit()
    assert [revisions.number(one) for one in (event, target)] == [2, 1]
    assert revisions.at_number(target, 1) == revisions.at_number(event, 1)
    assert revisions.at_number(event, 2) == notes_draft(event)


def test_a_note_that_was_moved_is_found_under_its_new_event(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("木材の話", "机"), a_note("観光の話")], title="古い行事")
    target = an_event(title="新しい行事", days=[a_day(LONG_AGO.date())])
    number = event.notes[0].id

    move_note(event, number, target, at=noon)

    db.session.commit()
    found = Browser(app).get("/records/?q=木材").text
    assert f"/trainings/{target.key}" in found
    assert f"/trainings/{event.key}" not in found
    assert "観光" in main_text(Browser(app).get("/records/?q=古い行事"))
    assert "木材" in main_text(Browser(app).get("/records/?q=新しい行事"))


def test_move_note_refuses_a_note_that_is_gone(app: Flask, noon: datetime) -> None:
    event, target, third = an_event(notes=[a_note("一")]), an_event(), an_event()
    number = event.notes[0].id
    move_note(event, number, target, at=noon)

    with pytest.raises(NoteGone):
        move_note(event, number, third, at=noon)


def test_move_note_refuses_an_event_that_is_full(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("一")])
    target = an_event(notes=[a_note() for _ in range(MOST_NOTES)])

    with pytest.raises(TooManyNotes):
        move_note(event, event.notes[0].id, target, at=noon)

    assert len(event.notes) == 1


def test_move_offers_other_events_those_of_the_same_year_first(organizer: Browser) -> None:
    event = an_event(title="この行事", notes=[a_note("一")])
    an_event(title="昔の研修", days=[a_day(LONG_AGO.date().replace(year=2024))])
    an_event(EventKind.FAIR, title="今年の出展", days=[a_day(LONG_AGO.date())])
    an_event(title="来年の研修", days=[a_day(LONG_AGO.date().replace(year=2027))])
    an_event(title="今年の下書き", status=EventStatus.DRAFT)
    path = move_of(event, event.notes[0].id)

    text = main_text(organizer.get(path))
    narrowed = main_text(organizer.get(f"{path}?q=今年"))
    nothing = main_text(organizer.get(f"{path}?q=見つからない"))

    order = [
        text.index(f"選ぶ : {name}")
        for name in ("今年の下書き", "今年の出展", "来年の研修", "昔の研修")
    ]
    assert order == sorted(order)
    assert "選ぶ : この行事" not in text
    assert ("今年の出展" in narrowed, "昔の研修" in narrowed) == (True, False)
    assert "該当する行事はありません" in nothing


def test_move_asks_before_it_moves(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一"), a_note("二")])
    target = an_event(EventKind.FAIR, title="秋まつり")
    number = event.notes[0].id
    path = move_of(event, number)

    asked = organizer.get(f"{path}?to={target.key}")
    before = headings(event)
    answer = organizer.post(path, {"to": target.key})

    assert "この行事に移しますか。" in main_text(asked)
    assert "秋まつり" in main_text(asked)
    assert (before, headings(event), headings(target)) == (["一", "二"], ["二"], ["一"])
    assert answer.status_code == 303
    assert answer.location == f"/manage/fairs/{target.key}/notes#notes-0"
    assert [note.id for note in target.notes] == [number]


@pytest.mark.parametrize(
    ("query", "status"),
    [("to=none", 404), ("to=", 200), ("page=0", 422), ("q=" + "長" * 201, 422), ("to=%00", 422)],
)
def test_move_knows_only_other_events(organizer: Browser, query: str, status: int) -> None:
    event = an_event(notes=[a_note("一")])

    assert organizer.get(f"{move_of(event, event.notes[0].id)}?{query}").status_code == status


@pytest.mark.parametrize(("to", "status"), [("none", 404), ("", 404), ("\0", 422), ("この", 404)])
def test_a_note_is_moved_nowhere_that_is_not_there(
    organizer: Browser, to: str, status: int
) -> None:
    event = an_event(key="kono", notes=[a_note("一")])

    answer = organizer.post(move_of(event, event.notes[0].id), {"to": to})

    assert (answer.status_code, headings(event)) == (status, ["一"])


def test_a_note_is_moved_by_organizers_alone(app: Flask, browser: Browser) -> None:
    event, target = an_event(notes=[a_note("一")]), an_event()
    staff = Browser(app).sign_in(an_account())
    path = move_of(event, event.notes[0].id)

    answers = [who.post(path, {"to": target.key}).status_code for who in (browser, staff)]

    assert (answers, headings(event)) == ([302, 403], ["一"])


def test_a_note_of_another_event_is_not_moved_from_here(organizer: Browser) -> None:
    event, other = an_event(notes=[a_note("一")]), an_event()
    path = move_of(other, event.notes[0].id)

    assert organizer.get(path).status_code == 404
    assert organizer.post(path, {"to": event.key}).status_code == 404


def test_who_wrote_meanwhile_is_asked_about_the_note_that_was_moved(organizer: Browser) -> None:
    event, target = an_event(notes=[a_note("一", "甲"), a_note("二")]), an_event()
    editor = f"/manage/trainings/{event.key}/notes"
    mine = typed(organizer.get(editor))
    organizer.post(move_of(event, event.notes[0].id), {"to": target.key})

    answer = organizer.post(editor, {**mine, "notes-0-lines": "甲\r\n乙"})

    assert answer.status_code == 422
    assert "あなたが変更し、相手が削除" in main_text(answer)


def test_two_notes_moved_against_each_other_at_once_both_arrive(
    app: Flask, organizer: Browser
) -> None:
    colleague = Browser(app).sign_in(an_account(role=Role.ORGANIZER))

    def move(browser: Browser, path: str, form: dict[str, str], both_ready: Barrier) -> int:
        both_ready.wait()
        return browser.client.post(path, data=form).status_code

    for _ in range(3):
        one, other = an_event(notes=[a_note("一")]), an_event(notes=[a_note("二")])
        paths = [move_of(event, event.notes[0].id) for event in (one, other)]
        keys = [other.key, one.key]
        forms = [
            {"to": to, "csrf_token": who.csrf_token(path)}
            for who, path, to in zip((organizer, colleague), paths, keys, strict=True)
        ]

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(move, (organizer, colleague), paths, forms, repeat(Barrier(2))))

        db.session.rollback()
        assert answers == [303, 303]
        assert (headings(one), headings(other)) == (["二"], ["一"])
