from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.note import NoteKind
from exchange.domain.notes_draft import LineDraft, NoteDraft, NotesDraft
from exchange.notes.differences import (
    Difference,
    Mark,
    Segment,
    Tally,
    compare,
    lines,
    tally,
    words,
)

TEXTS = st.text("森林木材を使う。", max_size=12)
LINES = st.lists(
    st.builds(
        LineDraft,
        text=TEXTS,
        level=st.sampled_from([0, 1]),
        speaker=st.sampled_from(["", "髙橋"]),
        is_proposal=st.booleans(),
    ),
    max_size=5,
)
NOTES = st.lists(
    st.builds(NoteDraft, id=st.integers(1, 6), heading=TEXTS, lines=LINES.map(tuple)),
    max_size=5,
    unique_by=lambda note: note.id,
).map(lambda notes: NotesDraft(notes=tuple(notes)))
BEFORE, AFTER = {Mark.SAME, Mark.REMOVED}, {Mark.SAME, Mark.ADDED}


def shown(text: str) -> list[Segment]:
    """Read 森[林]{木} as segments."""
    marks = {"[": Mark.REMOVED, "{": Mark.ADDED}
    pieces = text.replace("[", "|[").replace("{", "|{").replace("]", "|").replace("}", "|")
    return [
        Segment(piece.lstrip("[{"), marks.get(piece[0], Mark.SAME))
        for piece in pieces.split("|")
        if piece
    ]


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        ("森林", "森林", "森林"),
        ("", "", ""),
        ("", "森林", "{森林}"),
        ("森林", "", "[森林]"),
        ("森林について学ぶ。", "森林と木材について学ぶ。", "森林{と木材}について学ぶ。"),
        ("令和4年度の森林譲与税", "令和5年度の森林譲与税", "令和[4]{5}年度の森林譲与税"),
        ("木の机と本を作る", "木の棚と紙を作る", "木の[机と本]{棚と紙}を作る"),
        ("森林", "観光", "[森林]{観光}"),
    ],
)
def test_words_marks_what_came_and_what_went(before: str, after: str, difference: str) -> None:
    assert words(before, after) == shown(difference)


@given(TEXTS, TEXTS)
def test_words_hold_both_texts(before: str, after: str) -> None:
    found = words(before, after)

    assert "".join(one.text for one in found if one.mark in BEFORE) == before
    assert "".join(one.text for one in found if one.mark in AFTER) == after
    assert all(one.text for one in found)


@given(LINES, LINES)
def test_lines_hold_both_versions(before: list[LineDraft], after: list[LineDraft]) -> None:
    found = lines(before, after)

    for version, marks, away in ((before, BEFORE, Mark.ADDED), (after, AFTER, Mark.REMOVED)):
        texts = [
            "".join(part.text for part in line.text if part.mark in marks)
            for line in found
            if line.mark is not away
        ]
        assert texts == [line.text for line in version]


def test_lines_tell_of_a_line_what_else_changed_about_it() -> None:
    before = LineDraft(text="木を使う", speaker="甲", theme="林業", is_proposal=True)
    after = replace(before, speaker="乙", organization="米沢市", is_proposal=False)

    (line,) = lines([before], [after])

    assert (line.mark, line.text, line.proposal) == (
        Mark.CHANGED,
        [Segment("木を使う")],
        Mark.REMOVED,
    )
    assert line.about == [*shown("[甲]{乙}{米沢市}"), Segment("林業")]


def test_a_line_that_was_only_indented_is_seen_to_have_changed() -> None:
    line = LineDraft(text="枝")

    found = lines([line], [replace(line, level=1)])

    assert [(one.mark, one.level) for one in found] == [(Mark.REMOVED, 0), (Mark.ADDED, 1)]


def test_long_lines_are_compared_as_a_whole() -> None:
    before, after = "あ" * 2000, "あ" * 1999 + "い"

    found = lines([LineDraft(text=before)], [LineDraft(text=after)])

    assert [one.mark for one in found] == [Mark.REMOVED, Mark.ADDED]


ONE, TWO, THREE = (
    NoteDraft(id=number, heading=heading) for number, heading in enumerate("一二三", start=1)
)


def told(different: list[Difference]) -> list[tuple[str, Mark, bool]]:
    return [((one.after or one.before).heading, one.mark, one.is_moved) for one in different]


def test_compare_pairs_blocks_by_their_notes() -> None:
    before = NotesDraft(notes=(ONE, TWO, THREE))
    after = NotesDraft(notes=(replace(TWO, heading="弐"), NoteDraft(id=9, heading="四"), THREE))

    assert told(compare(before, after)) == [
        ("一", Mark.REMOVED, False),
        ("弐", Mark.CHANGED, False),
        ("四", Mark.ADDED, False),
        ("三", Mark.SAME, False),
    ]


def test_compare_says_that_a_block_was_moved() -> None:
    before = NotesDraft(notes=(ONE, TWO, THREE))

    different = compare(before, NotesDraft(notes=(THREE, ONE, TWO)))

    assert told(different) == [
        ("三", Mark.SAME, True),
        ("一", Mark.SAME, False),
        ("二", Mark.SAME, False),
    ]
    assert tally(different) == Tally(moved=1)


def test_compare_knows_a_block_that_came_back_as_a_new_note() -> None:
    before, after = NotesDraft(notes=(ONE,)), NotesDraft(notes=(replace(ONE, id=8),))

    assert told(compare(before, after)) == [("一", Mark.SAME, False)]


def test_tally_counts_what_differs() -> None:
    before = NotesDraft(notes=(ONE, TWO, THREE))
    after = NotesDraft(notes=(THREE, replace(ONE, heading="壱"), NoteDraft(heading="新")))

    assert tally(compare(before, after)) == Tally(added=1, changed=1, removed=1, moved=1)


@given(NOTES, NOTES)
def test_compare_shows_every_block_of_both_once(before: NotesDraft, after: NotesDraft) -> None:
    different = compare(before, after)

    assert [one.after for one in different if one.after] == list(after.notes)
    assert {one.before for one in different if one.before} == set(before.notes)
    assert all(one.before or one.after for one in different)


@given(NOTES)
def test_compare_finds_nothing_between_equal_versions(draft: NotesDraft) -> None:
    assert tally(compare(draft, draft)) == Tally()


def test_kinds_names_both_where_it_changed() -> None:
    lecture = replace(ONE, kind=NoteKind.LECTURE)

    kinds = [
        Difference(before=before, after=after).kinds
        for before, after in ((ONE, ONE), (lecture, lecture), (ONE, lecture), (lecture, ONE))
    ]

    assert kinds == [
        [],
        [("Lecture", Mark.SAME)],
        [("Lecture", Mark.ADDED)],
        [("Lecture", Mark.REMOVED)],
    ]
