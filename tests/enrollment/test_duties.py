from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from exchange.domain.event import EventStatus
from exchange.domain.letter import LetterKind
from exchange.enrollment import duties
from exchange.enrollment.answers import hold_places
from exchange.enrollment.services import cancel, register
from tests.enrollment.asking import (
    CANCELLED,
    CONFIRMED,
    COORDINATOR,
    ONSITE,
    PENDING,
    WAITING,
    an_application,
    letters,
    statuses,
)
from tests.factories import (
    a_day,
    a_quota,
    a_registration,
    an_event,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from flask import Flask

TODAY = date(2026, 6, 1)
"""The day of the `noon` of the tests."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_nothing_is_due_where_nothing_runs_out(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1, reminder_days=3, quotas_released_on=TODAY)
    for status in (CONFIRMED, WAITING):
        a_registration(event, status=status)

    assert duties.perform(at=noon) == 0


def test_a_hold_that_ran_out_goes_to_who_waits(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=1), an_organization()
    hold_places(event, body, mode=ONSITE, places=1, until=TODAY, by=COORDINATOR, at=noon)
    waiting = register(event, an_application(), at=noon)

    numbers = [duties.perform(at=at) for at in (noon + 11 * HOUR, noon + 12 * HOUR, noon + DAY)]

    assert (numbers, waiting.status) == ([0, 1, 0], CONFIRMED)


def test_an_offer_that_ran_out_goes_to_the_next(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1, offer_hours=1)
    holder, first, second = (register(event, an_application(), at=noon) for _ in range(3))
    cancel(holder, at=noon)

    numbers = [duties.perform(at=at) for at in (noon + HOUR, noon + 2 * HOUR)]

    assert (numbers, statuses([first, second])) == ([0, 1], [CANCELLED, WAITING])
    assert second.offer_expires_at == noon + 3 * HOUR


def test_quotas_are_released_at_the_beginning_of_their_day(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=2, quotas_released_on=TODAY + DAY)
    a_quota(event, organization=an_organization(), places=1)
    first, second, third = (register(event, an_application(), at=noon) for _ in range(3))

    numbers = [duties.perform(at=at) for at in (noon + 11 * HOUR, noon + 12 * HOUR, noon + DAY)]

    assert numbers == [0, 1, 0]
    assert statuses([first, second, third]) == [CONFIRMED, CONFIRMED, WAITING]
    assert letters(event)[-1] == (LetterKind.PROMOTED, second.email)


def test_people_are_reminded_once_from_the_day_on(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1, reminder_days=3, days=[a_day(TODAY + 4 * DAY)])
    one, other = (a_registration(event, queued_at=noon - DAY) for _ in range(2))
    for status in (WAITING, PENDING, CANCELLED):
        a_registration(event, status=status)
    a_registration(event, is_walk_in=True)

    numbers = [duties.perform(at=noon + n * 12 * HOUR) for n in range(4)]

    assert numbers == [0, 1, 0, 0]
    assert letters(event) == [(LetterKind.REMINDER, person.email) for person in (one, other)]
    assert one.reminded_at == noon + 12 * HOUR


def test_who_registered_on_the_day_of_reminding_or_later_is_not_reminded(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(reminder_days=3, days=[a_day(TODAY + 3 * DAY)])
    midnight = noon - 12 * HOUR
    before, after = (
        a_registration(event, queued_at=at) for at in (midnight - HOUR, midnight + HOUR)
    )

    duties.perform(at=noon)

    assert [one.reminded_at for one in (before, after)] == [noon, None]
    assert duties.perform(at=noon) == 0


@pytest.mark.parametrize(
    ("status", "first_on"),
    [(EventStatus.PLANNED, TODAY), (EventStatus.CANCELLED, TODAY + DAY)],
)
def test_nobody_is_reminded_of_what_has_come_or_does_not_come(
    app: Flask, noon: datetime, status: EventStatus, first_on: date
) -> None:
    event = an_event(status=status, reminder_days=3, days=[a_day(first_on, time(18), time(20))])
    a_registration(event)

    assert (duties.perform(at=noon), letters(event)) == (0, [])
