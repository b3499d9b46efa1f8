from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from exchange.domain.notes_draft import LineDraft, NoteDraft, NotesDraft, notes_draft
from exchange.extensions import db
from exchange.notes.services import WrittenMeanwhile, restore_notes, write_notes
from exchange.publication import revisions
from tests.conftest import Browser
from tests.factories import a_note, an_account, an_event
from tests.pages import main_text

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from exchange.domain.event import Event


def a_block(heading: str, *texts: str, number: int | None = None) -> NoteDraft:
    return NoteDraft(
        id=number, heading=heading, lines=tuple(LineDraft(text=text) for text in texts)
    )


def say(event: Event, *notes: NoteDraft, **more) -> None:
    """Write another version."""
    revision = revisions.number(event)
    write_notes(event, NotesDraft(notes=notes), revision=revision, **more)
    db.session.commit()


def headings(event: Event) -> list[str]:
    db.session.expire_all()
    return [note.heading for note in event.notes]


def versions_of(event: Event, number: int | None = None) -> str:
    path = f"/manage/{event.kind.plural}/{event.key}/notes/revisions"
    return path if number is None else f"{path}/{number}"


def test_restore_notes_makes_a_new_version_and_keeps_the_one_before(
    app: Flask, noon: datetime
) -> None:
    event = an_event(notes=[a_note("一", "甲"), a_note("二", "甲")])
    first = notes_draft(event)
    say(event, a_block("一", "乙", number=event.notes[0].id), at=noon)
    second = notes_draft(event)

    restore_notes(event, 1, revision=2, at=noon)

    db.session.commit()
    assert notes_draft(event).bare == first.bare
    assert revisions.number(event) == 3
    assert [revisions.at_number(event, number) for number in (1, 2)] == [first, second]


def test_restore_notes_keeps_the_address_of_what_is_still_there(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("一"), a_note("二")])
    stays, goes = (note.id for note in event.notes)
    say(event, a_block("新"), a_block("壱", number=stays), at=noon)

    restore_notes(event, 1, revision=2, at=noon)

    db.session.commit()
    again = [note.id for note in event.notes]
    assert (headings(event), again[0], again[1] == goes) == (["一", "二"], stays, False)


def test_restore_notes_does_nothing_where_they_say_it_already(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("一")])

    restore_notes(event, 1, revision=0, at=noon)

    assert (event.revision, revisions.number(event)) == (1, 1)


def test_restore_notes_refuses_what_was_saved_meanwhile(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("一")])
    say(event, a_block("二"), at=noon)
    say(event, a_block("三"), at=noon)

    with pytest.raises(WrittenMeanwhile):
        restore_notes(event, 1, revision=2, at=noon)

    assert headings(event) == ["三"]


def test_index_tells_when_who_and_what(organizer: Browser, noon: datetime) -> None:
    event = an_event(notes=[a_note("一"), a_note("二")])
    one, two = (note.id for note in event.notes)
    account = an_account(role=Role.ORGANIZER, name="長井 次郎")
    say(
        event,
        a_block("二", number=two),
        a_block("壱", number=one),
        a_block("三"),
        by=account,
        at=noon,
    )

    answer = organizer.get(versions_of(event))

    text = main_text(answer)
    assert (
        "第2版 現在 令和8年6月1日(月) 12:00 長井 次郎 1ブロック追加 2ブロック変更 1ブロック移動"
        in text
    )
    assert "第1版 令和8年4月1日(水) 9:00 取込 2ブロック追加" in text


def test_index_says_that_there_is_nothing_yet(organizer: Browser) -> None:
    assert "まだ開催記録が保存されていません。" in main_text(organizer.get(versions_of(an_event())))


def test_index_asks_the_same_for_one_version_and_for_three(
    organizer: Browser, noon: datetime, statements: list[str]
) -> None:
    event = an_event(notes=[a_note("一")])
    counts = []
    for heading in "二三四":
        statements.clear()
        organizer.get(versions_of(event))
        counts.append(len(statements))
        say(event, a_block(heading), at=noon)

    assert counts == [counts[0]] * 3


def test_index_is_paged(organizer: Browser, noon: datetime) -> None:
    event = an_event(notes=[a_note("一")])
    for number in range(24):
        say(event, a_block(f"見出し{number}"), at=noon)

    first = main_text(organizer.get(versions_of(event)))
    second = main_text(organizer.get(f"{versions_of(event)}?page=2"))
    refused = organizer.get(f"{versions_of(event)}?page=x")

    assert ("第6版" in first, "第5版" in first) == (True, False)
    assert ("第6版" in second, "第5版" in second) == (False, True)
    assert (refused.status_code, "第25版" in main_text(refused)) == (422, True)


def test_show_says_what_it_said_and_what_differs_from_the_one_before(
    organizer: Browser, noon: datetime
) -> None:
    event = an_event(notes=[a_note("森林", "森林について学ぶ。", "消える行。"), a_note("去る")])
    number = event.notes[0].id
    say(event, a_block("森林", "森林と木材について学ぶ。", number=number), a_block("新"), at=noon)

    answer = organizer.get(versions_of(event, 2))

    page = answer.text
    assert "森林<ins>と木材</ins>について学ぶ。" in page
    assert "<del>消える行。</del>" in page
    assert "<del>去る</del>" in page
    assert "<ins>新</ins>" in page
    assert "この版の内容 森林 森林と木材について学ぶ。 新" in main_text(answer)
    assert "この版に戻す" not in main_text(answer)


def test_show_compares_with_any_other(organizer: Browser, noon: datetime) -> None:
    event = an_event(notes=[a_note("一")])
    for heading in "二三":
        say(event, a_block(heading, number=event.notes[0].id), at=noon)

    page = organizer.get(f"{versions_of(event, 1)}?against=3").text
    of_nothing = organizer.get(f"{versions_of(event, 3)}?against=0").text

    assert "<del>三</del><ins>一</ins>" in page
    assert "<ins>三</ins>" in of_nothing


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("9", 404),
        ("0", 404),
        ("99999999999999999999", 404),
        ("1?against=9", 404),
        ("1?against=999999999", 404),
        ("1?against=x", 422),
    ],
)
def test_show_knows_only_the_versions_there_are(
    organizer: Browser, address: str, status: int
) -> None:
    event = an_event(notes=[a_note("一")])

    assert organizer.get(f"{versions_of(event)}/{address}").status_code == status


def test_restore_brings_a_version_back(organizer: Browser, noon: datetime) -> None:
    event = an_event(notes=[a_note("一")])
    say(event, a_block("二"), at=noon)

    answer = organizer.post(
        f"{versions_of(event, 1)}/restore", {"seen": "2"}, form=versions_of(event, 1)
    )

    assert (answer.status_code, answer.location) == (303, versions_of(event))
    assert (headings(event), revisions.number(event)) == (["一"], 3)


@pytest.mark.parametrize("seen", ["1", "", "x"])
def test_restore_is_refused_when_somebody_saved_meanwhile(
    organizer: Browser, noon: datetime, seen: str
) -> None:
    event = an_event(notes=[a_note("一")])
    say(event, a_block("二"), at=noon)

    answer = organizer.post(
        f"{versions_of(event, 1)}/restore", {"seen": seen}, form=versions_of(event, 1)
    )

    assert (answer.status_code, headings(event)) == (422, ["二"])


def test_versions_are_for_organizers_alone(app: Flask, browser: Browser) -> None:
    event = an_event(notes=[a_note("一")])
    staff = Browser(app).sign_in(an_account())

    answers = [
        who.get(path).status_code
        for who in (browser, staff)
        for path in (versions_of(event), versions_of(event, 1))
    ]

    assert answers == [302, 302, 403, 403]
