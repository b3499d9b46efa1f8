"""Merging, with any three versions, and as two writers meet it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.manuscript import Manuscript
from exchange.domain.note import NoteKind, NoteLine
from exchange.domain.notes_draft import LineDraft, NoteDraft, NotesDraft, notes_draft
from exchange.extensions import db
from exchange.notes.merging import Fate, merge, merged_lines
from exchange.publication import revisions
from exchange.publication.services import follow_up
from tests.conftest import Browser
from tests.factories import LONG_AGO, a_note, an_account, an_event
from tests.pages import main_text
from tests.typed import Fields, typed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event
    from exchange.notes.merging import Merged

LINES = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=6).map(
    lambda texts: tuple(LineDraft(text=text) for text in texts)
)
MARKED_LINES = st.lists(
    st.builds(
        LineDraft,
        text=st.sampled_from("甲乙丙丁"),
        level=st.sampled_from([0, 1]),
        theme=st.sampled_from(["", "林業"]),
        is_proposal=st.booleans(),
    ),
    max_size=5,
).map(tuple)
HEADINGS = st.sampled_from(["森林", "観光", "防災"])


@st.composite
def versions(draw: st.DrawFn, base: NotesDraft, first_new: int | None) -> NotesDraft:
    """Draw what somebody makes of `base`: blocks taken away, moved, changed, and new ones."""
    kept = (
        draw(st.permutations(draw(st.lists(st.sampled_from(base.notes), unique=True))))
        if base.notes
        else []
    )
    notes = [
        note
        if draw(st.booleans())
        else replace(note, heading=draw(HEADINGS), lines=draw(MARKED_LINES))
        for note in kept
    ]
    for number in range(draw(st.integers(0, 2))):
        new = NoteDraft(
            id=None if first_new is None else first_new + number,
            heading=draw(HEADINGS),
            lines=draw(MARKED_LINES),
        )
        notes.insert(draw(st.integers(0, len(notes))), new)
    return NotesDraft(notes=tuple(notes))


@st.composite
def three_versions(draw: st.DrawFn) -> tuple[NotesDraft, NotesDraft, NotesDraft]:
    """Draw what two began from, what they saved, and what you typed."""
    base = NotesDraft(
        notes=tuple(
            NoteDraft(id=number, heading=draw(HEADINGS), lines=draw(MARKED_LINES))
            for number in range(1, draw(st.integers(0, 4)) + 1)
        )
    )
    return base, draw(versions(base, 10)), draw(versions(base, None))


def settled(blocks: Sequence[Merged]) -> NotesDraft:
    assert not any(block.fate.is_conflict for block in blocks)
    return NotesDraft(notes=tuple(block.settled for block in blocks if block.settled))


@given(three_versions())
def test_merge_takes_theirs_where_you_changed_nothing(three: tuple[NotesDraft, ...]) -> None:
    base, theirs, _ = three

    assert settled(merge(base, theirs, base)) == theirs


@given(three_versions())
def test_merge_takes_yours_where_they_changed_nothing(three: tuple[NotesDraft, ...]) -> None:
    base, _, yours = three

    assert settled(merge(base, base, yours)) == yours


@given(three_versions())
def test_merge_takes_what_both_say(three: tuple[NotesDraft, ...]) -> None:
    base, theirs, _ = three
    known = {note.id for note in base.notes}
    yours = [note if note.id in known else replace(note, id=None) for note in theirs.notes]

    assert settled(merge(base, theirs, NotesDraft(notes=tuple(yours)))) == theirs


@given(three_versions())
def test_merge_offers_every_block_of_both(three: tuple[NotesDraft, ...]) -> None:
    base, theirs, yours = three

    blocks = merge(base, theirs, yours)

    assert [one for one in blocks if one.theirs is one.yours is None] == []
    assert sorted(map(repr, theirs.notes)) == sorted(
        repr(one.theirs) for one in blocks if one.theirs
    )
    assert sorted(map(repr, yours.notes)) == sorted(repr(one.yours) for one in blocks if one.yours)


@given(three_versions())
def test_merge_gives_each_note_once(three: tuple[NotesDraft, ...]) -> None:
    ids = [block.both.id for block in merge(*three) if block.both.id]

    assert len(ids) == len(set(ids))


@given(three_versions())
def test_merge_settles_no_block_that_both_made_something_else_of(
    three: tuple[NotesDraft, ...],
) -> None:
    for block in merge(*three):
        if not block.fate.is_conflict:
            said = [
                one and replace(one, id=None) for one in (block.base, block.theirs, block.yours)
            ]
            assert said[1] == said[2] or said[0] in said[1:]


@given(MARKED_LINES, MARKED_LINES, MARKED_LINES)
def test_merged_lines_hold_each_text_that_either_added(base, theirs, yours) -> None:
    found = [line.text for line in merged_lines(base, theirs, yours)]

    known = {line.text for line in base}
    added = {line.text for line in (*theirs, *yours)} - known
    assert added <= set(found) <= added | known


@given(LINES, LINES)
def test_merged_lines_are_those_of_the_side_that_changed_something(base, other) -> None:
    assert merged_lines(base, other, base) == other
    assert merged_lines(base, base, other) == other
    assert merged_lines(base, other, other) == other


def lines(*texts: str) -> tuple[LineDraft, ...]:
    return tuple(LineDraft(text=text) for text in texts)


@pytest.mark.parametrize(
    ("base", "theirs", "yours", "both"),
    [
        ("甲", "甲乙", "甲丙", "甲乙丙"),
        ("甲", "乙甲", "甲丙", "乙甲丙"),
        ("甲乙", "甲", "甲乙丙", "甲丙"),
        ("甲乙丙", "甲丁丙", "甲乙戊", "甲丁戊"),
        ("甲乙丙", "甲丁丙", "甲戊丙", "甲丁戊丙"),
        ("", "甲乙", "乙丙", "甲乙丙"),
        ("甲乙", "乙甲", "甲乙", "乙甲"),
    ],
)
def test_merged_lines_put_together_what_both_did(base, theirs, yours, both) -> None:
    assert merged_lines(lines(*base), lines(*theirs), lines(*yours)) == lines(*both)


def test_a_line_of_which_both_changed_different_things_stays_one() -> None:
    base = LineDraft(text="甲")
    theirs, yours = replace(base, text="乙", theme="林業"), replace(base, is_proposal=True)

    assert merged_lines([base], [theirs], [yours]) == (replace(theirs, is_proposal=True),)


BASE = NotesDraft(
    notes=(
        NoteDraft(id=1, heading="一", lines=lines("甲")),
        NoteDraft(id=2, heading="二", lines=lines("甲")),
        NoteDraft(id=3, heading="三", lines=lines("甲")),
    )
)
ONE, TWO, THREE = BASE.notes


def say(note: NoteDraft, *texts: str) -> NoteDraft:
    return replace(note, lines=lines(*texts))


@pytest.mark.parametrize(
    ("theirs", "yours", "fate"),
    [
        (TWO, TWO, Fate.UNCHANGED),
        (say(TWO, "乙"), TWO, Fate.CHANGED_BY_THEM),
        (TWO, say(TWO, "乙"), Fate.CHANGED_BY_YOU),
        (say(TWO, "乙"), say(TWO, "乙"), Fate.CHANGED_ALIKE),
        (say(TWO, "乙"), say(TWO, "丙"), Fate.CHANGED_BY_BOTH),
        (None, TWO, Fate.REMOVED_BY_THEM),
        (TWO, None, Fate.REMOVED_BY_YOU),
        (None, say(TWO, "乙"), Fate.CHANGED_BY_YOU_REMOVED_BY_THEM),
        (say(TWO, "乙"), None, Fate.CHANGED_BY_THEM_REMOVED_BY_YOU),
    ],
)
def test_merge_tells_what_both_made_of_a_block(theirs, yours, fate) -> None:
    def around(note: NoteDraft | None) -> NotesDraft:
        return NotesDraft(notes=tuple(one for one in (ONE, note, THREE) if one))

    blocks = merge(BASE, around(theirs), around(yours))

    assert [block.fate for block in blocks] == [Fate.UNCHANGED, fate, Fate.UNCHANGED]


def test_merge_leaves_out_what_both_removed() -> None:
    left = NotesDraft(notes=(ONE, THREE))

    assert [block.either for block in merge(BASE, left, left)] == [ONE, THREE]


def test_merge_takes_new_blocks_that_are_headed_the_same_for_one() -> None:
    theirs = NoteDraft(id=9, heading="まとめ", lines=lines("甲"))
    yours = NoteDraft(heading="まとめ", kind=NoteKind.SUMMARY, lines=lines("乙"))

    (block,) = merge(NotesDraft(), NotesDraft(notes=(theirs,)), NotesDraft(notes=(yours,)))

    assert (block.fate, block.both) == (
        Fate.CHANGED_BY_BOTH,
        NoteDraft(id=9, heading="まとめ", kind=NoteKind.SUMMARY, lines=lines("甲", "乙")),
    )


def test_merge_stands_in_their_order_but_for_what_you_moved() -> None:
    four = NoteDraft(id=4, heading="四")
    base = NotesDraft(notes=(*BASE.notes, four))
    theirs = NotesDraft(notes=(TWO, ONE, NoteDraft(id=9, heading="新"), THREE, four))
    yours = NotesDraft(notes=(four, ONE, TWO, THREE, NoteDraft(heading="末")))

    found = [block.either.heading for block in merge(base, theirs, yours)]

    assert found == ["四", "二", "一", "新", "三", "末"]


def test_a_note_that_was_typed_twice_is_a_note_and_a_new_one() -> None:
    twice = NotesDraft(notes=(ONE, replace(ONE, heading="写し"), TWO, THREE))

    found = [(block.fate, block.either.heading) for block in merge(BASE, BASE, twice)]

    assert found == [
        (Fate.UNCHANGED, "一"),
        (Fate.ADDED_BY_YOU, "写し"),
        (Fate.UNCHANGED, "二"),
        (Fate.UNCHANGED, "三"),
    ]


@pytest.fixture
def colleague(app: Flask) -> Browser:
    return Browser(app).sign_in(an_account(role=Role.ORGANIZER, name="長井 次郎"))


def editor_of(event: Event) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/notes"


def merging_of(event: Event) -> str:
    return f"{editor_of(event)}/merge"


def said(event: Event) -> list[tuple[str, list[str]]]:
    db.session.expire_all()
    return [(note.heading, [line.text for line in note.lines]) for note in notes_draft(event).notes]


def both_write(
    event: Event,
    first: Browser,
    second: Browser,
    theirs: dict[str, str],
    yours: dict[str, str],
) -> TestResponse:
    """Let both open the editor, the first save, and then the second."""
    pages = [typed(who.get(editor_of(event))) for who in (first, second)]
    assert first.post(editor_of(event), {**pages[0], **theirs}).status_code == 303
    return second.post(editor_of(event), {**pages[1], **yours})


def test_show_tells_who_saved_what_and_asks_only_about_what_both_changed(
    organizer: Browser, colleague: Browser, noon: datetime
) -> None:
    event = an_event(notes=[a_note("一", "甲"), a_note("二", "甲"), a_note("三", "甲")])

    answer = both_write(
        event,
        colleague,
        organizer,
        {"notes-0-lines": "甲\r\n乙", "notes-1-lines": "甲\r\n相手"},
        {"notes-2-heading": "参", "notes-1-lines": "甲\r\n自分"},
    )

    text = main_text(answer)
    assert answer.status_code == 422
    assert "第2版を長井 次郎が保存しました（令和8年6月1日(月) 12:00）。" in text
    assert "一 相手の変更" in text
    assert "参 あなたの変更" in text
    assert [line for line in ("甲", "相手", "自分") if f">{line}<" in answer.text] == [
        "甲",
        "相手",
        "自分",
    ]
    assert typed(answer)["blocks-1-lines"] == ["甲\n相手\n自分"]
    assert "blocks-0-lines" not in typed(answer)
    assert said(event) == [("一", ["甲", "乙"]), ("二", ["甲", "相手"]), ("三", ["甲"])]


@pytest.mark.parametrize(
    ("chosen", "lines_kept"),
    [
        ({}, ["甲", "相手", "自分"]),
        ({"blocks-0-choice": "both", "blocks-0-lines": "甲\r\n合意"}, ["甲", "合意"]),
        ({"blocks-0-choice": "theirs"}, ["甲", "相手"]),
        ({"blocks-0-choice": "yours"}, ["甲", "自分"]),
    ],
)
def test_save_writes_what_was_chosen_under_the_address_it_had(
    organizer: Browser, colleague: Browser, chosen: dict[str, str], lines_kept: list[str]
) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    number = event.notes[0].id
    page = both_write(
        event,
        colleague,
        organizer,
        {"notes-0-lines": "甲\r\n相手"},
        {"notes-0-lines": "甲\r\n自分"},
    )

    answer = organizer.post(merging_of(event), {**typed(page), **chosen})

    assert (answer.status_code, answer.location) == (303, editor_of(event))
    assert said(event) == [("一", lines_kept)]
    assert event.notes[0].id == number


@pytest.mark.parametrize(("choice", "left"), [("", ["甲", "自分"]), ("theirs", None)])
def test_a_block_that_they_removed_and_you_changed_comes_back_or_stays_away(
    organizer: Browser, colleague: Browser, choice: str, left: list[str] | None
) -> None:
    event = an_event(notes=[a_note("一", "甲"), a_note("二", "甲")])
    page = both_write(
        event,
        colleague,
        organizer,
        {"notes-1-heading": "", "notes-1-lines": "", "notes-1-kind": "", "notes-1-speaker": ""},
        {"notes-1-lines": "甲\r\n自分"},
    )

    organizer.post(
        merging_of(event), {**typed(page), **({"blocks-1-choice": choice} if choice else {})}
    )

    assert said(event) == [("一", ["甲"]), *([("二", left)] if left else [])]


@pytest.mark.parametrize(("choice", "left"), [("", ["甲", "相手"]), ("yours", None)])
def test_a_block_that_you_removed_and_they_changed_stays_or_goes(
    organizer: Browser, colleague: Browser, choice: str, left: list[str] | None
) -> None:
    event = an_event(notes=[a_note("一", "甲"), a_note("二", "甲")])
    page = both_write(
        event,
        colleague,
        organizer,
        {"notes-1-lines": "甲\r\n相手"},
        {"notes-1-heading": "", "notes-1-lines": "", "notes-1-kind": "", "notes-1-speaker": ""},
    )

    organizer.post(
        merging_of(event), {**typed(page), **({"blocks-1-choice": choice} if choice else {})}
    )

    assert said(event) == [("一", ["甲"]), *([("二", left)] if left else [])]


def test_a_third_save_meanwhile_is_merged_in_turn(organizer: Browser, colleague: Browser) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    page = both_write(
        event,
        colleague,
        organizer,
        {"notes-0-lines": "甲\r\n相手"},
        {"notes-0-lines": "甲\r\n自分"},
    )
    colleague.post(
        editor_of(event),
        {**typed(colleague.get(editor_of(event))), "notes-0-lines": "甲\r\n相手\r\n三度目"},
    )

    again = organizer.post(merging_of(event), typed(page))
    answer = organizer.post(merging_of(event), typed(again))

    assert (again.status_code, answer.status_code) == (422, 303)
    assert said(event) == [("一", ["甲", "相手", "三度目", "自分"])]


def test_save_shows_what_is_wrong_and_keeps_what_was_typed(
    organizer: Browser, colleague: Browser
) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    page = both_write(
        event,
        colleague,
        organizer,
        {"notes-0-lines": "相手"},
        {"notes-0-lines": "自分", "notes-1-heading": "私の新しい記録"},
    )

    answer = organizer.post(
        merging_of(event),
        {**typed(page), "blocks-0-heading": "", "blocks-0-lines": "長" * 2001},
    )

    assert answer.status_code == 422
    assert "見出しを入力してください。" in main_text(answer)
    assert "1行は2000文字までです。" in main_text(answer)
    assert typed(answer)["blocks-0-lines"] == ["長" * 2001]
    assert "私の新しい記録" in typed(answer)["notes-1-heading"]
    assert said(event) == [("一", ["相手"])]


def test_notes_of_two_that_are_too_many_are_refused(organizer: Browser, colleague: Browser) -> None:
    event = an_event()
    theirs = {f"notes-{number}-heading": f"相手{number}" for number in range(60)}
    yours = {f"notes-{number}-heading": f"自分{number}" for number in range(60)}
    page = both_write(event, colleague, organizer, theirs, yours)

    answer = organizer.post(merging_of(event), typed(page))

    assert answer.status_code == 422
    assert "1つの行事に記録できるのは100件までです。" in main_text(answer)
    assert len(said(event)) == 60


def test_a_hundred_blocks_are_merged_at_once(organizer: Browser, colleague: Browser) -> None:
    event = an_event(notes=[a_note(f"見出し{number}", "甲") for number in range(100)])
    theirs, yours = (
        {f"notes-{number}-lines": f"甲\r\n{word * 300}" for number in range(100)}
        for word in ("相手", "自分")
    )
    page = both_write(event, colleague, organizer, theirs, yours)

    answer = organizer.post(merging_of(event), typed(page))

    assert answer.status_code == 303
    assert {tuple(lines) for _, lines in said(event)} == {("甲", "相手" * 300, "自分" * 300)}


def test_what_a_line_says_besides_its_text_survives_the_merge(
    organizer: Browser, colleague: Browser
) -> None:
    line = {"text": "木を使う", "speaker": "髙橋 𠮷之", "organization": "米沢市", "theme": "林業"}
    event = an_event(notes=[a_note("一")])
    event.notes[0].lines = [NoteLine(**line, is_proposal=True), NoteLine(text="枝", level=1)]
    follow_up(event, at=LONG_AGO)
    before = notes_draft(event).notes[0].lines
    page = both_write(
        event,
        colleague,
        organizer,
        {"notes-0-speaker": "相手"},
        {"notes-0-speaker": "自分", "notes-1-heading": "二"},
    )

    organizer.post(merging_of(event), typed(page))

    db.session.expire_all()
    assert notes_draft(event).notes[0].lines == before


def test_a_draft_is_forgotten_once_the_merged_notes_are_saved(
    organizer: Browser, colleague: Browser
) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    kept = {**typed(organizer.get(editor_of(event))), "notes-0-lines": "下書き", "keep": "1"}
    organizer.post(editor_of(event), kept)
    page = both_write(
        event, colleague, organizer, {"notes-0-lines": "相手"}, {"notes-0-lines": "自分"}
    )

    organizer.post(merging_of(event), typed(page))

    assert db.session.scalars(select(Manuscript)).all() == []


@pytest.mark.parametrize(
    "forged",
    [
        {"base": "99"},
        {"revision": "99"},
        {"revision": "9" * 30, "base": "x"},
        {"notes-0-kind": "party"},
        {"notes-0-lines": "\0"},
        {"blocks-0-choice": "nonsense"},
        {"blocks-0-kind": "party"},
    ],
)
def test_a_forged_merge_changes_nothing(
    organizer: Browser, colleague: Browser, forged: dict[str, str]
) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    page = both_write(
        event, colleague, organizer, {"notes-0-lines": "相手"}, {"notes-0-lines": "自分"}
    )

    answer = organizer.post(merging_of(event), {**typed(page), **forged})

    assert answer.status_code in {400, 422}
    assert said(event) == [("一", ["相手"])]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    fields=st.dictionaries(
        st.from_regex(
            r"\A((notes|blocks)-[0-9]{1,3}-(id|heading|kind|speaker|lines|choice|x)|base|revision|add_note)\Z"
        ),
        st.text(max_size=20) | st.sampled_from(["0", "1", "2", "theirs", "yours", "both"]),
        max_size=8,
    )
)
def test_whatever_is_sent_to_the_merge_is_answered(
    organizer: Browser, fields: dict[str, str]
) -> None:
    event = an_event(notes=[a_note("一", "甲"), a_note("二", "甲")])
    event.notes[0].heading = "壱"
    follow_up(event, at=LONG_AGO)

    answer = organizer.post(
        merging_of(event), {"base": "1", "revision": "2", **fields}, form=editor_of(event)
    )

    assert answer.status_code in {303, 400, 422}


def test_the_address_of_the_merge_leads_to_the_editor(organizer: Browser) -> None:
    event = an_event()

    answer = organizer.get(merging_of(event))

    assert (answer.status_code, answer.location) == (303, editor_of(event))


def test_of_two_who_save_at_the_same_time_one_wins_and_the_other_merges(
    app: Flask, organizer: Browser, colleague: Browser
) -> None:
    event = an_event(notes=[a_note("一", "甲"), a_note("二", "甲")])
    path, merging = editor_of(event), merging_of(event)
    pages = [typed(one.get(path)) for one in (organizer, colleague)]
    both_ready = Barrier(2)

    def save(browser: Browser, page: Fields, change: dict[str, str]) -> TestResponse:
        both_ready.wait()
        return browser.client.post(path, data={**page, **change})

    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                save,
                (organizer, colleague),
                pages,
                ({"notes-0-lines": "甲\r\n乙"}, {"notes-1-lines": "甲\r\n丙"}),
            )
        )
    db.session.rollback()
    statuses = [answer.status_code for answer in answers]
    second = statuses.index(422)
    answer = (organizer, colleague)[second].client.post(merging, data=typed(answers[second]))

    db.session.rollback()
    assert (sorted(statuses), answer.status_code) == ([303, 422], 303)
    assert said(event) == [("一", ["甲", "乙"]), ("二", ["甲", "丙"])]
    assert revisions.number(event) == 3


def test_four_who_save_the_merged_page_at_the_same_time_lose_nothing(
    app: Flask, organizer: Browser
) -> None:
    event = an_event(notes=[a_note("一", "甲")])
    path, merging = editor_of(event), merging_of(event)
    everybody = [
        organizer,
        *(Browser(app).sign_in(an_account(role=Role.ORGANIZER)) for _ in range(3)),
    ]
    pages = [typed(one.get(path)) for one in everybody]
    all_ready = Barrier(4)

    def save(browser: Browser, page: Fields, word: str) -> None:
        all_ready.wait()
        answer = browser.client.post(path, data={**page, "notes-0-lines": f"甲\r\n{word}"})
        while answer.status_code == 422:
            answer = browser.client.post(merging, data=typed(answer))
        assert answer.status_code == 303

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, everybody, pages, "子丑寅卯"))

    db.session.rollback()
    ((heading, found),) = said(event)
    assert (heading, found[0], sorted(found[1:])) == ("一", "甲", sorted("子丑寅卯"))
    assert revisions.number(event) == 5
