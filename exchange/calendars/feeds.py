"""Public feeds: a head, a constant time zone, and the entries of the days that are in them."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale, gettext

from exchange.calendars import queries
from exchange.calendars.delivery import Calendar
from exchange.calendars.press import press
from exchange.calendars.window import HEAD_OCTETS, MOST_OCTETS
from exchange.extensions import db, site
from exchange.lib import ical
from exchange.publication import editions
from exchange.web import entries
from exchange.web.headers import EVERYWHERE
from exchange.web.language import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from exchange.calendars.queries import Line, Scope
    from exchange.calendars.window import Window
    from exchange.domain.day import EventDay

ORDER = attrgetter("held_on", "event_id", "number")
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


@dataclass(frozen=True)
class Printed:
    """A feed as it was put together, and what the next one can be made of."""

    calendar: Calendar
    edition: int
    window: Window
    lines: Sequence[Line]
    entries: Mapping[int, bytes]
    """By the ids of the days."""


def put_together(feed: Feed, window: Window, before: Printed | None = None) -> Printed:
    """Put `feed` together: only the entries that are not kept are written.

    Where one was put together `before`, only the events that were changed since are looked at.
    """
    db.session.expire_all()  # what the view has read may be older than the edition
    edition, changed_at = editions.current(), editions.changed_at()
    lines, entries = _lines(feed, window, before)
    with force_locale(DEFAULT):
        entries = _chosen(feed, lines, entries, window.today)
        shown = [entries[line.day_id] for line in lines if line.day_id in entries]
        body = ical.calendar(_title(feed), _note(len(lines) - len(shown)), shown)
    calendar = Calendar(
        body=body,
        file_name=feed.file_name,
        changed_at=max(window.opened_at, changed_at),
        policy=POLICY,
    )
    return Printed(calendar, edition, window, lines, entries)


def _lines(
    feed: Feed, window: Window, before: Printed | None
) -> tuple[Sequence[Line], Mapping[int, bytes]]:
    """List what `feed` holds, and give the entries that are known to be as they were."""
    find = partial(
        queries.lines_in,
        feed.scope,
        is_within=window.is_within,
        remembered_since=window.remembered_since,
    )
    if before is not None and before.window == window:
        changed = editions.changed_since(before.edition)
        if changed is not None:
            lines, entries = _without(before, changed)
            anew = find(event_ids=changed)
            for line in anew:
                insort(lines, line, key=ORDER)
            return lines, entries | _kept(feed, anew)
    lines = [*find()]
    return lines, _kept(feed, lines)


def _without(before: Printed, changed: Collection[int]) -> tuple[list[Line], dict[int, bytes]]:
    """Give of `before` what it holds of other events than the `changed` ones."""
    stale = {line.day_id for line in before.lines if line.event_id in changed}
    return (
        [line for line in before.lines if line.day_id not in stale],
        {day_id: entry for day_id, entry in before.entries.items() if day_id not in stale},
    )


def _note(left_out: int) -> str:
    if not left_out:
        return ""
    return gettext("Only what is nearest is shown: there is more than calendars can take.")


def _chosen(
    feed: Feed, lines: Sequence[Line], kept: Mapping[int, bytes], today: date
) -> Mapping[int, bytes]:
    """Give the entries of the days for which there is room, by the ids of the days.

    What is nearest comes first. An event is in with all its days or not at all, for they name
    one another.
    """
    left = room = feed.room - HEAD_OCTETS
    if len(lines) - len(kept) <= BATCH:
        entries = _completed(feed, lines, kept)
        if sum(map(len, entries.values())) <= room:
            return entries
    chosen: dict[int, bytes] = {}
    for batch in _batches(_by_nearness(lines, today)):
        entries = _completed(feed, [line for days in batch for line in days], kept)
        for days in batch:
            octets = sum(len(entries[line.day_id]) for line in days)
            if octets > room:
                continue  # for which there is room in no feed
            left -= octets
            if left < 0:
                return chosen
            chosen |= {line.day_id: entries[line.day_id] for line in days}
    return chosen


def _by_nearness(lines: Iterable[Line], today: date) -> Sequence[Sequence[Line]]:
    """Put the days of each event together: what is to come first, and then what was, newest first."""
    of_event = attrgetter("event_id")
    events = [list(days) for _, days in groupby(sorted(lines, key=of_event), key=of_event)]
    coming = [days for days in events if days[0].last_on >= today]
    gone = [days for days in events if days[0].last_on < today]
    coming.sort(key=lambda days: days[0].held_on)
    gone.sort(key=lambda days: days[0].last_on, reverse=True)
    return [*coming, *gone]


def _batches(events: Sequence[Sequence[Line]]) -> Iterator[Sequence[Sequence[Line]]]:
    return (events[start : start + BATCH] for start in range(0, len(events), BATCH))


def _kept(feed: Feed, lines: Iterable[Line]) -> dict[int, bytes]:
    """Give the entries that were written before, by the ids of the days."""
    keys = {_key(feed, line): line.day_id for line in lines}
    return {keys[key]: entry for key, entry in press().entries.find_all(keys).items()}


def _completed(feed: Feed, lines: Iterable[Line], kept: Mapping[int, bytes]) -> Mapping[int, bytes]:
    """Give the entries of `lines`: those that are not `kept` are written, and kept from now on."""
    missing = {line.day_id: line for line in lines if line.day_id not in kept}
    if not missing:
        return kept
    written = {}
    for day in queries.whole_days(missing):
        is_live = missing[day.id].is_live
        written[day.id] = entry = _written(day, feed.group_id, is_live=is_live)
        press().entries.put((day.id, day.revision, is_live, feed.group_id), entry)
    return {**kept, **written}


def _key(feed: Feed, line: Line) -> Hashable:
    return line.day_id, line.revision, line.is_live, feed.group_id


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
