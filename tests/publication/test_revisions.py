from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.note import NoteKind, NoteLine
from exchange.domain.notes_draft import (
    LineDraft,
    NoteDraft,
    NotesDraft,
    from_json,
    notes_draft,
    to_json,
)
from exchange.domain.notes_revision import NotesRevision
from exchange.extensions import db
from exchange.publication import revisions
from exchange.publication.services import follow_up
from tests.factories import LONG_AGO, a_note, an_account, an_event

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

FULL = NotesDraft(
    notes=(
        NoteDraft(
            id=7,
            heading="森林",
            kind=NoteKind.LECTURE,
            speaker="髙橋 𠮷之助",
            lines=(
                LineDraft(text="幹"),
                LineDraft(
                    text="枝",
                    level=1,
                    speaker="前神 有里",
                    organization="米沢市",
                    theme="林業",
                    is_proposal=True,
                ),
            ),
        ),
        NoteDraft(heading="空"),
    )
)


def test_what_is_kept_as_json_is_read_as_it_was() -> None:
    assert from_json(to_json(FULL)) == FULL


def test_what_says_nothing_takes_no_room_in_a_revision() -> None:
    assert to_json(NotesDraft(notes=(NoteDraft(id=1, heading="空"),))) == [
        {"id": 1, "heading": "空"}
    ]


def test_an_event_without_notes_has_come_to_no_revision(app: Flask) -> None:
    event = an_event()

    assert (revisions.number(event), revisions.at_number(event, 0)) == (0, NotesDraft())
    assert revisions.at_number(event, 1) is None


def test_a_revision_is_kept_whenever_notes_say_something_else(app: Flask, noon: datetime) -> None:
    event, other = an_event(notes=[a_note("一")]), an_event(notes=[a_note("他")])
    account = an_account(role=Role.ORGANIZER)
    first = notes_draft(event)
    event.notes[0].lines[0].is_proposal = True

    follow_up(event, at=noon, by=account)

    db.session.commit()
    kept = db.session.scalars(
        select(NotesRevision).where(NotesRevision.event_id == event.id).order_by(NotesRevision.id)
    ).all()
    assert [(one.number, one.account, one.saved_at) for one in kept] == [
        (1, None, LONG_AGO),
        (2, account, noon),
    ]
    assert [revisions.at_number(event, number) for number in (1, 2, 3)] == [
        first,
        notes_draft(event),
        None,
    ]
    assert revisions.number(other) == 1


def test_what_changes_an_event_but_not_its_notes_makes_no_revision(
    app: Flask, noon: datetime
) -> None:
    event = an_event(notes=[a_note("一")])
    event.theme = "別のテーマ"

    follow_up(event, at=noon)

    assert (revisions.number(event), event.notes[0].changed_at) == (1, LONG_AGO)


def test_taking_all_notes_away_is_a_revision_too(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("一")])
    event.notes = []

    follow_up(event, at=noon)

    assert (revisions.number(event), revisions.at_number(event, 2)) == (2, NotesDraft())


def test_a_note_tells_when_it_came_to_say_what_it_says(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("一"), a_note("二"), a_note("三")])
    event.notes.insert(0, event.notes.pop())
    event.notes.reorder()
    event.notes[1].lines.append(NoteLine(text="新しい行"))
    event.notes.append(a_note("四"))

    follow_up(event, at=noon)

    db.session.commit()
    assert {note.heading: note.changed_at for note in event.notes} == {
        "三": LONG_AGO,
        "一": noon,
        "二": LONG_AGO,
        "四": noon,
    }


def test_two_changes_of_one_transaction_are_two_revisions(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("一")])
    for minute, heading in enumerate("二三"):
        event.notes[0].heading = heading
        follow_up(event, at=noon + timedelta(minutes=minute))

    assert revisions.number(event) == 3
    said = revisions.at_number(event, 2)
    assert said == NotesDraft(notes=(replace(notes_draft(event).notes[0], heading="二"),))


def test_revisions_go_with_their_event_and_outlive_their_account(
    app: Flask, noon: datetime
) -> None:
    event = an_event(notes=[a_note("一")])
    account = an_account(role=Role.ORGANIZER)
    event.notes[0].heading = "二"
    follow_up(event, at=noon, by=account)
    db.session.commit()

    db.session.delete(account)
    db.session.commit()

    kept = db.session.scalars(select(NotesRevision).order_by(NotesRevision.number)).all()
    assert [one.account for one in kept] == [None, None]
    db.session.delete(event)
    db.session.commit()
    assert db.session.scalars(select(NotesRevision)).all() == []
