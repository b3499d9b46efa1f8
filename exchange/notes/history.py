"""What the pages about revisions, lines and moving ask of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from exchange.domain.event import Event
from exchange.domain.note import Note, NoteLine
from exchange.domain.notes_draft import NotesDraft, from_json
from exchange.domain.notes_revision import NotesRevision
from exchange.domain.organization import Organization
from exchange.extensions import db
from exchange.lib.text import terms
from exchange.notes.differences import Tally, compare, tally
from exchange.publication import revisions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Select

MOST_SUGGESTED = 200


@dataclass(frozen=True)
class Entry:
    """A revision, and how it differs from the one before."""

    revision: NotesRevision
    changes: Tally


def revisions_of(event: Event) -> Select[NotesRevision]:
    """Select the revisions of the notes of `event`, the newest first."""
    return (
        select(NotesRevision)
        .where(NotesRevision.event_id == event.id)
        .order_by(NotesRevision.number.desc())
        .options(joinedload(NotesRevision.account))
    )


def entries(event: Event, page: Sequence[NotesRevision]) -> Sequence[Entry]:
    """Tell of some revisions in a row, the newest first, how each differs from the one before."""
    if not page:
        return []
    drafts = [from_json(revision.content) for revision in page]
    drafts.append(revisions.at_number(event, page[-1].number - 1) or NotesDraft())
    return [
        Entry(revision, tally(compare(before, after)))
        for revision, after, before in zip(page, drafts, drafts[1:], strict=False)
    ]


def find(event: Event, number: int) -> NotesRevision | None:
    """Find a revision by its number."""
    return db.session.scalar(revisions_of(event).where(NotesRevision.number == number))


def others(event: Event, number: int) -> Sequence[NotesRevision]:
    """List the revisions that one can be compared with, the newest first, without what they say."""
    wanted = revisions_of(event).where(NotesRevision.number != number)
    return db.session.scalars(wanted.options(defer(NotesRevision.content))).all()


def between(event: Event, base: int, number: int) -> Sequence[NotesRevision]:
    """List what was saved after `base` up to `number`, the newest first, without what it says."""
    wanted = revisions_of(event).where(NotesRevision.number > base, NotesRevision.number <= number)
    return db.session.scalars(wanted.options(defer(NotesRevision.content))).all()


def whereabouts(event: Event, note_ids: Collection[int]) -> Mapping[int, Event]:
    """Tell where notes are now that were once under `event`, by their ids: under which others."""
    if not note_ids:
        return {}
    moved = db.session.scalars(
        select(Note)
        .where(Note.id.in_(note_ids), Note.event_id != event.id)
        .options(joinedload(Note.event))
    )
    return {note.id: note.event for note in moved}


def destinations(event: Event, text: str) -> Select[Event]:
    """Select the other events that `text` finds: those of the same year first, then the newest."""
    return (
        select(Event)
        .where(
            Event.id != event.id,
            *(Event.folded.contains(term, autoescape=True) for term in terms(text)),
        )
        .order_by(
            Event.fiscal_year != event.fiscal_year,
            Event.first_on.desc().nulls_first(),
            Event.id.desc(),
        )
    )


def destination(event: Event, key: str) -> Event | None:
    """Find another event by its key."""
    return db.session.scalar(select(Event).where(Event.key == key, Event.id != event.id))


def people(event: Event) -> Sequence[str]:
    """List who is known to have spoken at `event`."""
    said = select(NoteLine.speaker).join(NoteLine.note).where(Note.event_id == event.id)
    names = [one.name for one in event.speakers], [note.speaker for note in event.notes]
    return _once([*names[0], *names[1], *db.session.scalars(said.order_by(NoteLine.id))])


def bodies(event: Event) -> Sequence[str]:
    """List the bodies that were named in the notes of `event`, then all that are known."""
    said = select(NoteLine.organization).join(NoteLine.note).where(Note.event_id == event.id)
    known = select(Organization.name).order_by(Organization.id)
    return _once([*db.session.scalars(said.order_by(NoteLine.id)), *db.session.scalars(known)])


def themes() -> Sequence[str]:
    """List the themes that lines were given so far, as many as a list can hold."""
    used = select(NoteLine.theme).where(NoteLine.theme != "").distinct()
    return db.session.scalars(used.order_by(NoteLine.theme).limit(MOST_SUGGESTED)).all()


def _once(names: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(filter(None, names)))
