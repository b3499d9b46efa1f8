"""The door of search: what it finds is what a plain comparison finds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.event import Event, EventStatus, Visibility
from exchange.domain.note import Note, NoteLine
from exchange.extensions import db
from exchange.lib.text import fold
from exchange.publication.services import follow_up
from exchange.search import find
from exchange.search.find import Order, Query
from exchange.search.hits import Hits
from exchange.search.query import parse
from tests.factories import LONG_AGO, a_day, a_note, an_account, an_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask


def headings(query: Query) -> Sequence[str]:
    ids = find.notes(query, None, upto=20).ids
    notes = {note.id: note for note in db.session.scalars(select(Note))}
    return [notes[one].heading for one in ids]


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


def test_headings_that_hold_all_words_come_first_by_relevance(app: Flask) -> None:
    an_event(days=[a_day(date(2022, 5, 1))], notes=[a_note("木の話", "森林。"), a_note("木と森林")])
    an_event(days=[a_day(date(2020, 5, 1))], notes=[a_note("森林と木", "海。"), a_note("森林の木")])
    ids = {note.id: note.heading for note in db.session.scalars(select(Note))}

    found = find.notes(Query("木 森林 -海"), None, upto=20, order=Order.RELEVANCE)

    assert ([ids[one] for one in found.ids], found.total) == (["木と森林", "森林の木", "木の話"], 3)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("森林 -税", ["水"]),
        ("-森林", ["木"]),
        ("-森林 -木", []),
        ("税 OR 木", ["税", "木"]),
        ("森林|木 -水", ["税", "木"]),
        ('"森 林"', ["税", "水"]),
        ("「林 の」", ["税", "水"]),
        ("米沢市産業 会館 交流 -木", ["税", "水"]),
    ],
)
def test_words_may_be_alternatives_or_left_out(app: Flask, query: str, found: list[str]) -> None:
    an_event(notes=[a_note("税", "森林の税。"), a_note("水", "森林の水。"), a_note("木", "木。")])

    assert headings(Query(query)) == found


def test_hits_are_counted_up_to_a_thousand(app: Flask) -> None:
    an_event(notes=[a_note("森林の講義") for _ in range(1002)])

    def counts(text: str) -> tuple[int, int, bool, int]:
        hits = find.notes(Query(text), None, upto=20)
        return hits.ids[19], hits.total, hits.are_more, find.count(Query(text), None)

    newest = db.session.scalars(select(Note.id).order_by(Note.ordinal).offset(19)).first()
    assert {text: counts(text) for text in ("", "木 OR 森林", "講", "-海")} == dict.fromkeys(
        ("", "木 OR 森林", "講", "-海"), (newest, 1000, True, 1002)
    )
    assert find.notes(Query("海 OR 川"), None, upto=20) == Hits([], 0)


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
        return len(find.notes(Query("森林"), an_account(role), upto=20).ids)

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


LETTERS = "森林木|OR-「」 　取組り込み申Aaａ1１%_\\/\"'ｶﾞガが髙高～〜~・･-ーー㌔\u3099\u200b神神\n"
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
    expected = {
        event.id
        for event in events
        if parse(query).are_in("\n".join(fold(text) for text in _texts(event)))
    }

    ids = find.notes(Query(query), None, upto=20).ids
    found = set(db.session.scalars(select(Note.event_id).where(Note.id.in_(ids))))

    for event in events:
        db.session.delete(event)
    db.session.commit()
    assert found == expected


def _texts(event: Event) -> Sequence[str]:
    (note,) = event.notes
    (day,) = event.days
    lines = [line.text for line in note.lines]
    return [event.title, note.heading, note.speaker, *lines, day.places[0].venue]


@pytest.mark.parametrize("sign", [" ", " OR ", " -", "|"])
def test_as_many_words_as_fit_are_looked_for(app: Flask, sign: str) -> None:
    letters = [chr(0x4E00 + number) for number in range(300)]
    an_event(notes=[a_note("".join(letters))])

    assert len(headings(Query(sign.join(letters)))) == (0 if sign == " -" else 1)
    assert headings(Query(sign.join(f"{letter}無" for letter in letters))) == []
