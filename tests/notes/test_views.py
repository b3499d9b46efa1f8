from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from exchange.domain.note import NoteKind
from exchange.domain.notes_draft import LineDraft, NoteDraft, notes_draft
from exchange.notes import notation
from tests.factories import a_note, a_speaker, an_event
from tests.pages import main_text
from tests.typed import buttons, one_each, typed

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

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
        "notes-0-lines": "・一行目。\r\n\r\n  下の行。\r\n●　二行目。\r\n・",
    }

    answer = organizer.post(notes_of(event), form)

    (note,) = notes_draft(event).notes
    assert answer.status_code == 303
    assert note == NoteDraft(
        id=note.id,
        heading="森林について",
        kind=NoteKind.LECTURE,
        speaker="髙橋 𠮷之助",
        lines=(
            LineDraft(text="一行目。"),
            LineDraft(text="下の行。", level=1),
            LineDraft(text="二行目。"),
        ),
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


SPLIT = {
    "notes-0-id": "7",
    "notes-0-heading": "一",
    "notes-0-lines": "甲\r\n○二（髙橋 𠮷之助）\r\n・乙\r\n　丙\r\n\\○は記号",
    "notes-1-heading": "三",
}


def test_notes_divides_a_block_at_its_circles(organizer: Browser) -> None:
    event = an_event()

    answer = organizer.post(notes_of(event), {**SPLIT, "split_note": "0"})

    assert (answer.status_code, one_each(typed(answer))) == (
        200,
        {
            "notes-0-id": "7",
            "notes-0-heading": "一",
            "notes-0-lines": "甲",
            "notes-1-heading": "二",
            "notes-1-speaker": "髙橋 𠮷之助",
            "notes-1-lines": "・乙\n　丙\n\\○は記号",
            "notes-2-heading": "三",
        },
    )


def test_notes_gives_a_block_that_says_nothing_the_heading_of_its_first_circle(
    organizer: Browser,
) -> None:
    event = an_event()
    bare = {"notes-0-id": "7", "notes-0-speaker": "甲", "notes-0-lines": "○二\r\n乙"}

    shown = one_each(typed(organizer.post(notes_of(event), {**bare, "split_note": "0"})))

    assert shown == {
        "notes-0-id": "7",
        "notes-0-heading": "二",
        "notes-0-speaker": "甲",
        "notes-0-lines": "乙",
    }


def test_notes_saves_what_begins_with_a_circle_as_a_block_of_its_own(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一")])
    (first,) = event.notes
    form = typed(organizer.get(notes_of(event)))

    answer = organizer.post(notes_of(event), {**form, **SPLIT, "notes-0-id": str(first.id)})

    written = notes_draft(event).notes
    assert answer.status_code == 303
    assert written[0].id == first.id
    assert [(one.heading, one.speaker, [line.text for line in one.lines]) for one in written] == [
        ("一", "", ["甲"]),
        ("二", "髙橋 𠮷之助", ["乙", "丙", "○は記号"]),
        ("三", "", []),
    ]


@pytest.mark.parametrize("value", ["", "x", "9", "999999999999"])
def test_notes_divides_nothing_where_no_block_is_named(organizer: Browser, value: str) -> None:
    event = an_event()

    answer = organizer.post(notes_of(event), {**THREE, "split_note": value})

    assert (answer.status_code, headings(one_each(typed(answer)))) == (200, ["一", "二", "三"])


PASTED = "○一（甲）\r\n・あ\r\n　い\r\n○二\r\n・う"
BLOCKS = [("一", "甲", ["あ", "い"]), ("二", "", ["う"])]


def blocks_shown(answer: TestResponse) -> list[tuple[str, str, list[str]]]:
    """Give heading, speaker and lines of each block of the page."""
    fields = typed(answer)
    return [
        (
            fields[f"notes-{number}-heading"][0],
            fields[f"notes-{number}-speaker"][0],
            [line.text for line in notation.read(fields[f"notes-{number}-lines"][0])],
        )
        for number in range(100)
        if f"notes-{number}-heading" in fields
    ]


def test_notes_turns_pasted_text_into_blocks(organizer: Browser) -> None:
    event = an_event()

    answer = organizer.post(
        notes_of(event), {"notes-0-heading": "", "pasted": PASTED, "paste": "1"}
    )

    assert answer.status_code == 200
    assert blocks_shown(answer) == BLOCKS
    assert typed(answer)["pasted"] == [""]


def test_notes_appends_pasted_blocks_to_those_there_are(organizer: Browser) -> None:
    event = an_event()

    answer = organizer.post(notes_of(event), {**THREE, "pasted": PASTED, "paste": "1"})

    shown = blocks_shown(answer)
    assert [heading for heading, *_ in shown[:3]] == ["一", "二", "三"]
    assert shown[3:] == BLOCKS


def test_notes_saves_no_text_that_is_still_in_the_box_but_shows_it_as_blocks(
    organizer: Browser,
) -> None:
    event = an_event()

    answer = organizer.post(notes_of(event), {**THREE, "pasted": PASTED})

    assert (answer.status_code, len(event.notes)) == (200, 0)
    assert "まだ保存されていません" in main_text(answer)
    assert blocks_shown(answer)[3:] == BLOCKS


def test_notes_keeps_text_in_the_box_that_does_not_fit(organizer: Browser) -> None:
    event = an_event()
    many = {f"notes-{number}-heading": "見出し" for number in range(99)}

    answer = organizer.post(notes_of(event), {**many, "pasted": PASTED, "paste": "1"})

    assert answer.status_code == 422
    assert one_each(typed(answer)) == {**many, "pasted": PASTED.replace("\r\n", "\n")}


def test_notes_saves_no_more_blocks_than_the_page_shows(organizer: Browser) -> None:
    event = an_event()
    form = typed(organizer.get(notes_of(event)))
    many = {f"notes-{number}-heading": "見出し" for number in range(100)}

    answer = organizer.post(notes_of(event), {**form, **many, "notes-0-lines": "○もう一つ"})

    assert (answer.status_code, len(event.notes)) == (422, 0)


def test_notes_begins_with_a_block_for_each_lecturer(organizer: Browser) -> None:
    event = an_event(speakers=[a_speaker("髙橋 𠮷之助"), a_speaker("前神 有里")])
    button = ("per_lecturer", "1")
    assert button in buttons(organizer.get(notes_of(event)))

    answer = organizer.post(notes_of(event), {"per_lecturer": "1"})

    assert one_each(typed(answer)) == {
        "notes-0-kind": "lecture",
        "notes-0-speaker": "髙橋 𠮷之助",
        "notes-1-kind": "lecture",
        "notes-1-speaker": "前神 有里",
    }
    assert button not in buttons(answer)


def test_notes_offers_the_names_of_lecturers_and_those_used_before(organizer: Browser) -> None:
    an_event(notes=[a_note("一", speaker="前神 有里"), a_note("二", speaker="髙橋 𠮷之助")])
    an_event(notes=[a_note("三", speaker="前神 有里")])
    event = an_event(speakers=[a_speaker("徳大寺 祥宏")])

    page = organizer.get(notes_of(event)).text

    assert re.findall(r'<option value="([^"]+)"></option>', page) == [
        "徳大寺 祥宏",
        "前神 有里",
        "髙橋 𠮷之助",
    ]


def test_notes_links_to_what_can_be_done_with_a_block_that_is_saved(organizer: Browser) -> None:
    event = an_event(notes=[a_note("一")])
    (note,) = event.notes
    links = [f"{notes_of(event)}/{note.id}/lines", f"{notes_of(event)}/{note.id}/move"]

    opened = organizer.get(notes_of(event)).text
    strange = organizer.post(notes_of(event), {**THREE, "notes-0-id": "0", "add_note": ""}).text

    assert [link for link in links if f'href="{link}"' in opened] == links
    assert re.findall(r'href="[^"]+/(?:lines|move)"', strange) == []


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
        "notes-4-heading": "名前が長い",
        "notes-4-lines": f"甲 ＠{'あ' * 201}",
    }

    answer = organizer.post(notes_of(event), wrong)

    text = main_text(answer)
    assert (answer.status_code, event.revision) == (422, 1)
    for message in (
        "見出しを入力してください。",
        "1行は2000文字までです。",
        "500行以内で入力してください。",
        "行の発言者・団体・テーマは、それぞれ200文字までです。",
    ):
        assert message in text
    assert headings(one_each(typed(answer))) == [
        "長い行",
        "行が多い",
        "種類がない",
        "名前が長い",
    ]


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
