from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from exchange.desk.queries import delegation, delegations, find_party
from exchange.domain.account import Role
from exchange.domain.event import EventStatus, Visibility
from exchange.domain.party import Party
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.enrollment import answers
from exchange.enrollment.applications import Application
from exchange.enrollment.audit import by
from exchange.extensions import db
from tests.factories import (
    a_day,
    a_group,
    a_hold,
    a_place,
    a_quota,
    a_registration,
    an_account,
    an_event,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from flask import Flask

TODAY = date(2026, 6, 1)


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


def test_delegations_stand_in_the_order_of_their_deadlines(app: Flask, noon: datetime) -> None:
    body = an_organization()
    an_open_event(title="soon held", days=[a_day(date(2026, 7, 1))])
    closes_at = datetime(2026, 6, 5, 8, tzinfo=UTC)
    an_open_event(title="soon closed", registration_closes_at=closes_at)
    an_open_event(title="open end", days=[])

    found = delegations(body, None, today=TODAY, at=noon)

    assert [(one.event.title, one.days_left, one.is_due_soon) for one in found] == [
        ("soon closed", 4, True),
        ("soon held", 30, False),
        ("open end", None, False),
    ]


def test_delegation_awaits_an_answer_until_there_is_any(app: Flask, noon: datetime) -> None:
    events = [an_open_event() for _ in range(4)]
    coordinator = an_account(Role.COORDINATOR)
    body = coordinator.organization
    a_registration(events[1], organization=body)
    a_hold(events[2], body)
    answers.abstain(events[3], body, by=by(coordinator, body), at=noon)
    a_registration(events[0])
    a_hold(events[0], an_organization())

    found = [delegation(event, body, at=noon).awaits_an_answer for event in events]

    assert found == [True, False, False, False]


def test_delegation_awaits_nothing_once_it_is_closed(app: Flask, noon: datetime) -> None:
    event = an_open_event(registration_closes_at=noon - timedelta(minutes=1))

    found = delegation(event, an_organization(), at=noon)

    assert (found.state.takes, found.awaits_an_answer, found.is_due_soon) == (False, False, False)


def test_delegation_says_nothing_of_a_hold_that_has_run_out(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(), an_organization()
    a_hold(event, body).held_until = TODAY - timedelta(days=1)
    db.session.commit()

    assert delegation(event, body, at=noon).is_answered is False


def test_delegation_does_not_count_who_came_without_having_registered(
    app: Flask, noon: datetime
) -> None:
    event, body = an_open_event(), an_organization()
    a_registration(event, organization=body, is_walk_in=True)

    found = delegation(event, body, at=noon)

    assert (found.confirmed, len(found.registrations)) == (0, 1)


def test_rooms_are_one_figure_where_both_ways_share_their_places(
    app: Flask, noon: datetime
) -> None:
    both = [a_day(places=[a_place(), a_place(online=True)])]
    body = an_organization()
    unlimited = an_open_event(days=both)
    shared = an_open_event(capacity=5, days=[a_day(places=[a_place(), a_place(online=True)])])
    a_registration(shared, organization=body)
    a_hold(shared, body, places=2)

    found = [delegation(event, body, at=noon).rooms for event in (unlimited, shared)]

    assert found == [[(None, None)], [(None, 2)]]


def test_rooms_are_told_by_the_way_where_each_has_its_own(app: Flask, noon: datetime) -> None:
    def days():
        return [a_day(places=[a_place(), a_place(online=True)])]

    apart = an_open_event(onsite_capacity=3, online_capacity=3, days=days())
    one_limited = an_open_event(onsite_capacity=3, days=days())
    overlapping = an_open_event(capacity=5, onsite_capacity=3, days=days())
    body = an_organization()

    found = [delegation(one, body, at=noon).rooms for one in (apart, one_limited, overlapping)]

    assert found == [
        [(Mode.ONSITE, 3), (Mode.ONLINE, 3)],
        [(Mode.ONSITE, 3), (Mode.ONLINE, None)],
        [(Mode.ONSITE, 3), (Mode.ONLINE, 5), (None, 5)],
    ]


def test_rooms_are_those_of_the_quota_and_none_where_the_body_is_not_invited(
    app: Flask, noon: datetime
) -> None:
    group = a_group()
    body, guest = an_organization(group=group), an_organization()
    event = an_open_event(capacity=9, days=[a_day(places=[a_place(groups=[group])])])
    a_quota(event, organization=body, places=4)

    found = [delegation(event, one, at=noon) for one in (body, guest)]

    assert [one.rooms for one in found] == [[(None, 4)], []]
    assert [[quota.places for quota in one.quotas] for one in found] == [[4], []]


def test_quotas_that_were_released_are_not_told(app: Flask, noon: datetime) -> None:
    body = an_organization()
    event = an_open_event(capacity=9, quotas_released_on=TODAY)
    a_quota(event, organization=body, places=4)

    found = delegation(event, body, at=noon)

    assert (found.quotas, found.rooms) == ([], [(None, 9)])


def test_delegations_take_the_same_number_of_statements_for_one_event_and_three(
    app: Flask, noon: datetime, statements: list[str]
) -> None:
    body = an_organization(group=a_group())

    def sent_for_one_more() -> int:
        event = an_open_event(days=[a_day(TODAY + timedelta(days=n)) for n in (30, 31)])
        for _ in range(2):
            a_registration(event, organization=body)
        a_quota(event, organization=body, places=9)
        a_hold(event, body)
        db.session.expire_all()
        db.session.refresh(body)
        statements.clear()
        for one in delegations(body, None, today=TODAY, at=noon):
            assert [person.days for person in one.registrations]
            assert one.rooms
        return len(statements)

    numbers = [sent_for_one_more() for _ in range(3)]

    assert numbers == [numbers[0]] * 3


def test_find_party_finds_the_last_one_of_exactly_these_people(app: Flask, noon: datetime) -> None:
    coordinator, other = an_account(Role.COORDINATOR), an_account(Role.COORDINATOR)
    body, event = coordinator.organization, an_open_event()
    party = Party(event=event, organization=body, made_at=noon, made_by=coordinator)
    people = [a_registration(event, organization=body, party=party) for _ in range(2)]
    asked = [
        Application(
            family_name=one.family_name,
            given_name=one.given_name,
            family_kana=one.family_kana,
            given_kana=one.given_kana,
            organization=body,
            email=one.email,
            mode=Mode.ONSITE,
        )
        for one in people
    ]

    found = [
        find_party(event, body, coordinator, asked),
        find_party(event, body, coordinator, asked[:1]),
        find_party(event, body, other, asked),
        find_party(an_open_event(), body, coordinator, asked),
    ]

    assert found == [party, None, None, None]
