from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from exchange.domain.account import Role
from exchange.domain.manuscript import Manuscript
from exchange.domain.note import NoteKind
from exchange.domain.notes_draft import NoteDraft, NotesDraft, notes_draft
from exchange.extensions import db
from exchange.notes import manuscripts
from exchange.notes.services import write_notes
from tests.conftest import Browser
from tests.factories import a_note, an_account, an_event
from tests.notes.test_views import THREE, notes_of
from tests.pages import main_text
from tests.typed import one_each, typed

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from exchange.domain.event import Event

MINE = "あなたの下書きを表示しています"
OLD = "書きはじめたあとに、開催記録が変更されています。"
WRITING = {"notes-0-heading": "書きかけ", "notes-0-lines": "甲\r\n　乙"}
SHOWN = {"notes-0-heading": "書きかけ", "notes-0-lines": "甲\n　乙"}


def kept(event: Event) -> list[list[list[str]]]:
    return list(db.session.scalars(select(Manuscript.fields).where(Manuscript.event == event)))


def drafts_of(event: Event) -> str:
    return f"{notes_of(event)}/draft"


def test_keep_replaces_what_the_same_person_kept_before(app: Flask, noon: datetime) -> None:
    event, writer, other = an_event(), an_account(), an_account()

    manuscripts.keep(event, writer, [("revision", "1")], at=noon)
    manuscripts.keep(event, other, [("revision", "2")], at=noon)
    manuscripts.keep(event, writer, [("revision", "3"), ("pasted", "\x00\ud800髙")], at=noon)

    assert sorted(kept(event)) == [
        [["revision", "2"]],
        [["revision", "3"], ["pasted", "\x00\ud800髙"]],
    ]


def test_keep_refuses_a_manuscript_beyond_all_measure(app: Flask, noon: datetime) -> None:
    event, writer = an_event(), an_account()
    manuscripts.keep(event, writer, [("revision", "1")], at=noon)

    with pytest.raises(manuscripts.TooLongToKeep):
        manuscripts.keep(event, writer, [("pasted", "あ" * 1_000_000)], at=noon)

    assert kept(event) == [[["revision", "1"]]]


def test_discard_leaves_what_others_write(app: Flask, noon: datetime) -> None:
    event, writer, other = an_event(), an_account(), an_account()
    manuscripts.keep(event, writer, [("revision", "1")], at=noon)
    manuscripts.keep(event, other, [("revision", "2")], at=noon)

    manuscripts.discard(event, writer)

    assert kept(event) == [[["revision", "2"]]]


def test_edit_keeps_a_draft_on_request_and_shows_it_again(
    organizer: Browser, noon: datetime
) -> None:
    event = an_event(notes=[a_note("保存済み")])
    fields = typed(organizer.get(notes_of(event)))

    answer = organizer.post(notes_of(event), {**fields, **WRITING, "keep": "1"})

    page = organizer.get(notes_of(event))
    assert (answer.status_code, answer.location) == (303, notes_of(event))
    assert MINE in main_text(page)
    assert "令和8年6月1日(月) 12:00に保存した下書きです。" in main_text(page)
    assert OLD not in main_text(page)
    assert one_each(typed(page)) == {
        "notes-0-id": str(event.notes[0].id),
        "notes-0-kind": "lecture",
        **SHOWN,
    }
    assert [note.heading for note in event.notes] == ["保存済み"]


@pytest.mark.parametrize(
    "button", [{"add_note": ""}, {"lower_note": "0"}, {"split_note": "0"}, {"per_lecturer": "1"}]
)
def test_edit_keeps_a_draft_with_each_change_of_its_rows(
    organizer: Browser, noon: datetime, button: dict[str, str]
) -> None:
    event = an_event()

    answer = organizer.post(notes_of(event), {**THREE, **button})

    assert "下書きを保存しました（12:00）" in main_text(answer)
    assert one_each(typed(organizer.get(notes_of(event)))) == one_each(typed(answer))


def test_edit_keeps_no_draft_of_what_it_refuses(organizer: Browser) -> None:
    event = an_event()
    many = {f"notes-{number}-heading": "見出し" for number in range(100)}

    answer = organizer.post(notes_of(event), {**many, "add_note": ""})

    assert (answer.status_code, kept(event)) == (422, [])
    assert "data-unkept" in answer.text


def test_edit_forgets_the_draft_once_it_is_saved(organizer: Browser) -> None:
    event = an_event()
    fields = typed(organizer.get(notes_of(event)))
    organizer.post(notes_of(event), {**fields, **WRITING, "keep": "1"})

    organizer.post(notes_of(event), typed(organizer.get(notes_of(event))))

    assert [note.heading for note in event.notes] == ["書きかけ"]
    assert kept(event) == []
    assert MINE not in main_text(organizer.get(notes_of(event)))


def test_a_draft_of_the_notes_outlives_a_merge_of_the_lines_of_one_block(
    organizer: Browser,
) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    organizer.post(notes_of(event), {**WRITING, "keep": "1"})
    lines = f"{notes_of(event)}/{event.notes[0].id}/lines"
    mine, theirs = (typed(organizer.get(lines)) for _ in range(2))
    organizer.post(lines, {**theirs, "lines-1-text": "乙"})
    page = typed(organizer.post(lines, {**mine, "lines-1-text": "丙"}))

    answer = organizer.post(f"{notes_of(event)}/merge", page)

    assert (answer.status_code, len(kept(event))) == (303, 1)


def test_edit_says_when_the_notes_were_changed_since(organizer: Browser, noon: datetime) -> None:
    event = an_event()
    fields = typed(organizer.get(notes_of(event)))
    organizer.post(notes_of(event), {**fields, **WRITING, "keep": "1"})

    write_notes(event, NotesDraft(notes=(NoteDraft(heading="先に"),)), revision=0, at=noon)

    page = organizer.get(notes_of(event))
    assert OLD in main_text(page)
    assert one_each(typed(page)) == SHOWN


def test_edit_shows_a_draft_completely_when_a_block_of_it_is_gone(
    organizer: Browser, noon: datetime
) -> None:
    event = an_event(notes=[a_note("一", "甲"), a_note("二", "乙")])
    fields = typed(organizer.get(notes_of(event)))
    organizer.post(notes_of(event), {**fields, "notes-0-lines": "丙", "keep": "1"})

    one, two = notes_draft(event).notes
    write_notes(event, NotesDraft(notes=(two,)), revision=1, at=noon)

    shown = one_each(typed(organizer.get(notes_of(event))))
    assert [shown[f"notes-{number}-{name}"] for number in (0, 1) for name in ("id", "lines")] == [
        str(one.id),
        "丙",
        str(two.id),
        "乙",
    ]


def test_edit_shows_no_draft_that_says_what_the_notes_say(
    organizer: Browser, noon: datetime
) -> None:
    event = an_event()
    fields = typed(organizer.get(notes_of(event)))
    organizer.post(notes_of(event), {**fields, "notes-0-heading": "同じ", "keep": "1"})
    write_notes(event, NotesDraft(notes=(NoteDraft(heading="同じ"),)), revision=0, at=noon)

    page = organizer.get(notes_of(event))

    assert MINE not in main_text(page)
    assert typed(page)["revision"] == ["1"]


def test_edit_shows_a_draft_that_is_only_text_to_paste(organizer: Browser) -> None:
    event = an_event()
    organizer.post(notes_of(event), {"pasted": "○一\r\n甲", "keep": "1"})

    page = organizer.get(notes_of(event))

    assert MINE in main_text(page)
    assert one_each(typed(page)) == {"pasted": "○一\n甲"}


def test_edit_tells_who_else_is_writing_but_not_what(
    app: Flask, organizer: Browser, noon: datetime
) -> None:
    event = an_event()
    other = Browser(app).sign_in(an_account(role=Role.ORGANIZER, name="髙橋 𠮷之"))
    other.post(notes_of(event), {**WRITING, "keep": "1"})

    page = organizer.get(notes_of(event))

    assert "髙橋 𠮷之さんも書いています（令和8年6月1日(月) 12:00の下書き）。" in main_text(page)
    assert "書きかけ" not in page.text
    assert MINE not in main_text(page)
    assert "さんも書いています" not in main_text(other.get(notes_of(event)))


def test_discard_brings_the_notes_back(organizer: Browser) -> None:
    event = an_event(notes=[a_note("保存済み")])
    organizer.post(notes_of(event), {**WRITING, "keep": "1"})

    answer = organizer.post(f"{drafts_of(event)}/discard", form=notes_of(event))

    page = organizer.get(notes_of(event))
    assert (answer.status_code, kept(event)) == (303, [])
    assert one_each(typed(page))["notes-0-heading"] == "保存済み"
    assert "下書きを破棄しました。" in main_text(page)


def test_keep_takes_what_the_script_sends_and_gives_the_words_for_it(
    organizer: Browser, noon: datetime
) -> None:
    event = an_event()

    answer = organizer.post(
        drafts_of(event), {**WRITING, "pasted": "丙", "other": "x"}, form=notes_of(event)
    )

    assert (answer.status_code, answer.json) == (200, {"said": "下書きを保存しました（12:00）"})
    assert kept(event) == [
        [["pasted", "丙"], ["notes-0-heading", "書きかけ"], ["notes-0-lines", "甲\r\n　乙"]]
    ]


def test_keep_says_when_it_is_too_long(organizer: Browser) -> None:
    event = an_event()

    answer = organizer.post(drafts_of(event), {"pasted": "a" * 1_000_000}, form=notes_of(event))

    assert (answer.status_code, kept(event)) == (422, [])
    assert answer.json["said"].startswith("長すぎるため、下書きとして保存できません。")


def test_keep_is_for_organizers(app: Flask) -> None:
    event = an_event()
    staff = Browser(app).sign_in(an_account(role=Role.STAFF))

    answers = [
        staff.post(path, WRITING, form="/")
        for path in (drafts_of(event), f"{drafts_of(event)}/discard")
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


@pytest.mark.parametrize(("sent", "anchor"), [("m1abc", "#kept-m1abc"), ("<x>", ""), ("", "")])
@pytest.mark.parametrize("button", [{"keep": "1"}, {}])
def test_edit_tells_the_script_which_copy_is_kept(
    organizer: Browser, sent: str, anchor: str, button: dict[str, str]
) -> None:
    event = an_event()
    fields = {**typed(organizer.get(notes_of(event))), **WRITING, "sending": sent, **button}

    answer = organizer.post(notes_of(event), fields)

    assert (answer.status_code, answer.location) == (303, f"{notes_of(event)}{anchor}")


def test_edit_names_the_sending_that_its_page_was_made_of(organizer: Browser) -> None:
    event = an_event()

    rearranged = organizer.post(notes_of(event), {**THREE, "sending": "m1abc", "add_note": ""})
    refused = organizer.post(notes_of(event), {"notes-0-lines": "甲", "sending": "m1abc"})

    assert 'data-sent="m1abc"' in rearranged.text
    assert "data-unkept" not in rearranged.text
    assert 'data-sent="m1abc" data-unkept' in refused.text


def test_opening_the_editor_writes_nothing(
    organizer: Browser, statements: list[str], noon: datetime
) -> None:
    event = an_event(notes=[a_note("一", kind=NoteKind.SUMMARY)])
    organizer.post(notes_of(event), {**WRITING, "keep": "1"})
    statements.clear()

    organizer.get(notes_of(event))

    writing = [one for one in statements if not one.startswith(("SELECT", "BEGIN"))]
    assert writing == []
    assert db.session.scalar(select(func.count(Manuscript.id))) == 1
