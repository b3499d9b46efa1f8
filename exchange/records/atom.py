"""The feed of a search: what it finds, whatever was changed last first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, load_only

from exchange.domain.event import Event
from exchange.domain.note import Note, NoteLine
from exchange.domain.note_search import NoteSearch
from exchange.extensions import db, site
from exchange.lib import atom
from exchange.publication import editions
from exchange.records.addresses import address, feed_of, in_words, page_of
from exchange.records.figures import names_in
from exchange.search import find
from exchange.web.language import DEFAULT
from exchange.web.urls import absolute, event_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exchange.domain.account import Account
    from exchange.domain.saved_search import SavedSearch
    from exchange.records.queries import Criteria

MOST = 50
SINCE = 2026
"""A year from which on the host has been ours: stands in names that last (RFC 4151, 2.1)."""


def public(criteria: Criteria) -> atom.Feed:
    """Give the feed of what anybody may see of a search."""
    asked = address(criteria)
    with force_locale(DEFAULT):
        return _feed(
            name=f"records?{asked}",
            title=in_words(criteria, None),
            own_path=feed_of(criteria),
            page_path=page_of(asked),
            notes=changed_last(criteria, None),
        )


def of_somebody(search: SavedSearch, own_path: str, criteria: Criteria | None) -> atom.Feed:
    """Give the feed of what the owner of a search may see of it now.

    Nothing is found by what cannot be understood any more.
    """
    with force_locale(DEFAULT):
        return _feed(
            name=f"saved-searches/{search.id}",
            title=search.name,
            own_path=own_path,
            page_path=page_of(search.address),
            notes=[] if criteria is None else changed_last(criteria, search.account),
        )


def changed_last(criteria: Criteria, reader: Account | None) -> Sequence[Note]:
    """List what `reader` finds, first what came last to say what it says, in one statement."""
    found = find.selected(criteria.asked, reader).with_only_columns(NoteSearch.note_id)
    newest = (
        select(Note.id)
        .where(Note.id.in_(found))
        .order_by(Note.changed_at.desc(), Note.id.desc())
        .limit(MOST)
        .subquery()
    )
    shown = load_only(Event.key, Event.kind, Event.title, raiseload=True)
    notes = (
        select(Note)
        .join(newest, newest.c.id == Note.id)
        .join(Note.event)
        .order_by(Note.changed_at.desc(), Note.id.desc())
        .options(contains_eager(Note.event).options(shown))
    )
    with find.kept(criteria.asked):
        return db.session.scalars(notes).all()


def _lines_of(notes: Iterable[Note]) -> Mapping[int, Sequence[tuple[int, str]]]:
    """Give the lines of notes by the id of the note: the level, and the text."""
    ids = [note.id for note in notes]
    found: dict[int, list[tuple[int, str]]] = {note_id: [] for note_id in ids}
    for note_id, level, text in db.session.execute(
        select(NoteLine.note_id, NoteLine.level, NoteLine.text)
        .where(NoteLine.note_id.in_(ids))
        .order_by(NoteLine.note_id, NoteLine.ordinal, NoteLine.id)
    ):
        found[note_id].append((level, text))
    return found


def _feed(
    *, name: str, title: str, own_path: str, page_path: str, notes: Sequence[Note]
) -> atom.Feed:
    lines = _lines_of(notes)
    publisher = current_app.config["SITE_NAME"]
    return atom.Feed(
        id=_tag(name),
        title=gettext("%(search)s in the session notes of %(site)s", search=title, site=publisher),
        author=publisher,
        language=DEFAULT,
        own_url=absolute(own_path),
        page_url=absolute(page_path),
        updated=max((note.changed_at for note in notes), default=editions.changed_at()),
        entries=[_entry(note, lines[note.id]) for note in notes],
    )


def _entry(note: Note, lines: Sequence[tuple[int, str]]) -> atom.Entry:
    event = note.event
    return atom.Entry(
        id=_tag(f"notes/{note.id}"),
        title=gettext("%(heading)s (%(event)s)", heading=note.heading, event=event.title),
        url=absolute(event_url(event, _anchor=f"note-{note.id}")),
        updated=note.changed_at,
        authors=names_in(note.speaker),
        category=None if note.kind is None else (note.kind.value, gettext(note.kind.label)),
        html=atom.nested_list(lines),
    )


def _tag(name: str) -> str:
    """Give a name that is nobody else's and stays, wherever the site moves pages to."""
    return f"tag:{site().host},{SINCE}:{name}"
