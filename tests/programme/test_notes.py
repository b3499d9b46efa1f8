"""Notes of a document: who said a line, under which, on what, and whether it is a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from exchange.domain.action_item import ActionItem
from exchange.domain.note import NoteLine
from exchange.extensions import db
from tests.programme.documents import EVERYTHING, FORMAT, everything, export, snapshot, take_in

if TYPE_CHECKING:
    from flask import Flask

MARKS = [
    {"item": 0, "speaker": "佐藤 花子", "organization": "米沢市"},
    {"item": 1, "level": 1, "theme": "森林", "proposal": True},
]


def noted(items: list[str], **more: Any) -> dict[str, Any]:
    """Give a document of one event with one note."""
    note = {"heading": "まとめ", "speaker": "", "items": items, **more}
    event = {"id": "e", "kind": "training", "title": "x", "notes": [note]}
    return {"format": FORMAT, "fiscal_year": 2026, "events": [event]}


def marks_now() -> Any:
    [event] = export()["events"]
    return event["notes"][0].get("marks")


def test_lines_are_marked_as_stated(app: Flask) -> None:
    take_in(noted(["一。", "二。", "三。"], marks=MARKS))

    lines = db.session.scalars(select(NoteLine).order_by(NoteLine.ordinal)).all()

    assert [
        (one.text, one.level, one.speaker, one.organization, one.theme, one.is_proposal)
        for one in lines
    ] == [
        ("一。", 0, "佐藤 花子", "米沢市", "", False),
        ("二。", 1, "", "", "森林", True),
        ("三。", 0, "", "", "", False),
    ]
    assert db.session.scalars(select(ActionItem.text)).all() == ["二。"]


def test_a_file_that_knows_nothing_of_marks_leaves_them_at_the_lines_that_stay(app: Flask) -> None:
    take_in(noted(["一。", "二。", "三。"], marks=MARKS))
    kept = snapshot()

    assert take_in(noted(["一。", "二。", "三。"])) == "nothing to change"
    assert snapshot() == kept
    assert take_in(noted(["はじめに。", "一。", "三。", "二。"])) == "updated: 1 event"
    assert marks_now() == [{**MARKS[0], "item": 1}, {**MARKS[1], "item": 3}]


def test_a_line_that_comes_to_stand_first_is_under_no_other(app: Flask) -> None:
    take_in(noted(["一。", "二。"], marks=MARKS))

    assert take_in(noted(["二。"])) == "updated: 1 event"
    assert marks_now() == [{"item": 0, "theme": "森林", "proposal": True}]
    assert take_in(noted(["二。"])) == "nothing to change"


def test_an_empty_list_takes_the_marks_away(app: Flask) -> None:
    take_in(noted(["一。", "二。"], marks=MARKS))

    assert take_in(noted(["一。", "二。"], marks=[])) == "updated: 1 event"
    assert marks_now() is None
    assert db.session.scalars(select(ActionItem)).all() == []


@pytest.mark.parametrize(
    "said",
    [
        [],
        [{"item": 0}],
        [{"item": 1, "proposal": False, "speaker": ""}, {"item": 0, "theme": None}],
    ],
)
def test_a_mark_that_says_nothing_is_none(app: Flask, said: object) -> None:
    take_in(noted(["一。", "二。"], marks=said))

    assert marks_now() is None
    assert take_in(noted(["一。", "二。"])) == "nothing to change"


def test_the_order_of_the_marks_says_nothing(app: Flask) -> None:
    take_in(EVERYTHING)
    document = everything()
    document["events"][0]["notes"][0]["marks"].reverse()

    assert take_in(document) == "nothing to change"


def test_a_reworded_line_keeps_its_marks(app: Flask) -> None:
    take_in(noted(["一。", "二。"], marks=MARKS))

    take_in(noted(["一。", "二、改め。"]))

    assert marks_now() == MARKS
    assert db.session.scalars(select(ActionItem.text)).all() == ["二、改め。"]
