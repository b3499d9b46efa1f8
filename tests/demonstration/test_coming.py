"""The coming events make sense on whatever day they are made."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.demonstration import coming, people
from exchange.programme import document, reader
from exchange.programme.known import Known

YEAR = {
    "groups": ["okitama", "minato"],
    "partnerships": ["okitama-minato"],
    "organizations": ["米沢市", "長井市", "高畠町", "川西町", "小国町", "飯豊町"],
}
"""What the coming events name of the demonstration year."""
ZONE = ZoneInfo("Asia/Tokyo")

unhurried = settings(deadline=None)
days = st.dates(date(2026, 1, 1), date(2040, 12, 31))


def read(today: date) -> document.Document:
    known = Known(zone=ZONE)
    known.declare(
        {
            "groups": [{"slug": slug} for slug in YEAR["groups"]],
            "partnerships": [{"slug": slug} for slug in YEAR["partnerships"]],
            "organizations": [{"name": name} for name in YEAR["organizations"]],
        }
    )
    return reader.read(json.dumps(coming.programme(today)).encode(), known)


@unhurried
@given(today=days)
def test_the_events_lie_ahead_and_end_registration_before_they_begin(today: date) -> None:
    for event in read(today).events:
        if event.first_on:
            assert today + timedelta(days=14) <= event.first_on <= today + timedelta(days=52)
        if event.first_on and event.registration and event.registration.closes:
            assert event.registration.closes.date() < event.first_on


@unhurried
@given(today=days)
def test_those_who_register_do_so_while_registration_is_open(today: date) -> None:
    events = {event.id: event for event in read(today).events}
    midnight = datetime.combine(today, datetime.min.time(), tzinfo=ZONE)

    windows = [events[key].registration for key in people.REGISTRANTS]

    assert [
        window is not None
        and window.opens is not None
        and window.closes is not None
        and window.opens < midnight - timedelta(hours=1)
        and midnight + timedelta(days=1) < window.closes
        for window in windows
    ] == [True, True, True]


@unhurried
@given(today=days)
def test_the_fair_is_on_a_sunday_and_the_trainings_are_on_working_days(today: date) -> None:
    weekdays = {
        event.id: [day.date.weekday() for day in event.days] for event in read(today).events
    }

    assert weekdays == {
        coming.OPEN: [coming.WEDNESDAY],
        coming.FULL: [coming.THURSDAY],
        coming.MEMBERS: [coming.TUESDAY, coming.WEDNESDAY],
        coming.AWAITED: [],
        coming.DRAFT: [],
        coming.FAIR: [coming.SUNDAY],
        coming.SEMINAR: [coming.FRIDAY],
    }


@unhurried
@given(today=days)
def test_registration_opens_and_closes_on_working_days(today: date) -> None:
    windows = [event.registration for event in read(today).events if event.registration]
    moments = [moment for one in windows for moment in (one.opens, one.closes) if moment]

    assert len(moments) == 8
    assert {moment.weekday() for moment in (at.astimezone(ZONE) for at in moments)} <= set(range(5))


@pytest.mark.parametrize(
    ("today", "expected", "year"),
    [
        (date(2026, 11, 22), "1月下旬", 2026),
        (date(2026, 11, 13), "1月中旬", 2026),
        (date(2027, 1, 26), "4月上旬", 2027),
    ],
)
def test_a_training_is_announced_whose_day_is_not_fixed(
    today: date, expected: str, year: int
) -> None:
    [awaited] = [event for event in read(today).events if event.expected]

    assert (awaited.id, awaited.days) == (coming.AWAITED, [])
    assert (awaited.expected, awaited.fiscal_year) == (expected, year)


@unhurried
@given(today=days)
def test_every_title_says_that_it_is_made_up(today: date) -> None:
    assert [event.title[:4] for event in read(today).events] == ["【見本】"] * 7
