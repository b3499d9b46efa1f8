"""Feeds in the making: from nothing, after one change, and over icalendar's own writing."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING

import icalendar
from flask_babel import force_locale

from exchange import create_app
from exchange.calendars import feeds, queries
from exchange.calendars.feeds import Feed
from exchange.calendars.press import press
from exchange.calendars.queries import Scope
from exchange.calendars.window import OF_ALL_TIME, window
from exchange.config import PREFIX
from exchange.domain.event import Event
from exchange.extensions import db, site
from exchange.lib import ical
from exchange.publication.services import follow_up
from exchange.web import entries
from exchange.web.language import DEFAULT
from tests.benchmarks.data import AT
from tests.benchmarks.load import Comparison

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from exchange.calendars.feeds import Printed
    from exchange.lib.ical import Entry

ROUNDS = 5
FEW_ROUNDS = 2
"""Of what takes seconds."""
EVERYTHING = Feed("all.ics", Scope(), room=1 << 30)


def changed(settings: Mapping[str, str], *, days: int) -> Comparison:
    """Put a feed of all `days` together from nothing, and again after one event was changed.

    Gives feeds per second, by the fastest round of each. A round begins with the questions to
    the database and ends with the octets.
    """
    with _app(settings):
        cold, again = [], []
        for _ in range(FEW_ROUNDS):
            press().entries.clear()
            seconds, printed = _print(days)
            cold.append(seconds)
        for number in range(ROUNDS):
            _change_one(number)
            seconds, printed = _print(days, printed)
            again.append(seconds)
    return Comparison(1 / min(cold), 1 / min(again))


def written(settings: Mapping[str, str]) -> Comparison:
    """Write a calendar of entries, and the same components by icalendar alone, by turns.

    Gives calendars per second, by the fastest round of each.
    """
    with _app(settings):
        listed = list(_entries())
        rounds = [
            (_seconds(_writing(components)), _seconds(lambda: _ours(listed)))
            for components in (_components(listed) for _ in range(ROUNDS))
        ]
    return Comparison(*(1 / min(seconds) for seconds in zip(*rounds, strict=True)))


def _app(settings: Mapping[str, str]) -> AbstractContextManager[object]:
    app = create_app({name.removeprefix(PREFIX): value for name, value in settings.items()})
    return app.test_request_context()


def _print(days: int, before: Printed | None = None) -> tuple[float, Printed]:
    db.session.remove()  # every request has a session of its own
    begin = perf_counter()
    printed = feeds.put_together(EVERYTHING, window(OF_ALL_TIME), before)
    seconds = perf_counter() - begin
    assert printed.calendar.body.count(b"BEGIN:VEVENT\r\n") == days
    return seconds, printed


def _change_one(number: int) -> None:
    event = db.session.scalars(db.select(Event).where(Event.key == "training-0")).one()
    event.title = f"改題{number}"
    follow_up(event, at=AT + timedelta(minutes=number + 1))
    db.session.commit()


def _entries() -> Iterator[Entry]:
    shown = window(OF_ALL_TIME)
    lines = queries.lines_in(
        Scope(), is_within=shown.is_within, remembered_since=shown.remembered_since
    )
    with force_locale(DEFAULT):
        for day in queries.whole_days([line.day_id for line in lines]):
            yield entries.entry(day, site())


def _ours(listed: Sequence[Entry]) -> None:
    ical.calendar("行事予定", "", map(ical.render, listed))


def _components(listed: Sequence[Entry]) -> icalendar.Component:
    octets = ical.calendar("行事予定", "", map(ical.render, listed))
    return icalendar.Calendar.from_ical(octets.decode())


def _writing(components: icalendar.Component) -> Callable[[], object]:
    return components.to_ical


def _seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin
