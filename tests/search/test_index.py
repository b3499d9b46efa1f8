"""The index and the notes: whatever is written, however, is found as a comparison would find it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from flask_migrate import downgrade, upgrade
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from exchange.domain.account import Role
from exchange.domain.event import Event, EventStatus, Visibility
from exchange.domain.note import Note
from exchange.domain.note_search import NoteSearch
from exchange.extensions import db
from exchange.lib.text import fold
from exchange.publication.services import follow_up
from exchange.search import find, index, sids
from exchange.search.find import Order, Query
from exchange.search.query import parse
from exchange.unit_of_work import unit_of_work
from tests.factories import LONG_AGO, a_day, a_note, a_place, an_account, an_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from exchange.domain.account import Account

ANY_DAY = st.sampled_from([None, *(date(2022, 5, 1) + timedelta(days=n) for n in (0, 1, 40))])
LETTERS = "森林木 　取り組みAaａ1・ー-%_\\'\"ｶﾞ髙㌔、。\U00020bb7\u0378\n"
STORABLE = st.characters(codec="utf-8", exclude_characters="\0")  # PostgreSQL takes no NUL
TEXTS = st.text(LETTERS, max_size=6) | st.text(STORABLE, max_size=3)
WORDS = [
    "森",
    "森林",
    "木 森",
    "森林木 OR a",
    "a -木",
    "-森 -a",
    "取組",
    "・",
    "a 1",
    "%",
    "\\'",
    "、。",
]


@dataclass(frozen=True)
class Step:
    """Something done to an event or one of its notes, chosen by `which`."""

    verb: str
    which: int
    text: str
    day: date | None


def _add(event: Event, step: Step, at: int) -> None:
    event.notes.append(a_note(step.text, step.text[::-1], "森林の木"))


def _insert(event: Event, step: Step, at: int) -> None:
    event.notes.insert(at, a_note("森", step.text, speaker=step.text))


def _edit(event: Event, step: Step, at: int) -> None:
    event.notes[at].lines[0].text = step.text


def _reorder(event: Event, step: Step, at: int) -> None:
    event.notes.insert(0, event.notes.pop(at))


def _strike(event: Event, step: Step, at: int) -> None:
    event.notes.pop(at)


def _move(event: Event, step: Step, at: int) -> None:
    other = an_event(title="別の行事")
    other.notes.append(event.notes.pop(at))
    follow_up(other, at=LONG_AGO)


def _date(event: Event, step: Step, at: int) -> None:
    days = [a_day(step.day)] if step.day else []
    for day in days:
        day.number = event.next_day_number
    event.days = days
    event.title = step.text + "題"


def _hide(event: Event, step: Step, at: int) -> None:
    event.status = EventStatus.DRAFT


def _strike_in_bulk(event: Event, step: Step, at: int) -> None:
    db.session.flush()
    db.session.execute(delete(Note).where(Note.id % 2 == step.which % 2))
    db.session.expire_all()


def _hide_in_bulk(event: Event, step: Step, at: int) -> None:
    db.session.execute(update(Event).values(visibility=Visibility.MEMBERS))
    db.session.expire_all()


VERBS = {
    verb.__name__: verb
    for verb in (
        *(_add, _insert, _edit, _reorder, _strike, _move),
        *(_date, _hide, _strike_in_bulk, _hide_in_bulk),
    )
}
STEPS = st.builds(
    Step, verb=st.sampled_from(sorted(VERBS)), which=st.integers(0, 99), text=TEXTS, day=ANY_DAY
)


def take(step: Step) -> None:
    """Do one step; where there is nothing it could be done to, add a note."""
    events = db.session.scalars(select(Event).order_by(Event.id)).all()
    event = events[step.which % len(events)]
    verb = VERBS[step.verb] if event.notes else _add
    verb(event, step, step.which % max(1, len(event.notes)))
    if not verb.__name__.endswith("bulk"):
        follow_up(event, at=LONG_AGO)


def expected(words: str, reader: Account | None) -> set[int]:
    """Find by comparing each note, read anew, as the definition of search has it."""
    found = parse(words)
    return {
        note.id
        for note in db.session.scalars(select(Note)).unique()
        if _is_visible(note.event, reader)
        and found.are_in("\n".join(fold(one) for one in _texts(note)))
    }


def _is_visible(event: Event, reader: Account | None) -> bool:
    if reader is not None and reader.role is Role.ORGANIZER:
        return True
    return not event.is_draft and (event.is_public or reader is not None)


def _texts(note: Note) -> list[str]:
    event = note.event
    venues = [place.venue for day in event.live_days for place in day.places]
    lines = [line.text for line in note.lines]
    return [note.heading, note.speaker, *lines, event.title, event.theme, *venues]


def found(words: str, reader: Account | None, order: Order = Order.DATE) -> Sequence[int]:
    hits = find.notes(Query(words), reader, upto=50, order=order)
    assert (len(hits.ids), hits.are_more) == (hits.total, False)
    return hits.ids


def is_in_order(ids: Sequence[int]) -> bool:
    notes = {note.id: note for note in db.session.scalars(select(Note))}
    listed = [notes[one] for one in ids]
    days = [note.event.first_on or date.min for note in listed]
    together = [(a, b) for a, b in pairwise(listed) if a.event is b.event]
    return days == sorted(days, reverse=True) and all(a.ordinal < b.ordinal for a, b in together)


def is_whole() -> bool:
    """Tell whether the full-text index of the database says what the rows do."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(
            text("INSERT INTO note_fts(note_fts, rank) VALUES('integrity-check', 1)")
        )
    return True


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(STEPS, min_size=1, max_size=8),
    undone=st.lists(STEPS, max_size=3),
    typed=st.text(LETTERS + "OR|-「」", max_size=6) | st.text(max_size=3),
)
def test_what_is_found_is_what_a_comparison_finds(
    app: Flask, steps: list[Step], undone: list[Step], typed: str
) -> None:
    staff, organizer = an_account(), an_account(Role.ORGANIZER)
    for title in ("森林の話", "A1"):
        an_event(title=title, days=[a_day(date(2022, 5, 1))], notes=[a_note("木", "森林", "a")])
    for step in steps:
        take(step)
        db.session.commit()
    for step in undone:
        take(step)
    db.session.rollback()

    try:
        for reader in (None, staff, organizer):
            for words in (*WORDS, typed):
                ids = found(words, reader)
                assert set(ids) == expected(words, reader), words
                assert is_in_order(ids)
                assert set(found(words, reader, Order.RELEVANCE)) == set(ids)
        assert is_whole()
    finally:
        _clear()
    assert db.session.scalars(select(NoteSearch)).all() == []
    assert is_whole()


def _clear() -> None:
    db.session.rollback()
    for event in db.session.scalars(select(Event)):
        db.session.delete(event)
    db.session.commit()


@pytest.mark.parametrize(
    "typed", ["\u0378", "\ue000", "\U000e0101", "\U0010ffff", "ﬀ", "İ", "Ꭰ", "ꭰ"]
)
def test_letters_that_tokenizers_change_are_found_as_they_are(app: Flask, typed: str) -> None:
    others = ["u378z", "ͰͰ", "i̇i", "ᏸ"]
    an_event(notes=[a_note("一", f"森{typed}林"), *(a_note("他", f"森{one}林") for one in others)])

    for words in (typed, f"森{typed}", f"森{typed}林", f"{typed}林"):
        assert set(found(words, None)) == expected(words, None)


def test_a_row_is_written_only_where_something_changed(app: Flask, statements: list[str]) -> None:
    event = an_event(notes=[a_note("一"), a_note("二"), a_note("三")])
    event.notes[1].heading = "二の二"
    db.session.flush()
    statements.clear()

    index.put(event)

    assert [one.split()[0] for one in statements if "note_search" in one] == ["SELECT", "UPDATE"]


def test_a_note_that_comes_in_between_takes_no_place_of_another_day(app: Flask) -> None:
    event = an_event(days=[a_day(date(2022, 5, 1))], notes=[a_note("一"), a_note("三")])
    event.notes.insert(1, a_note("二"))
    follow_up(event, at=LONG_AGO)

    rows = db.session.execute(
        select(NoteSearch.folded_heading, NoteSearch.sid).order_by(NoteSearch.sid)
    ).all()

    begin = sids.of_day(date(2022, 5, 1)).start
    assert rows == [("一", begin), ("二", begin + 1), ("三", begin + 2)]


def test_a_day_that_is_full_goes_on_in_the_next_one(app: Flask) -> None:
    day = sids.of_day(date(2022, 5, 1))
    event = an_event(days=[a_day(date(2022, 5, 1))], notes=[a_note("一")])
    db.session.execute(update(NoteSearch).values(sid=day.stop - 1))
    event.notes += [a_note("二"), a_note("三")]
    follow_up(event, at=LONG_AGO)

    held = db.session.scalars(select(NoteSearch.sid).order_by(NoteSearch.sid)).all()

    assert held == [day.start, day.start + 1, day.stop - 1]
    assert is_in_order(found("", None))


def test_two_rows_never_have_one_place_on_sqlite(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # there places may be shared: nothing is kept by them
    an_event(notes=[a_note("一"), a_note("二")])

    with pytest.raises(IntegrityError, match="two notes with one sid"):
        db.session.execute(update(NoteSearch).values(sid=1))


def test_writers_at_the_same_time_are_all_found(app: Flask) -> None:
    keys = [an_event(notes=[a_note("一")]).id for _ in range(4)]
    db.session.remove()

    def write(key: int) -> None:
        with app.app_context():  # with a session, and so a connection, of its own
            for number in range(5):
                with unit_of_work():
                    event = db.session.get_one(Event, key)
                    event.notes.append(a_note(f"森林{number}"))
                    follow_up(event, at=LONG_AGO)
                with suppress(ZeroDivisionError), unit_of_work():
                    event = db.session.get_one(Event, key)
                    event.notes.append(a_note("海"))
                    follow_up(event, at=LONG_AGO)
                    raise ZeroDivisionError

    writers = [Thread(target=write, args=[key]) for key in keys]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert set(found("森林", None)) == expected("森林", None)
    assert (len(found("森林", None)), found("海", None)) == (20, [])
    assert is_in_order(found("", None))
    assert is_whole()


def test_the_revision_indexes_what_is_there_as_services_do(app: Flask) -> None:
    places = [a_place("米沢市産業会館"), a_place("港区役所")]
    an_event(days=[a_day(date(2022, 5, 1), places=places)], notes=[a_note("一\n二"), a_note("三")])
    an_event(title="森林", theme="木", days=[], notes=[a_note("四", "五\n六", "", speaker="七")])
    db.session.remove()
    rows = select(NoteSearch.__table__).order_by(NoteSearch.note_id)
    before = db.session.execute(rows).all()
    db.session.remove()

    downgrade(revision="0004")
    upgrade()

    assert db.session.execute(rows).all() == before
    assert found("森林", None) == [before[-1].note_id]
    assert is_whole()


def test_what_the_release_before_searched_is_there_again_when_the_index_is_taken_back(
    app: Flask,
) -> None:
    an_event(notes=[a_note("森林", speaker="髙橋")])
    db.session.remove()

    downgrade(revision="0004")

    kept = db.session.scalars(text("SELECT folded_speaker FROM note")).all()
    db.session.remove()
    upgrade()
    assert kept == ["高橋"]
