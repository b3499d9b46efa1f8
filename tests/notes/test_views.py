from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange.domain.note import NoteKind
from exchange.domain.notes_draft import LineDraft, NoteDraft, notes_draft
from tests.factories import a_note, an_event
from tests.pages import main_text
from tests.typed import one_each, typed

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from tests.conftest import Browser

THREE = {
    "notes-0-heading": "一",
    "notes-0-lines": "甲\r\n乙",
    "notes-1-heading": "二",
    "notes-1-kind": "lecture",
    "notes-2-heading": "三",
    "notes-2-speaker": "髙橋 𠮷之助",
}


def notes_of(event: Event) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/notes"


def headings(fields: dict[str, str]) -> list[str]:
    return [text for name, text in sorted(fields.items()) if name.endswith("heading")]


def test_notes_writes_headed_blocks_with_lines(organizer: Browser) -> None:
    event = an_event()
    form = {
        **typed(organizer.get(notes_of(event))),
        "notes-0-heading": "森林について",
        "notes-0-kind": "lecture",
        "notes-0-speaker": "髙橋 𠮷之助",
        "notes-0-lines": "・一行目。\r\n\r\n  二行目。\r\n●　三行目。\r\n・",
    }

    answer = organizer.post(notes_of(event), form)

    (note,) = notes_draft(event).notes
    assert answer.status_code == 303
    assert note == NoteDraft(
        id=note.id,
        heading="森林について",
        kind=NoteKind.LECTURE,
        speaker="髙橋 𠮷之助",
        lines=tuple(LineDraft(text=text) for text in ("一行目。", "二行目。", "三行目。")),
    )


def test_notes_can_be_found_and_seen_once_they_are_written(
    organizer: Browser, browser: Browser
) -> None:
    event = an_event()
    form = {**typed(organizer.get(notes_of(event))), "notes-0-heading": "森林について"}

    organizer.post(notes_of(event), form)

    assert "森林 について" in main_text(browser.get("/records/?q=森林"))
    assert "森林について" in main_text(browser.get(f"/trainings/{event.key}"))


@pytest.mark.parametrize(
    ("button", "value", "order"),
    [
        ("raise_note", "1", ["二", "一", "三"]),
        ("lower_note", "1", ["一", "三", "二"]),
        ("raise_note", "0", ["一", "二", "三"]),
        ("lower_note", "2", ["一", "二", "三"]),
        ("remove_note", "0", ["二", "三"]),
        ("add_note", "", ["一", "二", "三"]),
        ("raise_note", "abc", ["一", "二", "三"]),
        ("raise_note", "9", ["一", "二", "三"]),
    ],
)
def test_notes_are_moved_without_a_script_and_keep_what_was_typed(
    organizer: Browser, button: str, value: str, order: list[str]
) -> None:
    event = an_event()

    answer = organizer.post(notes_of(event), {**THREE, button: value})

    shown = one_each(typed(answer))
    assert (answer.status_code, event.revision) == (200, 1)
    assert headings(shown) == order
    assert [shown.get(name) for name in shown if name.endswith(("lines", "speaker"))] == [
        text
        for heading in order
        for text in {"一": ["甲\n乙"], "二": [], "三": ["髙橋 𠮷之助"]}[heading]
    ]


def test_notes_says_beside_the_field_what_is_wrong(organizer: Browser) -> None:
    event = an_event()
    wrong = {
        "notes-0-lines": "見出しがない",
        "notes-1-heading": "長い行",
        "notes-1-lines": "あ" * 2001,
        "notes-2-heading": "行が多い",
        "notes-2-lines": "あ\r\n" * 501,
        "notes-3-heading": "種類がない",
        "notes-3-kind": "party",
    }

    answer = organizer.post(notes_of(event), wrong)

    text = main_text(answer)
    assert (answer.status_code, event.revision) == (422, 1)
    for message in (
        "見出しを入力してください。",
        "1行は2000文字までです。",
        "500行以内で入力してください。",
    ):
        assert message in text
    assert headings(one_each(typed(answer))) == ["長い行", "行が多い", "種類がない"]


def test_notes_have_room_for_a_hundred(organizer: Browser) -> None:
    event = an_event()
    many = {f"notes-{number}-heading": "見出し" for number in range(100)}

    answer = organizer.post(notes_of(event), {**many, "add_note": ""})

    assert (answer.status_code, one_each(typed(answer))) == (422, many)


def test_notes_of_many_long_texts_are_taken(organizer: Browser) -> None:
    event = an_event()
    long = {f"notes-{number}-lines": "あ" * 2000 for number in range(100)}
    form = {**typed(organizer.get(notes_of(event))), **long}
    form |= {f"notes-{number}-heading": "見出し" for number in range(100)}

    answer = organizer.post(notes_of(event), form)

    assert (answer.status_code, len(event.notes)) == (303, 100)


def test_notes_shows_what_was_written(organizer: Browser) -> None:
    event = an_event(notes=[a_note("森林", "一", "二", speaker="講師 太郎")])

    shown = one_each(typed(organizer.get(notes_of(event))))

    assert shown == {
        "notes-0-id": str(event.notes[0].id),
        "notes-0-heading": "森林",
        "notes-0-speaker": "講師 太郎",
        "notes-0-kind": "lecture",
        "notes-0-lines": "一\n二",
    }
