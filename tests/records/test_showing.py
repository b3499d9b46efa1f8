"""What is shown of a note that was found: the telling lines, what is around them, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.account import Account, Role
from exchange.domain.note import Note, NoteLine
from exchange.domain.programme import Programme
from exchange.domain.series import Series
from exchange.lib.text import fold, mark
from exchange.records.queries import Criteria, find_records
from exchange.search.query import parse
from tests.factories import a_day, a_note, a_place, a_stored_material, a_stored_photo, an_event
from tests.records.a_collection import PIECES, a_collection
from tests.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Flask

    from exchange.lib.text import Segment
    from exchange.records.showing import Record

ALL_SEEING = Account(role=Role.ORGANIZER)


def found(words: str) -> Sequence[Record]:
    return find_records(Criteria(words), ALL_SEEING).items


def the_one(words: str) -> Record:
    (record,) = found(words)
    return record


def in_brackets(parts: Iterable[Segment]) -> str:
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


def shown(record: Record) -> list[str]:
    """Give the lines that are shown, with a number where some were left out."""
    said = []
    for line in record.lines:
        said += [f"({line.left_out})"] if line.left_out else []
        said.append("　" * line.says.level + in_brackets(line.text))
    return [*said, f"({record.left_out})"] if record.left_out else said


def reasons(record: Record) -> list[tuple[str, str]]:
    return [(reason.label, in_brackets(reason.text)) for reason in record.reasons]


def a_nested_note(*texts: str) -> Note:
    """Make a note; what begins with a full-width space is under the line before it."""
    lines = [NoteLine(text=text.strip(), level=int(text != text.strip())) for text in texts]
    return Note(heading="見出し", kind=None, lines=lines)


def test_the_first_lines_are_shown_where_no_line_holds_a_word(app: Flask) -> None:
    an_event(notes=[a_note("森林", *"一二三四五六")])

    assert shown(the_one("森林")) == ["一", "二", "三", "四", "(2)"]


def test_a_telling_line_is_shown_with_those_around_it(app: Flask) -> None:
    an_event(notes=[a_note("題", *"一二三木五六七八")])

    assert shown(the_one("木")) == ["(2)", "三", "[木]", "五", "(3)"]


def test_no_line_is_left_out_by_itself(app: Flask) -> None:
    an_event(notes=[a_note("題", *"一木三四木六")])

    assert shown(the_one("木")) == ["一", "[木]", "三", "四", "[木]", "六"]


def test_a_nested_line_comes_with_the_one_it_belongs_to(app: Flask) -> None:
    an_event(notes=[a_nested_note("親", "　一", "　二", "　三", "　木", "　五", "　六", "七")])

    assert shown(the_one("木")) == ["親", "(2)", "　三", "　[木]", "　五", "(2)"]


def test_each_word_is_shown_however_many_there_are(app: Flask) -> None:
    an_event(notes=[a_note("題", *"木ー木ー木ー木ー木ー木ー火ー水ー金ー土ー")])

    assert shown(the_one("木 火 水 金 土 ")) == [
        "[木]",
        "(11)",
        "[火]",
        "ー",
        "[水]",
        "ー",
        "[金]",
        "ー",
        "[土]",
        "ー",
    ]


def test_a_long_line_is_cut_to_what_is_around_each_word(app: Flask) -> None:
    an_event(notes=[a_note("題", "あ" * 200 + "木" + "い" * 200 + "森" + "う" * 200)])

    assert shown(the_one("森 木")) == [
        f"…{'あ' * 15}[木]{'い' * 44}…{'い' * 15}[森]{'う' * 44}…",
    ]


def test_who_said_a_line_and_its_theme_tell_too(app: Flask) -> None:
    note = a_note("題", *"一二三四五六七八九")
    note.lines[6].speaker, note.lines[6].theme = "長野 麻子", "移住"
    an_event(notes=[note])

    assert [shown(the_one(words)) for words in ("麻子", "移住")] == [
        ["(5)", "六", "七", "八", "九"]
    ] * 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("開港", [("Theme", "[開港]の話")]),
        ("連続", [("Series", "[連続]の研修")]),
        ("塾", [("Programme", "地方創生実践[塾]")]),
        ("米沢市", [("Venue", "[米沢市]産業会館")]),
        ("集合", [("Photo", "[集合]写真")]),
        ("手引", [("Material", "[手引].pdf")]),
        ("手引 会館", [("Material", "[手引].pdf"), ("Venue", "米沢市産業[会館]")]),
        ("産業 OR 見本 会館", [("Venue", "米沢市[産業会館]")]),
        ("題", []),
        ("一", []),
        ("一 会館", [("Venue", "米沢市産業[会館]")]),
        ("見本 OR 一", []),
        ("一 -海", []),
    ],
)
def test_it_is_said_why_a_note_was_found(
    app: Flask, words: str, why: list[tuple[str, str]]
) -> None:
    an_event(
        theme="開港の話",
        series=Series(name="連続の研修"),
        programme=Programme(name="地方創生実践塾"),
        days=[a_day(places=[a_place("米沢市産業会館")])],
        photos=[a_stored_photo("p", caption="集合写真")],
        materials=[a_stored_material("m", "手引.pdf")],
        notes=[a_note("題", "一")],
    )

    assert reasons(the_one(words)) == why


def test_what_must_not_occur_is_not_marked(app: Flask) -> None:
    an_event(notes=[a_note("題", "森と木")])

    assert shown(the_one("木 -視察")) == ["森と[木]"]


def test_a_page_takes_as_many_statements_for_one_note_as_for_many(app: Flask) -> None:
    def taken(words: str) -> int:
        with statements() as sent:
            assert found(words)
        return sum(one.startswith("SELECT") for one in sent)

    for number in range(3):
        an_event(
            title=f"{number}",
            days=[a_day(places=[a_place("米沢市産業会館")])],
            notes=[a_note("題", *"一二", f"森{number}") for _ in range(number + 1)],
        )

    assert len({taken(words) for words in ("森0", "森2", "森")}) == 1
    assert len({taken(words) for words in ("会館 森0", "会館 森")}) == 1


words_typed = st.lists(
    st.sampled_from([*PIECES, *(f"-{piece}" for piece in PIECES), '"', "「", "|", "林", "団体"]),
    max_size=4,
).map(" ".join)


@pytest.fixture
def _collection(app: Flask) -> None:
    a_collection()


@pytest.mark.usefixtures("_collection")
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=words_typed)
def test_each_word_is_marked_where_it_stands_and_nothing_else_is(words: str) -> None:
    sought = parse(words)

    for record in found(words):
        note, event = record.note, record.event
        whole = [event.title, note.heading, note.speaker]
        whole += [
            name
            for line in record.lines
            for name in (line.says.speaker, line.says.organization, line.says.theme)
        ]
        marks = [part for text in whole for part in mark(text, sought.marked)]
        for line in record.lines:
            assert is_cut_from(line.text, line.says.text, sought.marked)
            marks += line.text
        marks += [part for reason in record.reasons for part in reason.text]
        hits = [fold(part.text) for part in marks if part.is_hit]
        for group in sought.wanted:
            assert any(word.folded in hit for hit in hits for word in group)


def is_cut_from(shown: Sequence[Segment], text: str, terms: Sequence[str]) -> bool:
    """Tell whether what is shown is parts of the text in their order, marked as in all of it."""
    letters = [(letter, part.is_hit) for part in mark(text, terms) for letter in part.text]
    at = 0
    for part in shown:
        if part.text == "…" and not part.is_hit:
            continue
        cut = [(letter, part.is_hit) for letter in part.text]
        at = next(
            start
            for start in range(at, len(letters) + 1)
            if letters[start : start + len(cut)] == cut
        ) + len(cut)
    return True
