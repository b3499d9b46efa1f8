"""Making the index anew: what was wrong is mended, and whoever reads or writes meanwhile is served."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, text, update

from exchange.domain.event import Event
from exchange.domain.note import Note, NoteLine
from exchange.domain.note_search import NoteSearch
from exchange.extensions import db
from exchange.publication.services import follow_up
from exchange.search import rebuilding
from tests.factories import LONG_AGO, a_note, an_event
from tests.search.test_index import expected, found, is_in_order, is_whole

if TYPE_CHECKING:
    from flask import Flask


def some_events() -> None:
    for number in range(3):
        an_event(notes=[a_note(f"森林{number}"), a_note("海")])


def test_reindex_finds_what_was_written_past_the_services(app: Flask) -> None:
    some_events()
    db.session.execute(update(NoteLine).values(text="山の行"))
    db.session.execute(delete(NoteSearch).where(NoteSearch.note_id % 2 == 0))
    db.session.execute(update(Event).values(title="川の行事", folded=""))
    db.session.commit()

    answer = app.test_cli_runner().invoke(args=["search", "reindex"])

    assert (answer.exit_code, answer.output) == (0, "Indexing\n")
    assert set(found("山 川", None)) == expected("山 川", None)
    assert len(found("山 川", None)) == 6
    assert is_in_order(found("", None))
    assert is_whole()


@pytest.mark.parametrize("rounds", range(9))
def test_what_is_written_meanwhile_is_found_and_what_is_broken_off_goes_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch, rounds: int
) -> None:
    monkeypatch.setattr(rebuilding, "NOTES_AT_ONCE", 1)
    monkeypatch.setattr(rebuilding, "EVENTS_AT_ONCE", 1)
    some_events()
    list(islice(rebuilding.reindex(), rounds))  # and no further

    one, two, three = db.session.scalars(select(Event).order_by(Event.id))
    one.notes.insert(0, a_note("山"))
    one.notes.pop()
    two.notes[1].heading = "川"
    two.days = []
    db.session.execute(delete(Note).where(Note.event_id == three.id))
    db.session.expire(three)
    for event in (one, two, three):
        follow_up(event, at=LONG_AGO)
    db.session.commit()
    before = [found(words, None) for words in ("森林", "山 OR 川", "海", "")]
    list(rebuilding.reindex())

    assert [found(words, None) for words in ("森林", "山 OR 川", "海", "")] == before
    assert [set(ids) for ids in before] == [
        expected(words, None) for words in ("森林", "山 OR 川", "海", "")
    ]
    assert is_whole()


def test_nothing_is_left_of_the_former_index_however_often_it_is_made_anew(app: Flask) -> None:
    some_events()
    if db.engine.dialect.name == "sqlite":
        listed = text("SELECT name, sql FROM sqlite_master ORDER BY name")
    else:
        listed = text("SELECT indexname, indexdef FROM pg_indexes ORDER BY indexname")
    before = db.session.execute(listed).all()
    db.session.commit()

    for _ in range(2):
        list(rebuilding.reindex())

    assert set(found("森林", None)) == expected("森林", None)
    assert is_whole()
    assert [name for name, _ in db.session.execute(listed)] == [name for name, _ in before]
