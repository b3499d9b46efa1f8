from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from exchange.enrollment.parties import examine_together, forecast, register_together
from exchange.enrollment.refusals import (
    AlreadyRegistered,
    ModeNotOffered,
    NotAllTaken,
    PartyNeverFits,
    RegistrationClosed,
)
from exchange.enrollment.services import cancel, register
from exchange.seating.queries import rooms
from tests.enrollment.asking import (
    CONFIRMED,
    COORDINATOR,
    ONLINE,
    WAITING,
    an_application,
    statuses,
)
from tests.factories import a_quota, a_registration, an_open_event, an_organization

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from exchange.domain.event import Event
    from exchange.domain.registration import Registration
    from exchange.enrollment.applications import Application

HOUR = timedelta(hours=1)


def together(
    event: Event, people: Sequence[Application], at: datetime, *, is_whole: bool = False
) -> Sequence[Registration]:
    party = register_together(
        event,
        people,
        organization=people[0].organization,
        is_whole=is_whole,
        by=COORDINATOR,
        at=at,
    )
    return party.registrations


def people_of_one_body(number: int) -> list[Application]:
    body = an_organization()
    return [an_application(organization=body) for _ in range(number)]


def test_register_together_gives_places_one_by_one_in_the_order_of_the_rows(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=2)
    rows = people_of_one_body(3)

    people = together(event, rows, noon)

    assert [one.given_name for one in people] == [one.given_name for one in rows]
    assert statuses(people) == [CONFIRMED, CONFIRMED, WAITING]


def test_a_whole_party_waits_together(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=3)
    first = a_registration(event)

    people = together(event, people_of_one_body(3), noon, is_whole=True)

    assert statuses(people) == [WAITING] * 3
    cancel(first, at=noon)
    assert statuses(people) == [CONFIRMED] * 3


def test_a_smaller_later_request_never_jumps_a_whole_party(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=3)
    first = a_registration(event)
    people = together(event, people_of_one_body(3), noon, is_whole=True)

    later = register(event, an_application(), at=noon)

    assert (statuses(people), later.status) == ([WAITING] * 3, WAITING)
    cancel(first, at=noon)
    assert (statuses(people), later.status) == ([CONFIRMED] * 3, WAITING)


def test_a_whole_party_that_shrinks_gets_the_places_that_are_enough_for_it(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=3)
    a_registration(event)
    people = together(event, people_of_one_body(3), noon, is_whole=True)

    cancel(people[0], at=noon)

    assert statuses(people[1:]) == [CONFIRMED] * 2


def test_a_whole_party_that_could_never_come_is_refused(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=10)
    rows = people_of_one_body(3)
    a_quota(event, organization=rows[0].organization, places=2)

    with pytest.raises(PartyNeverFits) as refusal:
        together(event, rows, noon, is_whole=True)

    assert refusal.value.gaps == {"places": 2, "wanted": 3}


def test_a_whole_party_may_wait_for_the_day_on_which_quotas_are_released(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=3, quotas_released_on=noon.date() + timedelta(days=1))
    rows = people_of_one_body(3)
    a_quota(event, organization=rows[0].organization, places=2)

    assert statuses(together(event, rows, noon, is_whole=True)) == [WAITING] * 3


def test_register_together_registers_nobody_where_a_row_is_refused(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event()
    body = an_organization()
    known, good, online = (
        an_application(organization=body, **fields) for fields in ({}, {}, {"mode": ONLINE})
    )
    register(event, known, at=noon)

    with pytest.raises(NotAllTaken) as refusal:
        together(event, [good, known, online, good], noon)

    assert {row: type(reason) for row, reason in refusal.value.rows.items()} == {
        1: AlreadyRegistered,
        2: ModeNotOffered,
        3: AlreadyRegistered,
    }
    assert rooms([event], body)[event.id].onsite is None


def test_examine_together_takes_the_same_number_of_statements_for_one_row_and_thirty(
    app: Flask, noon: datetime, statements: list[str]
) -> None:
    event = an_open_event()

    def sent_for(rows: Sequence[Application]) -> int:
        assert [one.organization.group_id for one in rows] == [None] * len(rows)
        assert event.days[0].places[0].groups == event.questions == []
        statements.clear()
        assert examine_together(event, rows) == {}
        return len(statements)

    assert (sent_for(people_of_one_body(1)), sent_for(people_of_one_body(30))) == (1, 1)


def test_register_together_refuses_once_applications_are_closed(app: Flask, noon: datetime) -> None:
    event = an_open_event(registration_closes_at=noon - HOUR)

    with pytest.raises(RegistrationClosed):
        together(event, people_of_one_body(1), noon)


@pytest.mark.parametrize("is_whole", [True, False])
def test_forecast_tells_what_comes_of_it(app: Flask, noon: datetime, *, is_whole: bool) -> None:
    event = an_open_event(capacity=3)
    a_registration(event)
    rows = people_of_one_body(3)

    told = forecast(event, rows, is_whole=is_whole, at=noon)

    assert told == statuses(together(event, rows, noon, is_whole=is_whole))
    assert told == ([WAITING] * 3 if is_whole else [CONFIRMED, CONFIRMED, WAITING])
