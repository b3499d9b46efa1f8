"""What the notes found can be narrowed to, with how many each choice would leave."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, null, select, union_all
from sqlalchemy.orm import aliased

from exchange.domain.event import Event, EventAudience, EventKind
from exchange.domain.note import Note, NoteKind
from exchange.domain.note_search import NoteSearch
from exchange.domain.organization import Organization
from exchange.extensions import db
from exchange.lib.text import fold
from exchange.search import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import CTE, ColumnElement, CompoundSelect

    from exchange.domain.account import Account
    from exchange.search.find import Query

SEPARATOR = "、"
"""Stands between the names of speakers."""
NAMES_COUNTED = 100
"""How many of them are counted, those with most notes first."""


@dataclass(frozen=True)
class Choice:
    """What was chosen among the facets, each or none."""

    fiscal_year: int | None = None
    kind: EventKind | None = None
    series_id: int | None = None
    note_kind: NoteKind | None = None
    speaker: str = ""
    """A name, or part of it."""
    concerned: ColumnElement[bool] | None = None
    """The condition that an `Event` concerns the organization that was chosen."""


@dataclass(frozen=True)
class Facets:
    """How many notes each choice would leave, the other choices kept as they are."""

    fiscal_years: Counter[int] = field(default_factory=Counter)
    kinds: Counter[EventKind] = field(default_factory=Counter)
    series: Counter[int] = field(default_factory=Counter)
    """By the id of the series."""
    note_kinds: Counter[NoteKind] = field(default_factory=Counter)
    speakers: Counter[str] = field(default_factory=Counter)
    """By name, spelled as it is most often."""
    organizations: Counter[int] = field(default_factory=Counter)
    """By the id of a body that is named. An event that names none is for all of them."""


def chosen(text: str, choice: Choice) -> Query:
    """Give the query for the notes that hold the words and are what was chosen."""
    return find.Query(
        text=text,
        speaker=choice.speaker,
        note_kind=choice.note_kind,
        of_events=[*_of_events(choice), *_concerned(choice)],
    )


def facets(text: str, reader: Account | None, choice: Choice) -> Facets:
    """Count what `reader` finds, by each facet: in as many statements for any number of notes.

    The notes with the words are found once. Each facet counts what meets the choices among the
    other ones.
    """
    found = find.once(find.Query(text), reader)
    counted = Facets(organizations=_by_organization(found, choice))
    counters: Mapping[str, Counter[Any]] = vars(counted)
    for alike in (_events_alike, _notes_alike):
        for number, values in alike(found, choice):
            differing = [name for name, (_, is_chosen) in values.items() if not is_chosen]
            for name in differing if len(differing) == 1 else () if differing else values:
                value, _ = values[name]
                if value is not None:
                    counters[name][value] += number
    return replace(counted, speakers=_by_name(counted.speakers))


def _by_name(worded: Counter[str]) -> Counter[str]:
    """Count the commonest names among `worded` speakers: a name is found as a part of others too."""
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    folded: Counter[str] = Counter()
    for speakers, number in worded.items():
        folded[fold(speakers)] += number
        for name in filter(None, map(str.strip, speakers.split(SEPARATOR))):
            spelled[fold(name)][name] += number
    spelled.pop("", None)
    commonest = sorted(spelled, key=lambda name: (-spelled[name].total(), name))[:NAMES_COUNTED]
    return +Counter(
        {
            max(spelled[name].items(), key=itemgetter(1, 0))[0]: sum(
                number for speakers, number in folded.items() if name in speakers
            )
            for name in commonest
        }
    )


Values = dict[str, tuple[Any, bool]]
"""By the name of a facet: the value notes have there, and whether it is what was chosen."""


def _events_alike(found: CTE, choice: Choice) -> Iterator[tuple[int, Values]]:
    """Give how many notes are of events that are alike in what can be chosen of them."""
    by_event = _by_event(found, choice, _concerned(choice))
    columns = Event.fiscal_year, Event.kind, Event.series_id
    alike = (
        select(func.sum(by_event.c.number), *columns)
        .join_from(by_event, Event, Event.id == by_event.c.event_id)
        .group_by(*columns)
    )
    for number, year, kind, series_id in db.session.execute(alike):
        yield (
            int(number),  # a Decimal on PostgreSQL
            {
                "fiscal_years": (year, choice.fiscal_year in (None, year)),
                "kinds": (kind, choice.kind in (None, kind)),
                "series": (series_id, choice.series_id in (None, series_id)),
            },
        )


def _notes_alike(found: CTE, choice: Choice) -> Iterator[tuple[int, Values]]:
    """Give how many notes are alike in what can be chosen of themselves."""
    alike = (
        select(func.count(), Note.kind, Note.speaker)
        .join_from(found, Note, Note.id == found.c.note_id)
        .group_by(Note.kind, Note.speaker)
    )
    if conditions := [*_of_events(choice), *_concerned(choice)]:
        alike = alike.join(Event, Event.id == found.c.event_id).where(*conditions)
    wanted = find.Query(speaker=choice.speaker).speakers
    for number, kind, speaker in db.session.execute(alike):
        yield (
            number,
            {
                "note_kinds": (kind, choice.note_kind in (None, kind)),
                "speakers": (speaker, not wanted or _are_among(wanted, speaker)),
            },
        )


def _are_among(names: Iterable[str], speaker: str) -> bool:
    folded = fold(speaker)
    return all(name in folded for name in names)


def _by_event(found: CTE, choice: Choice, conditions: Sequence[ColumnElement[bool]]) -> CTE:
    """Select how many notes each event has that are themselves what was chosen."""
    counted = select(found.c.event_id, func.count().label("number")).group_by(found.c.event_id)
    if conditions:
        counted = counted.join(Event, Event.id == found.c.event_id).where(*conditions)
    if choice.note_kind is not None:
        its_kind = Note.kind == choice.note_kind
        counted = counted.join(Note, Note.id == found.c.note_id).where(its_kind)
    if names := find.Query(speaker=choice.speaker).speakers:
        spoke = (NoteSearch.folded_speaker.contains(name, autoescape=True) for name in names)
        counted = counted.join(NoteSearch, NoteSearch.note_id == found.c.note_id).where(*spoke)
    return counted.cte()


def _by_organization(notes: CTE, choice: Choice) -> Counter[int]:
    """Count for each body what its events have, and those of its group, and those that name none."""
    found = _by_event(notes, choice, _of_events(choice))
    number = func.sum(found.c.number)
    naming = select(EventAudience.group_id, EventAudience.organization_id, number).join(
        found, found.c.event_id == EventAudience.event_id
    )
    its_group = aliased(EventAudience)
    is_named_twice = exists().where(
        its_group.event_id == EventAudience.event_id, its_group.group_id == Organization.group_id
    )
    counted: CompoundSelect[Any] = union_all(
        naming.where(EventAudience.group_id.is_not(None)).group_by(
            EventAudience.group_id, EventAudience.organization_id
        ),
        naming.join(Organization, Organization.id == EventAudience.organization_id)
        .where(~is_named_twice)
        .group_by(EventAudience.group_id, EventAudience.organization_id),
        select(null(), null(), number).where(
            ~exists().where(EventAudience.event_id == found.c.event_id)
        ),
    )
    named = {
        (group_id, body_id): int(found or 0)
        for group_id, body_id, found in db.session.execute(counted)
    }
    everybody = named.pop((None, None), 0)
    bodies = db.session.execute(select(Organization.id, Organization.group_id)).all()
    of_body = {
        body_id: named.get((None, body_id), 0) + (named.get((group_id, None), 0) if group_id else 0)
        for body_id, group_id in bodies
    }
    return Counter({body: number + everybody for body, number in of_body.items() if number})


def _of_events(choice: Choice) -> list[ColumnElement[bool]]:
    """Give the conditions on an `Event`, but for the organization."""
    wanted = {
        Event.fiscal_year: choice.fiscal_year,
        Event.kind: choice.kind,
        Event.series_id: choice.series_id,
    }
    return [column == value for column, value in wanted.items() if value is not None]


def _concerned(choice: Choice) -> list[ColumnElement[bool]]:
    return [] if choice.concerned is None else [choice.concerned]
