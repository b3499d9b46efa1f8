"""What is written of each outcome: a letter to the person, and a line of history."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from exchange.domain.change import ChangedAs, ChangeKind
from exchange.domain.letter import LetterKind
from exchange.domain.registration import Mode
from exchange.enrollment.audit import HOLDER, By, by
from exchange.enrollment.refusals import NoPlaceThatWay, TooLateToCancel, TooLateToChange
from exchange.enrollment.services import cancel, change, examine, register, settle
from exchange.seating.house import queue_position
from exchange.seating.services import lock
from exchange.seating.state import RegistrationState
from tests.enrollment.asking import (
    CANCELLED,
    CONFIRMED,
    COORDINATOR,
    ONLINE,
    ORGANIZER,
    WAITING,
    an_application,
    history,
    letters,
    statuses,
)
from tests.factories import (
    a_day,
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

    from exchange.domain.event import Event

HOUR = timedelta(hours=1)


def an_event_of_both_ways(**columns: object) -> Event:
    return an_open_event(days=[a_day(places=[a_place(), a_place(online=True)])], **columns)


def test_who_acts_is_known_by_account_and_body(app: Flask) -> None:
    body = an_organization()
    coordinator, stranger = (
        an_account(Role.COORDINATOR, organization=one) for one in (body, an_organization())
    )
    organizer, staff = an_account(Role.ORGANIZER), an_account(Role.STAFF, organization=body)

    parts = [by(account, body) for account in (None, staff, stranger, coordinator, organizer)]

    assert parts == [
        HOLDER,
        By(ChangedAs.HOLDER, staff),
        By(ChangedAs.HOLDER, stranger),
        By(ChangedAs.COORDINATOR, coordinator),
        By(ChangedAs.ORGANIZER, organizer),
    ]


def test_asking_for_a_place_is_answered_at_once(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)

    first = register(event, an_application(), by=COORDINATOR, at=noon)
    second = register(event, an_application(), at=noon)

    assert letters(event) == [
        (LetterKind.CONFIRMED, first.email),
        (LetterKind.WAITING, second.email),
    ]
    assert history(first) == [(ChangeKind.MADE, ChangedAs.COORDINATOR)]
    assert history(second) == [(ChangeKind.MADE, ChangedAs.HOLDER)]


def test_cancelling_is_confirmed_and_the_next_is_told(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    first, second = (register(event, an_application(), at=noon) for _ in range(2))
    revisions = first.revision, second.revision

    cancel(first, by=ORGANIZER, at=noon)

    assert letters(event)[2:] == [
        (LetterKind.CANCELLED, first.email),
        (LetterKind.PROMOTED, second.email),
    ]
    assert history(first)[1:] == [(ChangeKind.CANCELLED, ChangedAs.ORGANIZER)]
    assert history(second)[1:] == [(ChangeKind.PROMOTED, ChangedAs.RULE)]
    assert (first.revision, second.revision) == (revisions[0] + 1, revisions[1] + 1)


def test_a_change_is_kept_field_by_field_and_no_change_is_none(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(), an_organization()
    application = an_application(organization=body)
    one = register(event, application, at=noon)
    said = {name: getattr(application, name) for name in ("family_name", "given_name", "email")}

    change(one, application, at=noon + HOUR)
    change(one, an_application(organization=body, remarks="遅れます", **said), at=noon + HOUR)

    assert [kind for kind, _ in history(one)] == [ChangeKind.MADE, ChangeKind.CHANGED]
    assert one.changes[1].details == {"remarks": ["", "遅れます"]}
    assert letters(event)[1:] == [(LetterKind.CHANGED, one.email)]
    assert one.revision == 0


def test_raising_the_capacity_promotes_in_order_and_lowering_throws_out_nobody(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=1)
    people = [register(event, an_application(), at=noon) for _ in range(4)]

    found = []
    for capacity in (3, 1, 2, 4):
        lock(event).capacity = capacity
        settle(event, at=noon)
        found.append(statuses(people).count(CONFIRMED))

    assert found == [3, 3, 3, 4]


def test_a_person_moves_up_within_quota_and_mode_alone(app: Flask, noon: datetime) -> None:
    event = an_event_of_both_ways(onsite_capacity=1, online_capacity=1)
    body = an_organization()
    a_quota(event, organization=body, online=0)
    holders = [a_registration(event, mode=mode) for mode in Mode]
    sorts = [(body, Mode.ONLINE), (None, Mode.ONSITE), (None, Mode.ONLINE)]
    people = [
        register(event, an_application(organization=one, mode=mode), at=noon) for one, mode in sorts
    ]

    cancel(holders[1], at=noon)

    assert statuses(people) == [WAITING, WAITING, CONFIRMED]


def test_who_has_a_place_changes_the_way_if_there_is_one_free(app: Flask, noon: datetime) -> None:
    event = an_event_of_both_ways(onsite_capacity=1, online_capacity=1)
    body = an_organization()
    application = an_application(organization=body)
    one = register(event, application, at=noon)
    waiting = register(event, an_application(), at=noon)
    online = an_application(
        organization=body, mode=ONLINE, email=one.email, given_name=one.given_name
    )

    change(one, online, at=noon)

    assert (one.mode, one.status, waiting.status) == (ONLINE, CONFIRMED, CONFIRMED)
    with pytest.raises(NoPlaceThatWay):
        change(one, application, at=noon)


def test_who_has_a_place_of_any_way_changes_the_way_however_many_wait(
    app: Flask, noon: datetime
) -> None:
    event = an_event_of_both_ways(capacity=1)
    body = an_organization()
    one = register(event, an_application(organization=body), at=noon)
    waiting = register(event, an_application(), at=noon)

    change(one, an_application(organization=body, mode=ONLINE), at=noon)

    assert (one.mode, one.status, waiting.status) == (ONLINE, CONFIRMED, WAITING)


def test_nobody_who_has_a_place_takes_another_that_somebody_waits_for(
    app: Flask, noon: datetime
) -> None:
    event = an_event_of_both_ways(onsite_capacity=2, capacity=9)
    body = an_organization()
    one = register(event, an_application(organization=body, mode=ONLINE), at=noon)
    a_registration(event)
    register_whole_party_of_two(event, noon)

    with pytest.raises(NoPlaceThatWay):
        change(one, an_application(organization=body), at=noon)


def register_whole_party_of_two(event: Event, at: datetime) -> None:
    from exchange.enrollment.parties import register_together  # noqa: PLC0415

    body = an_organization()
    rows = [an_application(organization=body) for _ in range(2)]
    register_together(event, rows, organization=body, is_whole=True, by=COORDINATOR, at=at)


def test_who_waits_changes_the_way_and_keeps_the_moment_of_queuing(
    app: Flask, noon: datetime
) -> None:
    event = an_event_of_both_ways(onsite_capacity=0, online_capacity=0)
    body = an_organization()
    first = register(event, an_application(organization=body), at=noon)
    second = register(event, an_application(mode=ONLINE), at=noon)
    before = queue_position(first), queue_position(second)

    change(first, an_application(organization=body, mode=ONLINE), at=noon + HOUR)

    assert (before, queue_position(first), queue_position(second)) == ((1, 1), 1, 2)


def test_a_coordinator_changes_and_withdraws_until_the_deadline(app: Flask, noon: datetime) -> None:
    event = an_open_event(registration_closes_at=noon)
    one = a_registration(event)
    late = noon + HOUR

    with pytest.raises(TooLateToChange):
        change(one, an_application(), by=COORDINATOR, at=late)
    with pytest.raises(TooLateToCancel):
        cancel(one, by=COORDINATOR, at=late)
    change(one, an_application(), by=ORGANIZER, at=late)
    cancel(one, by=ORGANIZER, at=late)

    assert one.status is CANCELLED


def test_an_organizer_registers_people_after_the_deadline_and_the_beginning(
    app: Flask, noon: datetime
) -> None:
    day = a_day(date(2026, 6, 1), time(9), time(17))
    event = an_open_event(capacity=2, days=[day])
    a_registration(event)

    first, second = (register(event, an_application(), by=ORGANIZER, at=noon) for _ in range(2))
    lock(event).capacity = 9
    settle(event, at=noon)

    assert statuses([first, second]) == [CONFIRMED, WAITING]


def test_examine_tells_whether_there_is_a_place(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    found = [examine(event, an_application(), at=noon)]
    a_registration(event)
    found.append(examine(event, an_application(), at=noon))

    assert found == [RegistrationState.OPEN, RegistrationState.FULL]


def test_walk_ins_take_no_place(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    a_registration(event, is_walk_in=True)

    assert register(event, an_application(), at=noon).status is CONFIRMED


def test_nobody_moves_up_where_nothing_takes_place(app: Flask, noon: datetime) -> None:
    event = an_event(takes_registrations=True, capacity=0)
    one = register(event, an_application(), at=noon)
    event = lock(event)
    event.capacity, event.status = 1, event.status.CANCELLED

    settle(event, at=noon)

    assert one.status is WAITING


def test_a_registration_is_made_with_few_statements(
    app: Flask, noon: datetime, statements: list[str]
) -> None:
    event = an_open_event(capacity=9)
    application = an_application()
    assert (event.capacity, application.organization.group_id) == (9, None)
    statements.clear()

    register(event, application, at=noon)

    assert len(statements) <= 16
