from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from exchange.domain.hold import Hold
from exchange.domain.party import Party
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.extensions import db
from exchange.seating import counting
from exchange.seating.counting import Group
from exchange.seating.house import queue, queue_position, queue_positions
from exchange.seating.queries import Room, occupancies, rooms, standings
from tests.factories import (
    LONG_AGO,
    a_day,
    a_group,
    a_place,
    a_quota,
    a_registration,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event
    from exchange.domain.organization import Organization

ONSITE, ONLINE = Mode.ONSITE, Mode.ONLINE
CANCELLED, DECLINED, PENDING, WAITING = (
    RegistrationStatus.CANCELLED,
    RegistrationStatus.DECLINED,
    RegistrationStatus.PENDING,
    RegistrationStatus.WAITING,
)
HOUR = timedelta(hours=1)
TODAY = date(2026, 6, 1)
"""The day of the `noon` of the tests."""


def a_hold(event: Event, organization: Organization, places: int, **columns: Any) -> Hold:
    values: dict[str, Any] = {"mode": ONSITE, "held_until": TODAY, "made_at": LONG_AGO}
    hold = Hold(event=event, organization=organization, places=places, **{**values, **columns})
    db.session.add(hold)
    db.session.commit()
    return hold


def a_party(event: Event, organization: Organization) -> Party:
    return Party(event=event, organization=organization, is_whole=True, made_at=LONG_AGO)


def test_taken_counts_people_by_body_mode_and_whether_they_wait(app: Flask, noon: datetime) -> None:
    event, other = an_open_event(), an_open_event()
    okitama = a_group()
    body = an_organization(group=okitama)
    for status in (RegistrationStatus.CONFIRMED, PENDING, WAITING, CANCELLED, DECLINED):
        a_registration(event, organization=body, status=status)
    a_registration(event, organization=body, mode=ONLINE, is_walk_in=True)
    a_registration(event, organization=body, status=WAITING, offer_expires_at=noon)
    a_registration(event, organization=body, status=WAITING, offer_expires_at=noon - HOUR)
    a_hold(event, body, 3, mode=ONLINE)
    a_hold(event, an_organization(), 2, held_until=TODAY - timedelta(days=1))

    found = counting.taken([event.id, other.id])

    seated, waits, is_held = (body.id, okitama.id, ONSITE), True, True
    assert found == {
        event.id: {
            Group(*seated, not waits, not is_held, 2),
            Group(*seated, waits, not is_held, 1),
            Group(*seated, not waits, is_held, 1),
            Group(body.id, okitama.id, ONLINE, not waits, is_held, 3),
        },
        other.id: set(),
    }


def test_rooms_tell_each_body_what_is_left_of_its_quota(app: Flask, noon: datetime) -> None:
    okitama = a_group()
    yonezawa, nagai, minato = (an_organization(group=one) for one in (okitama, okitama, None))
    event, open_to_all = an_open_event(capacity=10, online_capacity=5), an_open_event()
    a_quota(event, group=okitama, places=6)
    a_quota(event, organization=yonezawa, places=4)
    a_registration(event, organization=yonezawa)

    found = [rooms([event, open_to_all], body) for body in (yonezawa, nagai, minato)]

    assert [one[event.id] for one in found] == [Room(3, 3), Room(2, 2), Room(4, 4)]
    assert [one[open_to_all.id] for one in found] == [Room(None, None)] * 3


def test_rooms_are_none_for_who_comes_behind_those_who_wait(app: Flask, noon: datetime) -> None:
    body = an_organization()
    event = an_open_event(capacity=5, onsite_capacity=1)
    a_registration(event)
    a_registration(event, status=WAITING)

    assert rooms([event], body)[event.id] == Room(onsite=0, online=4)


def test_rooms_are_those_of_the_day_on_which_quotas_are_released(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=5, quotas_released_on=TODAY + timedelta(days=1))
    a_quota(event, organization=an_organization(), places=5)
    body = an_organization()

    midnight = noon + timedelta(hours=12)

    found = [rooms([event], body, at)[event.id].onsite for at in (midnight - HOUR, midnight)]
    assert found == [0, 5]


def test_queue_keeps_whole_parties_together_at_the_place_of_their_first(
    app: Flask, noon: datetime
) -> None:
    event, body = an_open_event(capacity=0), an_organization()
    party = a_party(event, body)
    people = [
        a_registration(
            event, organization=body, status=WAITING, party=one, queued_at=noon + n * HOUR
        )
        for n, one in enumerate([None, party, None, party])
    ]

    ids = [one.id for one in people]

    assert [one.registration_ids for one in queue(event)] == [
        (ids[0],),
        (ids[1], ids[3]),
        (ids[2],),
    ]
    assert [queue_position(one) for one in people] == [1, 2, 4, 3]


def test_queue_position_counts_those_who_wait_for_the_same_places(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(onsite_capacity=1, online_capacity=1)
    yonezawa = an_organization()
    a_quota(event, organization=yonezawa, online=0)
    for mode in Mode:
        a_registration(event, mode=mode)
    sorts = [(None, ONSITE), (None, ONLINE), (yonezawa, ONLINE), (None, ONSITE), (None, ONLINE)]
    people = [
        a_registration(
            event, organization=body, mode=mode, status=WAITING, queued_at=noon + n * HOUR
        )
        for n, (body, mode) in enumerate(sorts)
    ]

    assert [queue_position(one) for one in people] == [1, 1, 1, 2, 2]
    assert [*queue_positions(event).values()] == [1, 1, 1, 2, 2]


def test_queue_position_is_0_for_who_does_not_wait(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    people = [
        a_registration(event),
        a_registration(event, status=WAITING, offer_expires_at=noon),
        a_registration(event, status=CANCELLED),
    ]

    assert [queue_position(one) for one in people] == [0, 0, 0]


def test_lists_take_the_same_number_of_statements_for_one_event_and_three(
    app: Flask, noon: datetime, statements: list[str]
) -> None:
    body = an_organization(group=a_group())
    events = []

    def sent_for_one_more() -> list[int]:
        day = a_day(places=[a_place(), a_place(online=True)])
        event = an_open_event(capacity=3, onsite_capacity=1, days=[day])
        events.append(event)
        a_quota(event, organization=body, places=1)
        a_quota(event, group=body.group, places=2)
        a_hold(event, body, 1)
        for _ in range(2):
            a_registration(event, status=WAITING, organization=body, party=a_party(event, body))
        db.session.commit()
        assert [one.days for one in events]
        numbers = []
        for ask in (occupancies, lambda several: rooms(several, body), _standings):
            assert body.group
            statements.clear()
            ask(events)
            numbers.append(len(statements))
        return numbers

    found = [sent_for_one_more() for _ in range(3)]

    assert found == [[4, 3, 4]] * 3


def _standings(events: list[Event]) -> object:
    return standings(events, LONG_AGO)


def test_a_page_about_events_where_nobody_waits_takes_one_statement(
    app: Flask, noon: datetime, statements: list[str]
) -> None:
    events = [an_open_event(capacity=9) for _ in range(3)]
    for event in events:
        a_quota(event, organization=an_organization(), places=3)
    assert [event.capacity for event in events] == [9, 9, 9]
    statements.clear()

    occupancies(events)

    assert len(statements) == 1
