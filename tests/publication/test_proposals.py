from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.action_item import ActionItem
from exchange.domain.notes_draft import LineDraft, NoteDraft, NotesDraft, notes_draft
from exchange.domain.plan import PlanItem
from exchange.extensions import db
from exchange.notes.services import restore_notes, write_notes
from exchange.publication import revisions
from exchange.publication.services import follow_up
from tests.factories import a_note, an_event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask import Flask

    from exchange.domain.event import Event


def say(event: Event, *lines: str, at: datetime) -> None:
    """Make the first note say `lines`; those that begin with ！ are proposals."""
    number = event.notes[0].id if event.notes else None
    drafts = tuple(
        LineDraft(text=line.removeprefix("！"), is_proposal=line.startswith("！")) for line in lines
    )
    note = NoteDraft(id=number, heading="まとめ", lines=drafts)
    write_notes(event, NotesDraft(notes=(note,)), revision=revisions.number(event), at=at)
    db.session.commit()


def items() -> Sequence[ActionItem]:
    db.session.expire_all()
    return db.session.scalars(select(ActionItem).order_by(ActionItem.id)).all()


def plan(item: ActionItem, no: int = 1) -> PlanItem:
    item.plan_item = PlanItem(fiscal_year=2027, no=no, title="木育")
    db.session.commit()
    return item.plan_item


def test_each_line_that_is_a_proposal_becomes_an_action_item(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note()])

    say(event, "話", "！机を置く", "！市を開く", at=noon)

    assert [(item.event, item.line.text, item.text) for item in items()] == [
        (event, "机を置く", "机を置く"),
        (event, "市を開く", "市を開く"),
    ]


def test_an_action_item_follows_the_words_of_its_line(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note()])
    say(event, "！机を置く", at=noon)
    (known,) = (item.id for item in items())

    say(event, "！机を学校に置く", "話", at=noon)

    assert [(item.id, item.text) for item in items()] == [(known, "机を学校に置く")]


def test_an_action_item_goes_when_its_line_is_none_any_more(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note()])
    say(event, "！一", "！二", "！三", at=noon)

    say(event, "一", "！三", at=noon)

    assert [item.text for item in items()] == ["三"]


def test_what_was_planned_stays_in_its_last_words(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note()])
    say(event, "！一", "！二", at=noon)
    for no, item in enumerate(items(), start=1):
        plan(item, no)

    say(event, "話", at=noon)

    assert [(item.text, item.line, item.plan_item.no) for item in items()] == [
        ("一", None, 1),
        ("二", None, 2),
    ]


def test_what_was_planned_finds_its_line_when_that_comes_back(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note()])
    say(event, "！一", "！二", at=noon)
    first = items()[0]
    known = plan(first).id, first.id
    say(event, "話", at=noon)

    restore_notes(event, 2, revision=3, at=noon)

    db.session.commit()
    found = {item.text: (item.plan_item_id, item.line.text) for item in items()}
    assert found == {"一": (known[0], "一"), "二": (None, "二")}
    assert items()[0].id == known[1]


def test_of_what_lost_its_plan_too_nothing_is_left(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note()])
    say(event, "！一", "！二", at=noon)
    plans = [plan(item, no) for no, item in enumerate(items(), start=1)]
    say(event, "話", at=noon)
    for one in plans:
        db.session.delete(one)
    db.session.commit()

    say(event, "話", "話", at=noon)

    assert items() == []


def test_proposals_of_other_events_stay_as_they_are(app: Flask, noon: datetime) -> None:
    event, other = an_event(notes=[a_note()]), an_event(notes=[a_note()])
    for one in (event, other):
        say(one, "！一", at=noon)

    say(event, "話", at=noon)

    assert [(item.event, item.line.note.event) for item in items()] == [(other, other)]


def test_changes_of_one_transaction_leave_the_proposals_of_the_last(
    app: Flask, noon: datetime
) -> None:
    event = an_event(notes=[a_note()])
    held = []
    for text in ("一", "二"):
        event.notes[0].say(NoteDraft(heading="一", lines=(LineDraft(text=text, is_proposal=True),)))
        follow_up(event, at=noon)
        held += db.session.scalars(select(ActionItem))  # which else would be read anew
    event.notes[0].say(NoteDraft(heading="一", lines=()))
    follow_up(event, at=noon)
    event.notes[0].say(NoteDraft(heading="一", lines=(LineDraft(text="三", is_proposal=True),)))
    follow_up(event, at=noon)

    db.session.commit()
    assert [(item.text, item.line.text) for item in items()] == [("三", "三")]


def test_a_note_that_left_before_its_event_was_followed_up_keeps_its_proposals(
    app: Flask, noon: datetime
) -> None:
    event, target = an_event(notes=[a_note()]), an_event()
    say(event, "！一", at=noon)
    (known,) = (item.id for item in items())
    target.notes.append(event.notes[0])

    follow_up(event, at=noon)
    follow_up(target, at=noon)

    db.session.commit()
    assert [(item.id, item.event) for item in items()] == [(known, target)]
    assert notes_draft(event) == NotesDraft()


def test_asks_as_often_for_one_proposal_as_for_three(
    app: Flask, noon: datetime, statements: list[str]
) -> None:
    counts = []
    for lines in (("！一",), ("！一", "！二", "！三")):
        event = an_event(notes=[a_note()])
        say(event, *lines, at=noon)
        event.theme = "別のテーマ"
        db.session.commit()
        statements.clear()
        follow_up(event, at=noon)
        counts.append(sum("action_item" in one for one in statements))

    assert len(set(counts)) == 1
