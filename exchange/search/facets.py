"""What the notes found can be narrowed to, with how many each choice would leave."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, select, union

from exchange.domain.event import Event, EventAudience, EventKind
from exchange.domain.note import Note, NoteKind
from exchange.domain.note_search import NoteSearch
from exchange.domain.organization import Organization
from exchange.extensions import db
from exchange.lib.text import fold
from exchange.search import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement

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
    """Count what `reader` finds, by each facet: three statements, however many notes there are."""
    counted = Facets(organizations=_by_organization(text, reader, choice))
    counters: Mapping[str, Counter[Any]] = vars(counted)
    for number, values in _alike(text, reader, choice):
        differing = [name for name, (_, is_chosen) in values.items() if not is_chosen]
        for name in differing if len(differing) == 1 else () if differing else values:
            for value in values[name][0]:
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


Values = dict[str, tuple[list[Any], bool]]
"""By the name of a facet: the values notes have there, and whether they are what was chosen."""


def _alike(text: str, reader: Account | None, choice: Choice) -> Iterator[tuple[int, Values]]:
    """Give notes that are alike in all that can be chosen, by their number."""
    columns = Event.fiscal_year, Event.kind, Event.series_id, Note.kind, Note.speaker
    found = (
        find.selected(find.Query(text, of_events=_concerned(choice)), reader)
        .join(Note, Note.id == NoteSearch.note_id)
        .with_only_columns(func.count(), *columns)
        .group_by(*columns)
    )
    wanted = find.Query(speaker=choice.speaker).speakers
    for number, year, kind, series_id, note_kind, speaker in db.session.execute(found):
        folded = fold(speaker)
        yield (
            number,
            {
                "fiscal_years": ([year], choice.fiscal_year in (None, year)),
                "kinds": ([kind], choice.kind in (None, kind)),
                "series": ([series_id] if series_id else [], choice.series_id in (None, series_id)),
                "note_kinds": (
                    [note_kind] if note_kind else [],
                    choice.note_kind in (None, note_kind),
                ),
                "speakers": ([speaker], all(name in folded for name in wanted)),
            },
        )


def _by_organization(text: str, reader: Account | None, choice: Choice) -> Counter[int]:
    query = replace(chosen(text, choice), of_events=_of_events(choice))
    found = (
        find.selected(query, reader)
        .with_only_columns(NoteSearch.event_id, func.count().label("number"))
        .group_by(NoteSearch.event_id)
        .cte()
    )
    names = EventAudience.event_id, EventAudience.organization_id
    of_groups = select(EventAudience.event_id, Organization.id).join(
        Organization, Organization.group_id == EventAudience.group_id
    )
    named = union(select(*names).where(names[1].is_not(None)), of_groups).subquery()
    numbers = dict(
        db.session.execute(
            select(named.c.organization_id, func.sum(found.c.number))
            .join(found, found.c.event_id == named.c.event_id)
            .group_by(named.c.organization_id)
        ).all()
    )
    names_none = ~exists().where(EventAudience.event_id == found.c.event_id)
    bodies = db.session.execute(
        select(
            Organization.id, select(func.sum(found.c.number)).where(names_none).scalar_subquery()
        )
    )
    return Counter(
        {body: numbers[body] + (everybody or 0) for body, everybody in bodies if body in numbers}
    )


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
