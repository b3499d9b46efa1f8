"""The door of search: what it finds is what a plain comparison finds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.account import Role
from exchange.domain.event import Event, EventStatus, Visibility
from exchange.domain.note import NoteLine
from exchange.extensions import db
from exchange.lib.text import fold
from exchange.publication.services import follow_up
from exchange.search import find
from exchange.search.find import Query
from tests.factories import LONG_AGO, a_day, a_note, an_account, an_event
from tests.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask


def headings(query: Query) -> Sequence[str]:
    return [note.heading for note in db.session.scalars(find.notes(query, None))]


def titles(query: Query) -> Sequence[str]:
    return [event.title for event in db.session.scalars(find.events_named(query, None))]


def a_session() -> Event:
    return an_event(
        title="第1回交流研修",
        notes=[
            a_note(
                "森林に関する講義",
                "取組みはDXとカーボン。",
                "9～10月に木を切る",
                "環境譲与税100%",
                speaker="髙橋 一",
            )
        ],
    )


@pytest.mark.parametrize(
    "query",
    [
        "森林",
        "林",
        "森林 税",
        "税　森林",
        "取組",
        "取り組み",
        "取組み",
        "髙橋",
        "高橋",
        "ＤＸ",
        "dx",
        "ｶｰﾎﾞﾝ",
        "9~10月",
        "9〜10月",
        "交流研修",
        "100%",
        "%",
        "木を切る",
    ],
)
def test_notes_are_found_by_any_part_of_what_they_say(app: Flask, query: str) -> None:
    a_session()

    assert headings(Query(query)) == ["森林に関する講義"]


@pytest.mark.parametrize("query", ["森林 海", "林取", "100_", "_", "\\", "/", "切る木"])
def test_notes_are_not_found_by_what_they_do_not_say(app: Flask, query: str) -> None:
    a_session()

    assert headings(Query(query)) == []


TWO_SPEAKERS = "前神 有里、徳大寺 祥宏"


@pytest.mark.parametrize("name", ["前神", "前神 有里", "前神有里", "徳大寺、前神", "德大寺"])
def test_notes_are_narrowed_to_a_speaker(app: Flask, name: str) -> None:
    an_event(notes=[a_note("講義", speaker=TWO_SPEAKERS), a_note("まとめ")])

    assert headings(Query(speaker=name)) == ["講義"]


@pytest.mark.parametrize("name", ["長野、前神", "里徳", "講義", "%"])
def test_notes_of_other_speakers_are_left_out(app: Flask, name: str) -> None:
    an_event(notes=[a_note("講義", speaker=TWO_SPEAKERS)])

    assert headings(Query(speaker=name)) == []


def test_notes_come_newest_first_and_in_the_order_of_the_session(app: Flask) -> None:
    an_event(days=[], notes=[a_note("いつか")])
    an_event(days=[a_day(date(2021, 5, 1))], notes=[a_note("昔")])
    an_event(days=[a_day(date(2022, 5, 1))], notes=[a_note("講義"), a_note("まとめ")])

    assert headings(Query()) == ["講義", "まとめ", "昔", "いつか"]


def test_notes_come_with_their_events_and_lines_in_two_statements(app: Flask) -> None:
    for _ in range(3):
        an_event(notes=[a_note()])
    db.session.expire_all()
    db.session.connection()

    with statements() as sent:
        found = db.session.scalars(find.notes(Query(), None)).all()
        shown = {(note.event.title, note.lines[0].text) for note in found}

    assert shown == {("第1回交流研修", "一行目。")}
    assert len(sent) == 2


HIDDEN = [
    {"status": EventStatus.DRAFT},
    {"status": EventStatus.DRAFT, "visibility": Visibility.MEMBERS},
    {"visibility": Visibility.MEMBERS},
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_hidden_is_found_by_nobody_outside(app: Flask, hidden: dict[str, object]) -> None:
    an_event(title="森林の計画", notes=[a_note("森林の秘密")], **hidden)

    assert (headings(Query("森林")), titles(Query("森林"))) == ([], [])


def test_members_find_what_is_for_members_and_organizers_find_drafts(app: Flask) -> None:
    for hidden in HIDDEN:
        an_event(notes=[a_note("森林の秘密")], **hidden)

    def count(role: Role) -> int:
        return len(db.session.scalars(find.notes(Query("森林"), an_account(role))).all())

    assert {role: count(role) for role in Role} == {
        Role.STAFF: 1,
        Role.COORDINATOR: 1,
        Role.ORGANIZER: 3,
        Role.ADMIN: 3,
    }


def test_a_note_follows_its_event_and_itself(app: Flask) -> None:
    event = an_event(title="古い題", notes=[a_note("見出し", "古い行")])

    event.title = "新しい題"
    event.notes[0].lines = [NoteLine(text="新しい行")]
    follow_up(event, at=LONG_AGO)

    assert [headings(Query(query)) for query in ("新しい題", "新しい行", "古い題", "古い行")] == [
        ["見出し"],
        ["見出し"],
        [],
        [],
    ]


@pytest.mark.parametrize("query", ["ふれ愛", "芝地区", "フレ", "まつりだ ふれ"])
def test_events_are_found_by_their_names(app: Flask, query: str) -> None:
    an_event(title="「ふれ愛まつりだ、芝地区！」出展", theme="フレイル予防")
    an_event(title="別の行事")

    assert titles(Query(query)) == ["「ふれ愛まつりだ、芝地区！」出展"]


LETTERS = "森林木 　取組り込み申Aaａ1１%_\\/\"'ｶﾞガが髙高～〜~・･-ーー㌔\u3099\u200b神神\n"
TEXTS = st.text(LETTERS, max_size=8)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    notes=st.lists(st.lists(TEXTS, min_size=1, max_size=3), max_size=4),
    query=st.text(LETTERS + "\0\ud800", max_size=8),
)
def test_notes_found_are_those_that_a_plain_comparison_finds(
    app: Flask, notes: list[list[str]], query: str
) -> None:
    events = [an_event(title=str(at), notes=[a_note(*note)]) for at, note in enumerate(notes)]
    terms = [term for term in map(fold, query.split()) if term]
    expected = {
        event.id
        for event in events
        if all(any(term in fold(text) for text in _texts(event)) for term in terms)
    }

    found = {note.event_id for note in db.session.scalars(find.notes(Query(query), None))}

    for event in events:
        db.session.delete(event)
    db.session.commit()
    assert found == expected


def _texts(event: Event) -> Sequence[str]:
    (note,) = event.notes
    return [event.title, note.heading, note.speaker, *(line.text for line in note.lines)]
