from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exchange.domain.notes_draft import LineDraft, NoteDraft, NotesDraft, notes_draft
from exchange.extensions import db
from exchange.notes.services import write_notes
from tests.factories import a_note, an_event

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask


def test_write_notes_keeps_the_address_of_a_note_that_stays(app: Flask, noon: datetime) -> None:
    event = an_event(notes=[a_note("一"), a_note("二", "甲", "乙"), a_note("三")])
    now = notes_draft(event)
    first, second, third = now.notes

    write_notes(
        event,
        NotesDraft(
            notes=(third, replace(second, lines=(LineDraft(text="丙"),)), NoteDraft(heading="四"))
        ),
        revision=1,
        at=noon,
    )

    db.session.expire_all()
    written = notes_draft(event).notes
    assert [(note.heading, [line.text for line in note.lines]) for note in written] == [
        ("三", ["一行目。"]),
        ("二", ["丙"]),
        ("四", []),
    ]
    assert [note.id for note in written[:2]] == [third.id, second.id]
    assert written[2].id not in {first.id, second.id, third.id}


def test_write_notes_takes_a_note_of_another_event_for_a_new_one(
    app: Flask, noon: datetime
) -> None:
    other = an_event(notes=[a_note("秘密")])
    event = an_event()
    stolen = NotesDraft(notes=(NoteDraft(id=other.notes[0].id, heading="写し"),))

    write_notes(event, stolen, revision=0, at=noon)

    assert [note.heading for note in (*other.notes, *event.notes)] == ["秘密", "写し"]
