"""Public feeds: a head, a constant time zone, and the entries of the days that are in them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale, gettext

from exchange.calendars import queries
from exchange.calendars.delivery import Calendar
from exchange.calendars.press import press
from exchange.calendars.window import HEAD_OCTETS, MOST_OCTETS
from exchange.extensions import db, site
from exchange.lib import ical
from exchange.web import entries
from exchange.web.headers import EVERYWHERE
from exchange.web.language import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from exchange.calendars.queries import Line, Scope
    from exchange.calendars.window import Window
    from exchange.domain.day import EventDay

BATCH = 200
"""Days that are in memory at the same time while their entries are written."""
POLICY = {**EVERYWHERE, "Cache-Control": "public, max-age=300"}


@dataclass(frozen=True)
class Feed:
    """A feed: what it holds, and whose places it gives."""

    file_name: str
    """ASCII, with `.ics`."""
    scope: Scope
    group_id: int | None = None
    name: str = ""
    """Of the body, the group or the event that it is narrowed to."""
    room: int = MOST_OCTETS
    """How many octets it may have."""


def calendar(feed: Feed, window: Window) -> Calendar:
    """Put `feed` together: of its entries, those are written that are not kept.

    It depends on nothing but the edition and the day.
    """
    db.session.expire_all()  # what the view has read may be older than the edition
    lines = queries.lines_in(
        feed.scope, since=window.since, remembered_since=window.remembered_since
    )
    with force_locale(DEFAULT):
        chosen = _chosen(feed, lines, window.today)
        note = (
            ""
            if len(chosen) == len(lines)
            else gettext("Only what is nearest is shown: there is more than calendars can take.")
        )
        body = ical.calendar(
            _title(feed), note, (chosen[one.day_id] for one in lines if one.day_id in chosen)
        )
    changed = (one.changed_at for one in lines)
    return Calendar(
        body=body,
        file_name=feed.file_name,
        changed_at=max([window.opened_at, *changed]),
        policy=POLICY,
    )


def _chosen(feed: Feed, lines: Sequence[Line], today: date) -> Mapping[int, bytes]:
    """Give the entries of the days for which there is room, by the ids of the days.

    What is nearest comes first. An event is in with all its days or not at all, for they name
    one another.
    """
    left = feed.room - HEAD_OCTETS
    found: dict[int, bytes] = {}
    for event in _in_batches(feed, _by_nearness(lines, today)):
        left -= sum(map(len, event.values()))
        if left < 0:
            break
        found |= event
    return found


def _by_nearness(lines: Iterable[Line], today: date) -> Sequence[Sequence[Line]]:
    """Put the days of each event together: what is to come first, and then what was, newest first."""
    events = [
        list(days)
        for _, days in groupby(
            sorted(lines, key=lambda line: line.event_id), key=lambda line: line.event_id
        )
    ]
    coming = [days for days in events if days[0].last_on >= today]
    gone = [days for days in events if days[0].last_on < today]
    coming.sort(key=lambda days: days[0].held_on)
    gone.sort(key=lambda days: days[0].last_on, reverse=True)
    return [*coming, *gone]


def _in_batches(feed: Feed, events: Sequence[Sequence[Line]]) -> Iterator[Mapping[int, bytes]]:
    """Give the entries of each event, and write those that are not kept, some at a time."""
    for start in range(0, len(events), BATCH):
        batch = events[start : start + BATCH]
        written = _entries(feed, [line for days in batch for line in days])
        for days in batch:
            yield {line.day_id: written[line.day_id] for line in days}


def _entries(feed: Feed, lines: Sequence[Line]) -> Mapping[int, bytes]:
    shelf = press().entries
    found: dict[int, bytes] = {}
    missing: dict[int, Line] = {}
    for line in lines:
        kept = shelf.find((line.day_id, line.revision, line.is_live, feed.group_id))
        if kept is None:
            missing[line.day_id] = line
        else:
            found[line.day_id] = kept
    for day in queries.whole_days(missing) if missing else ():
        is_live = missing[day.id].is_live
        found[day.id] = entry = _written(day, feed.group_id, is_live=is_live)
        shelf.put((day.id, day.revision, is_live, feed.group_id), entry)
    return found


def _written(day: EventDay, group_id: int | None, *, is_live: bool) -> bytes:
    if is_live:
        return ical.render(entries.entry(day, site(), group_id))
    return ical.render(entries.withdrawn_entry(day, site()))


def _title(feed: Feed) -> str:
    """Name a feed after the site and what it is narrowed to, but an event by its title alone."""
    if feed.scope.event_id is not None and feed.name:
        return feed.name
    site_name = str(current_app.config["SITE_NAME"])
    narrowed_to = gettext(feed.scope.kind.label) if feed.scope.kind else feed.name
    return f"{site_name}：{narrowed_to}" if narrowed_to else site_name
