"""A calendar subscribes: what it fetches is read by two parsers that had no part in writing it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select

from exchange.domain.day import EventDay
from exchange.domain.event import Event, EventKind, EventStatus, Visibility
from exchange.extensions import db
from exchange.extensions import site as settings
from exchange.lib import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.processes import Server

Spans = dict[str, tuple[date, date]]
"""From when until when, in UTC where there are hours, by UID."""


def _span(start: Any, end: Any) -> tuple[date, date]:
    if isinstance(start, datetime):
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def by_vobject(text: str) -> Spans:
    found = vobject.readOne(text).vevent_list
    return {one.uid.value: _span(one.dtstart.value, one.dtend.value) for one in found}


def by_ical(text: str) -> Spans:
    found = IcsCalendarStream.calendar_from_ics(text).events
    return {one.uid: _span(one.dtstart, one.dtend) for one in found}


def in_the_database(kind: EventKind | None) -> Spans:
    """Give the days that everybody may know, as a calendar has to show them."""
    days = db.session.scalars(
        select(EventDay)
        .join(EventDay.event)
        .where(Event.status != EventStatus.DRAFT, Event.visibility == Visibility.PUBLIC)
        .where(Event.kind.in_([kind] if kind else EventKind))
    ).all()
    return {f"{day.event.key}-{day.number}@127.0.0.1": _span_of(day) for day in days}


def _span_of(day: EventDay) -> tuple[date, date]:
    if day.starts is None or day.ends is None:
        return day.held_on, day.held_on + timedelta(days=1)
    zone = settings().zone
    return clock.moment(day.held_on, day.starts, zone), clock.moment(day.held_on, day.ends, zone)


@pytest.mark.parametrize("read", [by_vobject, by_ical])
@pytest.mark.parametrize(("path", "kind"), [("all", None), ("seminars", EventKind.SEMINAR)])
def test_a_feed_fetched_over_http_says_the_days_of_the_database(
    app: Flask,
    site: Server,
    path: str,
    kind: EventKind | None,
    read: Callable[[str], Spans],
) -> None:
    kept = in_the_database(kind)
    db.session.commit()

    with urlopen(f"{site.url}/feeds/{path}.ics?from=2022-04-01") as answer:  # noqa: S310  # our own server
        told = read(answer.read().decode())

    assert told == kept
    assert {"r4-koryu-2-1@127.0.0.1", "r4-koryu-2-2@127.0.0.1"} <= set(kept) or kind
