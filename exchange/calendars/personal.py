"""Personal feeds: where their holders have to be, and where they no longer have to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale, gettext

from exchange.calendars.delivery import Calendar
from exchange.calendars.window import HEAD_OCTETS, MOST_OCTETS
from exchange.extensions import site
from exchange.lib import ical
from exchange.subscriptions.queries import registrations_in
from exchange.web.headers import EVERYWHERE, UNSEEN
from exchange.web.language import DEFAULT
from exchange.web.own_entries import own_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from exchange.calendars.window import Window
    from exchange.domain.day import EventDay
    from exchange.domain.personal_feed import PersonalFeed
    from exchange.domain.registration import Registration
    from exchange.lib.ical import Entry

FILE_NAME = "my.ics"
POLICY = {**EVERYWHERE, **UNSEEN, "Cache-Control": "private, max-age=300"}
KEPT_ENTRIES = 1_000
"""Entries that are written once for all who take part in the same way."""

_rendered = lru_cache(maxsize=KEPT_ENTRIES)(ical.render)


def calendar(feed: PersonalFeed, window: Window) -> Calendar:
    """Put together what was registered in `feed`.

    It is read anew each time: places are given and taken without a new edition of the events.
    """
    registrations = registrations_in(feed, window.is_within)
    shown = [days for people in _by_event(registrations) if (days := _entries(people, window))]
    written = _within(MOST_OCTETS - HEAD_OCTETS, shown)
    with force_locale(registrations[-1].language if registrations else DEFAULT):
        name = gettext("%(site)s: my events", site=current_app.config["SITE_NAME"])
        note = (
            gettext("Only what is nearest is shown: there is more than calendars can take.")
            if len(written) < len(shown)
            else ""
        )
    stamps = (entry.changed_at for of_event in shown for entry in of_event)
    return Calendar(
        body=ical.calendar(name, note, written),
        file_name=FILE_NAME,
        changed_at=max([window.opened_at, *stamps]),
        policy=POLICY,
    )


def _by_event(registrations: Iterable[Registration]) -> Iterable[Sequence[Registration]]:
    found = defaultdict(list)
    for one in registrations:
        found[one.event_id].append(one)
    return found.values()


def _entries(people: Sequence[Registration], window: Window) -> Sequence[Entry]:
    """Describe the days of one event that are, or were, theirs. Those that take place name one another."""
    here = site()
    heard = sum(one.revision for one in people) + len(people) - 1
    with force_locale(people[-1].language):
        written = [
            own_entry(day, theirs, here, heard=heard) for day, theirs in _by_day(people).items()
        ]
        shown = [one for one in written if _is_shown(one, window.remembered_since)]
        return [replace(one, related_to=_others(one, shown)) for one in shown]


def _by_day(people: Iterable[Registration]) -> Mapping[EventDay, Sequence[Registration]]:
    """Tell who registered for each day, whether or not they still come."""
    found: dict[EventDay, list[Registration]] = defaultdict(list)
    for one in people:
        for day in (*one.days, *one.former_days):
            found[day].append(one)
    return dict(sorted(found.items(), key=lambda item: (item[0].held_on, item[0].number)))


def _is_shown(entry: Entry, remembered_since: date) -> bool:
    return not entry.is_cancelled or entry.held_on >= remembered_since


def _others(entry: Entry, shown: Iterable[Entry]) -> tuple[str, ...]:
    """Give what `entry` is tied to. What is cancelled goes some day, and no other is to change then."""
    if entry.is_cancelled:
        return ()
    return tuple(other.uid for other in shown if other is not entry and not other.is_cancelled)


def _within(room: int, shown: Iterable[Sequence[Entry]]) -> Sequence[bytes]:
    """Write the entries of those events for which there is room, the latest first."""
    in_order = sorted(shown, key=lambda days: days[-1].held_on)
    written: list[bytes] = []
    for of_event in reversed(in_order):
        octets = b"".join(map(_rendered, of_event))
        room -= len(octets)
        if room < 0:
            break
        written.append(octets)
    return written[::-1]
