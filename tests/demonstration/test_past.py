"""The session that was held, its notes and files, and the board: on whatever day they are made."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from exchange.demonstration import coming, marking, past, people
from exchange.demonstration import services as demonstration
from exchange.domain.action_item import ActionItem
from exchange.domain.event import Event
from exchange.domain.material import Material
from exchange.domain.note import Note, NoteLine
from exchange.domain.notes_revision import NotesRevision
from exchange.domain.photo import Photo
from exchange.domain.plan import PlanItem
from exchange.extensions import db
from exchange.lib import wareki
from tests.factories import LONG_AGO
from tests.programme.documents import YEAR_FILE, take_in

if TYPE_CHECKING:
    from flask import Flask

days = st.dates(date(2026, 1, 1), date(2040, 12, 31))


@settings(deadline=None)
@given(today=days)
def test_the_session_lies_some_weeks_back_on_a_working_day(today: date) -> None:
    [event] = past.programme(today)["events"]
    [day] = event["days"]
    held_on = date.fromisoformat(day["date"])

    assert timedelta(days=28) <= today - held_on <= timedelta(days=34)
    assert held_on.weekday() == coming.THURSDAY
    assert event["title"].startswith("【見本】")


@settings(deadline=None)
@given(today=days)
def test_the_plans_are_of_the_coming_year_and_got_on_since_the_session(today: date) -> None:
    plans = past.plans(today)["plans"]
    told = [date.fromisoformat(one["date"]) for plan in plans for one in plan["progress"]]

    assert {plan["fiscal_year"] for plan in plans} == {wareki.fiscal_year(today) + 1}
    assert [plan["title"][:4] for plan in plans] == ["【見本】"] * 5
    assert today - timedelta(days=28) < min(told) <= max(told) < today


def test_the_drawings_and_the_paper_are_what_they_are_said_to_be(app: Flask) -> None:
    demonstration.load(at=LONG_AGO)

    photos = db.session.scalars(select(Photo).order_by(Photo.event_id, Photo.ordinal)).all()
    materials = db.session.scalars(select(Material)).all()

    assert [(one.event.key, one.name, one.is_stored, one.width) for one in photos] == [
        ("r4-koryu-1", "lecture.png", True, 1200),
        *(
            (past.HELD, name, True, 1200)
            for name in ("lecture.png", "group-work.png", "forest.png")
        ),
    ]
    assert [one for one in photos if not one.caption.endswith("（見本の絵）") or not one.alt] == []
    assert [(one.name, one.media_type) for one in materials] == [
        ("資料1（見本）.pdf", "application/pdf")
    ]
    assert {Image.open(one.draw()).size for one in past.PICTURES} == {(1200, 800)}


def test_the_notes_were_written_by_one_and_completed_by_another(app: Flask) -> None:
    demonstration.load(at=LONG_AGO)

    revisions = db.session.scalars(
        select(NotesRevision)
        .join(NotesRevision.event)
        .where(Event.key == past.HELD)
        .order_by(NotesRevision.number)
    ).all()

    assert [(one.account.email, len(one.content)) for one in revisions if one.account] == [
        (people.ORGANIZER.email, 3),
        (people.ADMIN.email, 4),
    ]


def test_only_people_who_are_made_up_are_said_to_have_said_something(app: Flask) -> None:
    demonstration.load(at=LONG_AGO)

    lines = db.session.scalars(
        select(NoteLine).where((NoteLine.speaker != "") | (NoteLine.organization != ""))
    ).all()
    noted = db.session.scalars(
        select(Note.speaker).join(Note.event).where(Event.key == past.HELD, Note.speaker != "")
    ).all()

    assert {line.note.event.key for line in lines} == {past.HELD}
    assert {line.speaker.partition(" ")[0] for line in lines} == {"見本"}
    assert noted == ["見本 一郎"]


def test_the_board_has_an_item_in_each_state_and_a_proposal_to_be_placed(app: Flask) -> None:
    demonstration.load(at=LONG_AGO)
    year = wareki.fiscal_year(LONG_AGO.date()) + 1

    items = db.session.scalars(
        select(PlanItem).where(PlanItem.fiscal_year == year).order_by(PlanItem.no)
    ).all()
    left = db.session.scalars(select(ActionItem.text).where(ActionItem.plan_item_id.is_(None)))

    assert [(item.state, len(item.action_items), len(item.events)) for item in items] == [
        ("under_way", 1, 2),
        ("considered", 1, 0),
        ("under_way", 1, 1),
        ("done", 0, 0),
        ("dropped", 1, 0),
    ]
    assert list(left) == [past.STAFF_EXCHANGE]
    assert db.session.scalars(select(ActionItem).where(ActionItem.line_id.is_(None))).all() == []


def test_the_year_says_what_it_said_before_it_was_marked(app: Flask) -> None:
    year = json.loads(YEAR_FILE.read_bytes())
    take_in(marking.marked(json.loads(YEAR_FILE.read_bytes())))

    proposals = db.session.execute(
        select(ActionItem.text, PlanItem.no).join(ActionItem.plan_item).order_by(PlanItem.no)
    ).all()

    assert [no for _, no in proposals] == [5, 6]
    assert take_in(year) == "nothing to change"
