"""Writing what is stated of one event, so that what stays the same keeps its row."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from exchange.domain.booth import Booth
from exchange.domain.day import EventDay
from exchange.domain.place import Place
from exchange.domain.programme import Programme
from exchange.domain.series import Series
from exchange.domain.speaker import Speaker
from exchange.extensions import db
from exchange.programme import parts
from exchange.programme.writing import files, headcounts, notes, registration
from exchange.programme.writing.rows import pair
from exchange.publication.announcing import is_known

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.programme import document
    from exchange.programme.queries import Names

Named = TypeVar("Named", Series, Programme)


def write(event: Event, item: document.Event, names: Names, *, at: datetime) -> None:
    """Make `event` say what `item` says. Its key and revision are the caller's.

    A day that is no longer listed is struck out when readers may have seen it,
    and otherwise goes.
    """
    was_published = not event.is_draft
    series = _named(Series, item.series)
    programme = _named(Programme, item.programme)
    with db.session.no_autoflush:
        event.series = series
        event.programme = programme
        _write_columns(event, item, names)
        registration.write_columns(event, item.registration)
        registration.write_questions(event, item.registration, was_published=was_published)
        days = _write_days(event, item.days, names, was_published=was_published, at=at)
        _write_speakers(event, item.speakers)
        headcounts.write(event, item, days, names)
        _write_booths(event, item.booths, names)
        notes.write(event, item.notes)
        files.write(event, item)
    registration.write_quotas(event, item.registration, names)


def _write_columns(event: Event, item: document.Event, names: Names) -> None:
    event.kind = item.kind
    event.title = item.title
    event.round = item.round
    event.tier = item.tier
    event.provider = item.provider
    event.organizer = item.organizer
    event.partnership = names.partnerships[item.partnership] if item.partnership else None
    event.theme = item.theme
    event.contact = item.contact
    event.contact_email = item.contact_email
    event.status = item.status
    event.visibility = item.visibility
    event.expected = item.expected
    event.fiscal_year = item.fiscal_year or event.fiscal_year


def _named(table: type[Named], name: str) -> Named | None:
    if not name:
        return None
    found = db.session.scalar(select(table).where(table.name == name))
    if found is None:
        found = table(name=name)
        db.session.add(found)
        db.session.flush()
    return found


def _write_days(
    event: Event,
    items: Sequence[document.Day],
    names: Names,
    *,
    was_published: bool,
    at: datetime,
) -> Sequence[EventDay]:
    """Match days by their dates, then those that moved in their order: they keep their numbers.

    Gives the days in the order of `items`.
    """
    rows = sorted(event.days, key=lambda day: (day.held_on, day.number))
    found, left = pair(
        items,
        rows,
        lambda item, day: _is_live(day) and (item.date, item.start) == (day.held_on, day.starts),
        lambda item, day: _is_live(day) and item.date == day.held_on,
        lambda item, day: item.date == day.held_on,
        lambda _item, day: _is_live(day),
    )
    days = []
    for item, row in zip(items, _alike_by_number(items, found), strict=True):
        day = row
        if day is None:
            day = EventDay(number=event.next_day_number, created_at=at, changed_at=at)
            event.days.append(day)
        _write_day(day, item, names)
        days.append(day)
    for day in left:
        if was_published or is_known(day):
            day.cancelled_at = day.cancelled_at or at
        else:
            event.days.remove(day)
    return days


def _alike_by_number(
    items: Sequence[document.Day], rows: Sequence[EventDay | None]
) -> list[EventDay | None]:
    """Give the row of each item, where those that begin at the same time come by their numbers.

    So they are ordered when they are read again.
    """
    alike = defaultdict(list)
    for item, row in zip(items, rows, strict=True):
        alike[item.date, item.start].append(row)
    for those in alike.values():
        those.sort(key=lambda row: row.number if row else math.inf, reverse=True)
    return [alike[item.date, item.start].pop() for item in items]


def _is_live(day: EventDay) -> bool:
    return day.cancelled_at is None


def _write_day(day: EventDay, item: document.Day, names: Names) -> None:
    day.held_on = item.date
    day.starts = item.start
    day.ends = item.end
    day.label = item.label
    day.cancelled_at = None
    if [parts.of_place(place) for place in day.places] != item.places:
        day.places = [
            Place(
                groups=[names.groups[slug] for slug in place.groups],
                venue=place.venue,
                address=place.address,
                is_online=place.online,
                url=place.url,
            )
            for place in item.places
        ]


def _write_speakers(event: Event, items: Sequence[document.Speaker]) -> None:
    if [parts.of_speaker(speaker) for speaker in event.speakers] != items:
        event.speakers = [
            Speaker(
                name=item.name,
                affiliation=item.affiliation,
                position=item.position,
                is_remote=item.remote,
            )
            for item in items
        ]


def _write_booths(event: Event, items: Sequence[document.Booth], names: Names) -> None:
    if [parts.of_booth(booth) for booth in event.booths] != items:
        event.booths = [
            Booth(
                name=item.name,
                kind=item.kind,
                organizations=[names.organizations[word] for word in item.organizations],
                offers=item.offers,
            )
            for item in items
        ]
