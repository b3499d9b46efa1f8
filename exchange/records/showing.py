"""What is shown of a note that was found: where the words stand, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from exchange.domain.day import EventDay
from exchange.domain.event import Event
from exchange.domain.material import Material
from exchange.domain.note import Note, NoteLine
from exchange.domain.photo import Photo
from exchange.domain.place import Place
from exchange.domain.programme import Programme
from exchange.domain.series import Series
from exchange.extensions import db
from exchange.lib.i18n import N_
from exchange.lib.text import Segment, excerpt, fold, snippet
from exchange.search import index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any

    from sqlalchemy import Row

    from exchange.search.query import Word, Words

    Group = tuple[Word, ...]

LINES_SHOWN = 4
LINE_WIDTH = 120
SNIPPET_WIDTH = 80


@dataclass(frozen=True)
class Line:
    """A line of a note, as much of it as is shown."""

    says: Row[Any]
    """A `NoteLine`, without its ids."""
    text: Sequence[Segment]
    left_out: int
    """How many lines before it are not shown."""


@dataclass(frozen=True)
class Reason:
    """Something that belongs to the event and holds a word that stands in none of the lines."""

    label: str
    """The msgid of what it is."""
    text: Sequence[Segment]


@dataclass(frozen=True)
class Record:
    """A note that was found, with what to show of it."""

    note: Note
    words: Words
    says: Sequence[Row[Any]]
    """All its lines."""
    folded: Sequence[str]
    """What search compares of each."""
    reasons: Sequence[Reason] = ()

    @property
    def event(self) -> Event:
        return self.note.event

    @property
    def date(self) -> date | None:
        """The first day of the event."""
        return self.event.first_on

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The lines that hold a word with those around them; the first ones where none does."""
        shown, last = [], -1
        for at in self._shown:
            text = excerpt(self.says[at].text, self.words.marked, width=LINE_WIDTH)
            shown.append(Line(self.says[at], text, left_out=at - last - 1))
            last = at
        return shown

    @property
    def left_out(self) -> int:
        """How many lines follow that are not shown."""
        return len(self.says) - 1 - max(self._shown, default=-1)

    @property
    def snippet(self) -> str:
        """What the note says around the first hit, as one line."""
        lines = [self.says[at].text for at in self._telling] or [line.text for line in self.says]
        return snippet((*lines, self.note.heading)[0], self.words.marked, width=SNIPPET_WIDTH)

    @property
    def untold(self) -> Sequence[Group]:
        """The groups of which no word stands in the lines, nor in what names note and event."""
        names = map(fold, (self.event.title, self.note.heading, self.note.speaker))
        texts = [*names, *self.folded]
        return [group for group in self.words.wanted if not any(_holds(x, group) for x in texts)]

    @cached_property
    def _telling(self) -> Sequence[int]:
        terms = self.words.marked
        return [at for at, line in enumerate(self.folded) if any(term in line for term in terms)]

    @cached_property
    def _shown(self) -> Sequence[int]:
        """Which lines are shown: some LINES_SHOWN, and more if each word needs a line of its own.

        A nested line comes with the one that it belongs to, and none is left out by itself.
        """
        firsts = [
            at
            for group in self.words.wanted
            for at in [one for one in self._telling if _holds(self.folded[one], group)][:1]
        ]
        wanted = list(dict.fromkeys([*firsts, *self._telling])) or range(len(self.says))
        telling = wanted[: max(LINES_SHOWN, len(set(firsts)))]
        parents = [at for one in telling for at in self._parent(one)]
        around = [at for one in telling for at in (one + 1, one - 1) if 0 <= at < len(self.says)]
        chosen = list(dict.fromkeys([*telling, *parents]))
        room = max(0, LINES_SHOWN - len(chosen))
        chosen += [at for at in dict.fromkeys(around) if at not in chosen][:room]
        shown = {-1, *chosen, len(self.says)}
        return [at for at in range(len(self.says)) if at in shown or {at - 1, at + 1} <= shown]

    def _parent(self, nested: int) -> Sequence[int]:
        if self.says[nested].level == 0:
            return []
        return [at for at in range(nested) if self.says[at].level == 0][-1:]


def records(ids: Sequence[int], words: Words) -> Sequence[Record]:
    """Read the notes of a page, and of their events what is shown.

    In three statements, and three more where a word stands in none of what was read.
    """
    notes = _notes(ids)
    says: dict[int, list[Row[Any]]] = {note_id: [] for note_id in ids}
    for line in _lines(ids):
        says[line.note_id].append(line)
    folded = index.lines_of({one: [line.text for line in says[one]] for one in ids})
    found = [
        Record(notes[one], words, says[one], list(map(_whole, says[one], folded[one])))
        for one in ids
    ]
    of_events = _belongings({one.event.id for one in found if one.untold})
    return [replace(one, reasons=list(_reasons(one, of_events))) for one in found]


def _notes(ids: Sequence[int]) -> Mapping[int, Note]:
    shown = load_only(
        Event.key, Event.kind, Event.title, Event.theme, Event.first_on, raiseload=True
    )
    found = db.session.scalars(
        select(Note)
        .join(Note.event)
        .where(Note.id.in_(ids))
        .options(
            contains_eager(Note.event).options(
                shown,
                joinedload(Event.series).load_only(Series.name),
                joinedload(Event.programme).load_only(Programme.name),
            )
        )
    )
    return {note.id: note for note in found}


def _lines(ids: Sequence[int]) -> Iterable[Row[Any]]:
    said = NoteLine.text, NoteLine.level, NoteLine.is_proposal
    by_whom = NoteLine.speaker, NoteLine.organization, NoteLine.theme
    return db.session.execute(
        select(NoteLine.note_id, *said, *by_whom)
        .where(NoteLine.note_id.in_(ids))
        .order_by(NoteLine.note_id, NoteLine.ordinal, NoteLine.id)
    )


def _whole(line: Row[Any], folded: str) -> str:
    """Give what search compares of a line, with who said it and its theme."""
    names = filter(None, (line.speaker, line.organization, line.theme))
    return "\n".join([folded, *map(fold, names)])


def _holds(folded: str, group: Group) -> bool:
    return any(word.folded in folded for word in group)


def _reasons(
    record: Record, of_events: Mapping[int, Sequence[tuple[str, str]]]
) -> Iterator[Reason]:
    """Give for each group that is not told what tells it, each thing once."""
    event = record.event
    named = [
        (N_("Theme"), event.theme),
        (N_("Series"), event.series.name if event.series else ""),
        (N_("Programme"), event.programme.name if event.programme else ""),
        *of_events.get(event.id, ()),
    ]
    telling = [
        [(label, text) for label, text in named if _holds(fold(text), group)][:1]
        for group in record.untold
    ]
    for label, text in dict.fromkeys(one for ones in telling for one in ones):
        yield Reason(label, excerpt(text, record.words.marked, width=LINE_WIDTH))


def _belongings(events: set[int]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Read where events take place, and what their photos and materials are called."""
    told: dict[int, list[tuple[str, str]]] = {event_id: [] for event_id in events}
    if not events:
        return told
    venues = (
        select(EventDay.event_id, Place.venue)
        .join(Place.day)
        .where(EventDay.event_id.in_(events), EventDay.cancelled_at.is_(None), Place.venue != "")
        .order_by(EventDay.held_on, EventDay.number, Place.ordinal)
    )
    for event_id, venue in db.session.execute(venues):
        told[event_id].append((N_("Venue"), venue))
    photos = select(Photo.event_id, Photo.caption, Photo.alt, Photo.name)
    materials = select(Material.event_id, Material.title, Material.name)
    for label, files in (
        (
            N_("Photo"),
            photos.where(Photo.event_id.in_(events), Photo.stored_at.is_not(None)).order_by(
                Photo.ordinal
            ),
        ),
        (
            N_("Material"),
            materials.where(
                Material.event_id.in_(events), Material.stored_at.is_not(None)
            ).order_by(Material.ordinal),
        ),
    ):
        for event_id, *names in db.session.execute(files):
            told[event_id] += [(label, name) for name in names if name]
    return told
