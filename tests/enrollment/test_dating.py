"""Who registered before a day was fixed comes on the days there are then."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.change import ChangedAs, ChangeKind
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.enrollment.dating import take_along
from exchange.extensions import db
from exchange.publication.services import follow_up
from tests.factories import (
    LONG_AGO,
    a_day,
    a_group,
    a_place,
    a_registration,
    an_open_event,
    an_organization,
)
from tests.statements import statements

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from exchange.domain.event import Event

JANUARY = date(2027, 1, 26)


def fix(event: Event, *days: Any) -> None:
    """Give `event` its days."""
    for number, day in enumerate(days, start=event.next_day_number):
        day.number = number
        event.days.append(day)
    follow_up(event, at=LONG_AGO)
    db.session.commit()


def an_event_to_come(**columns: Any) -> Event:
    return an_open_event(days=[], expected="1月下旬", **columns)


@pytest.mark.parametrize("status", [one for one in RegistrationStatus if one.is_standing])
def test_all_who_stand_come_on_every_day(
    app: Flask, noon: datetime, status: RegistrationStatus
) -> None:
    event = an_event_to_come()
    registration = a_registration(event, status=status)
    fix(event, a_day(JANUARY), a_day(date(2027, 1, 27)))

    taken = take_along(event, at=noon)

    assert taken == [registration]
    assert (registration.days, registration.revision) == (list(event.live_days), 1)
    [change] = registration.changes
    assert (change.kind, change.changed_as) == (ChangeKind.CHANGED, ChangedAs.RULE)
    assert change.details == {"days": ["", "2027-01-26、2027-01-27"]}


@pytest.mark.parametrize("status", [RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED])
def test_who_does_not_stand_is_left_alone(
    app: Flask, noon: datetime, status: RegistrationStatus
) -> None:
    event = an_event_to_come()
    registration = a_registration(event, status=status)
    fix(event, a_day(JANUARY))

    assert (list(take_along(event, at=noon)), registration.days) == ([], [])


def test_people_come_on_the_days_that_offer_what_they_wished(app: Flask, noon: datetime) -> None:
    group = a_group()
    event = an_event_to_come()
    onsite, online = (
        a_registration(event, organization=an_organization(name, group=group), mode=mode)
        for name, mode in (("米沢市", Mode.ONSITE), ("長井市", Mode.ONLINE))
    )
    lecture = a_day(JANUARY, places=[a_place(), a_place(online=True)])
    tour = a_day(date(2027, 1, 27), places=[a_place("道の駅")])
    fix(event, lecture, tour)

    take_along(event, at=noon)

    assert (onsite.days, online.days) == ([lecture, tour], [lecture])


def test_nobody_is_left_out_because_no_day_offers_what_they_wished(
    app: Flask, noon: datetime
) -> None:
    event = an_event_to_come()
    online = a_registration(event, mode=Mode.ONLINE)
    fix(event, a_day(JANUARY))

    take_along(event, at=noon)

    assert online.days == event.days


def test_the_day_that_was_lost_is_followed_by_the_new_one(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    registration = a_registration(event)
    event.days[0].cancelled_at = LONG_AGO
    new = a_day(JANUARY, time(10), time(12))
    fix(event, new)

    take_along(event, at=noon)

    assert [(day.held_on, day.is_cancelled) for day in registration.days] == [
        (date(2026, 9, 26), True),
        (JANUARY, False),
    ]
    assert registration.changes[0].details == {"days": ["2026-09-26", "2026-09-26、2027-01-26"]}


def test_while_there_is_no_day_nothing_happens(app: Flask, noon: datetime) -> None:
    event = an_event_to_come()
    registration = a_registration(event)

    assert list(take_along(event, at=noon)) == []
    assert (registration.revision, registration.changes) == (0, [])


def test_nobody_is_taken_along_twice(app: Flask, noon: datetime) -> None:
    event = an_event_to_come()
    a_registration(event)
    fix(event, a_day(JANUARY))
    take_along(event, at=noon)

    assert list(take_along(event, at=noon)) == []


def test_reading_three_people_takes_no_more_statements_than_one(app: Flask, noon: datetime) -> None:
    sent = []
    for people in (1, 3):
        event = an_event_to_come()
        body = an_organization()
        for _ in range(people):
            a_registration(event, organization=body)
        fix(event, a_day(JANUARY))
        db.session.expire_all()
        with statements() as found:
            take_along(event, at=noon)
        sent.append(len([one for one in found if one.startswith("SELECT")]))

    assert sent[0] == sent[1]
