"""Plans of a document: their state, whom they concern, what they came from and led to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from exchange.domain.action_item import ActionItem
from exchange.domain.plan import PlanItem, PlanState
from exchange.extensions import db
from tests.programme.documents import (
    EVERYTHING,
    FORMAT,
    bent,
    everything,
    export,
    snapshot,
    take_in,
)

if TYPE_CHECKING:
    from flask import Flask

NEW_KEYS = ("state", "organizations", "progress", "events", "proposals")


def the_plan(no: int = 1) -> PlanItem:
    return db.session.scalars(select(PlanItem).where(PlanItem.no == no)).one()


def proposed(*lines: str, **plans: list[str]) -> dict[str, Any]:
    """Give a document of an event that proposes `lines`, and of plans made of some of them."""
    note = {
        "heading": "まとめ",
        "speaker": "",
        "items": list(lines),
        "marks": [{"item": number, "proposal": True} for number in range(len(lines))],
    }
    return {
        "format": FORMAT,
        "fiscal_year": 2026,
        "events": [{"id": "e", "kind": "training", "title": "x", "notes": [note]}],
        "plans": [
            {
                "fiscal_year": 2027,
                "no": no,
                "title": title,
                "proposals": [{"event": "e", "text": text} for text in texts],
            }
            for no, (title, texts) in enumerate(plans.items(), start=1)
        ],
    }


def board() -> dict[str, list[tuple[str, bool]]]:
    """Give by plan the proposals it was made of, and whether each is still a line."""
    db.session.expire_all()
    items = db.session.scalars(select(ActionItem).order_by(ActionItem.id)).all()
    found: dict[str, list[tuple[str, bool]]] = {}
    for item in items:
        title = item.plan_item.title if item.plan_item else ""
        found.setdefault(title, []).append((item.text, item.line_id is not None))
    return found


def test_proposals_are_found_by_their_event_and_text_in_order(app: Flask) -> None:
    take_in(proposed("a", "b", "a", p=["a", "x"], q=["a"]))

    lines = {item.line.ordinal: item.plan_item for item in the_plan().action_items if item.line}

    assert board() == {"p": [("a", True), ("x", False)], "": [("b", True)], "q": [("a", True)]}
    assert lines == {0: the_plan()}


def test_of_two_that_say_the_same_each_plan_keeps_its_own(app: Flask) -> None:
    take_in(proposed("a", "a", p=[], q=["a"]))
    [first] = the_plan(2).action_items
    kept = snapshot()

    assert take_in(proposed("a", "a", p=[], q=["a"])) == "nothing to change"
    assert snapshot() == kept
    take_in(proposed("a", "a", p=["a"], q=["a"]))

    assert the_plan(2).action_items == [first]
    assert board() == {"q": [("a", True)], "p": [("a", True)]}


def test_a_proposal_goes_from_one_plan_to_another(app: Flask) -> None:
    take_in(proposed("a", "b", p=["a", "b", "x"], q=[]))

    said = take_in(proposed("a", "b", p=["b"], q=["a", "x"]))

    assert said == "updated: 2 plans"
    assert board() == {"q": [("a", True), ("x", False)], "p": [("b", True)]}


def test_a_proposal_no_longer_stated_is_open_again_or_goes_with_its_line(app: Flask) -> None:
    take_in(proposed("a", "b", p=["a", "b", "x"]))

    take_in(proposed("a", "b", p=["b"]))

    assert board() == {"": [("a", True)], "p": [("b", True)]}


def test_what_was_set_aside_and_is_planned_is_no_longer_aside(app: Flask) -> None:
    take_in(proposed("a", p=[]))
    db.session.scalars(select(ActionItem)).one().is_set_aside = True

    take_in(proposed("a", p=["a"]))

    assert [item.is_set_aside for item in the_plan().action_items] == [False]


def test_a_file_that_knows_nothing_of_the_board_leaves_it(app: Flask) -> None:
    take_in(EVERYTHING)
    kept = snapshot()
    document = everything()
    for plan in document["plans"]:
        for key in NEW_KEYS:
            plan.pop(key, None)

    assert take_in(document) == "nothing to change"
    assert snapshot() == kept
    document["plans"][0]["title"] = "新しい題"
    assert take_in(document) == "updated: 1 plan"
    assert export() == bent("plans", 0, "title", to="新しい題")


@pytest.mark.parametrize("key", NEW_KEYS)
def test_what_is_stated_as_nothing_is_taken_back(app: Flask, key: str) -> None:
    take_in(EVERYTHING)
    document = bent("plans", 0, key, to="considered" if key == "state" else [])

    assert take_in(document) == "updated: 1 plan"
    del document["plans"][0][key]
    assert export() == document


def test_links_that_lead_out_of_the_file_are_left_alone(app: Flask) -> None:
    take_in(EVERYTHING)
    kept = snapshot()

    said = [take_in(export(year)) for year in (2025, 2026)]

    assert said == ["nothing to change"] * 2
    assert snapshot() == kept


def test_the_file_of_a_year_can_be_taken_in_alone(app: Flask, another_app: Flask) -> None:
    take_in(EVERYTHING)
    document = export(2026)

    with another_app.app_context():
        take_in(document)

        assert export(2026) == document


def test_a_changed_plan_counts_its_revisions_for_who_is_editing_it(app: Flask) -> None:
    take_in(EVERYTHING)

    take_in(bent("plans", 0, "state", to="done"))

    assert [(the_plan(no).revision, the_plan(no).state) for no in (1, 2)] == [
        (1, PlanState.DONE),
        (0, PlanState.CONSIDERED),
    ]


def test_progress_is_told_by_date(app: Flask) -> None:
    take_in(EVERYTHING)
    document = everything()
    document["plans"][0]["progress"].insert(0, {"date": "2026-12-01", "text": "終えた。"})
    document["plans"][0]["progress"].reverse()

    take_in(document)

    assert [one["text"] for one in export()["plans"][0]["progress"]] == [
        "案内した。\n二行目。",
        "会場を決めた。",
        "開いた。",
        "終えた。",
    ]
    assert take_in(document) == "nothing to change"
