from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from exchange.desk.queries import delegations
from exchange.domain.event import EventStatus, Visibility
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.enrollment.queries import modes_of, modes_on
from exchange.extensions import db
from tests.factories import (
    a_day,
    a_group,
    a_place,
    a_registration,
    an_event,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from flask import Flask

TODAY = date(2026, 6, 1)


def test_modes_on_a_day_follow_the_places_of_the_body(app: Flask) -> None:
    okitama, minato, other = a_group("置賜地域"), a_group("港区"), a_group("山形県")
    day = a_day(places=[a_place(groups=[okitama, minato]), a_place(online=True, groups=[minato])])
    bodies = [an_organization(group=group) for group in (okitama, minato, other)]

    modes = [modes_on(day, body) for body in [*bodies, None]]

    both = {Mode.ONSITE, Mode.ONLINE}
    assert modes == [{Mode.ONSITE}, both, set(), both]


def test_modes_at_a_venue_with_a_screen_are_both(app: Flask) -> None:
    place = a_place()
    place.is_online = True

    assert modes_on(a_day(places=[place]), an_organization()) == {Mode.ONSITE, Mode.ONLINE}


def test_modes_of_an_event_leave_out_its_cancelled_days(app: Flask, noon: datetime) -> None:
    days = [a_day(date(2026, 9, 26)), a_day(date(2026, 9, 27), places=[a_place(online=True)])]
    event = an_open_event(days=days)
    before = modes_of(event)
    event.days[1].cancelled_at = noon

    assert (before, modes_of(event)) == ([Mode.ONSITE, Mode.ONLINE], [Mode.ONSITE])


def test_modes_of_an_event_without_days_are_all(app: Flask) -> None:
    assert modes_of(an_open_event(days=[])) == [Mode.ONSITE, Mode.ONLINE]


def test_delegations_are_the_coming_events_that_concern_the_body(
    app: Flask, noon: datetime
) -> None:
    okitama, minato = a_group("置賜地域"), a_group("港区")
    body = an_organization(group=okitama)
    past = date(2026, 5, 1)
    an_event(title="no registration")
    an_open_event(title="draft", status=EventStatus.DRAFT)
    an_open_event(title="members", visibility=Visibility.MEMBERS)
    an_open_event(title="over", days=[a_day(past)])
    an_open_event(title="for others", days=[a_day(places=[a_place(groups=[minato])])])
    undated = an_open_event(title="undated", days=[])
    later = an_open_event(title="later", days=[a_day(date(2026, 11, 1))])
    august = a_day(date(2026, 8, 1), places=[a_place(groups=[minato])])
    sent_to = an_open_event(title="sent to", days=[august])
    a_registration(sent_to, organization=body)

    found = delegations(body, None, today=TODAY, at=noon)

    assert [one.event.title for one in found] == [
        event.title for event in (sent_to, later, undated)
    ]


def test_delegations_count_and_order_the_people_of_the_body(app: Flask, noon: datetime) -> None:
    body = an_organization()
    event = an_open_event(capacity=2)
    statuses = {
        "ワダ": RegistrationStatus.CONFIRMED,
        "アベ": RegistrationStatus.CANCELLED,
        "サトウ": RegistrationStatus.WAITING,
        "カトウ": RegistrationStatus.PENDING,
    }
    for kana, status in statuses.items():
        a_registration(event, organization=body, status=status, family_kana=kana)
    a_registration(event)

    [found] = delegations(body, None, today=TODAY, at=noon)

    assert (found.confirmed, found.waiting) == (2, 1)
    assert [one.family_kana for one in found.registrations] == ["カトウ", "サトウ", "ワダ", "アベ"]


def test_delegations_take_the_same_number_of_statements_for_one_event_and_three(
    app: Flask, noon: datetime, statements: list[str]
) -> None:
    body = an_organization(group=a_group())

    def sent_for_one_more() -> int:
        event = an_open_event(days=[a_day(TODAY + timedelta(days=n)) for n in (30, 31)])
        for _ in range(2):
            a_registration(event, organization=body)
        db.session.refresh(body)
        statements.clear()
        for one in delegations(body, None, today=TODAY, at=noon):
            assert [person.days for person in one.registrations]
        return len(statements)

    numbers = [sent_for_one_more() for _ in range(3)]

    assert numbers == [numbers[0]] * 3
