from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from exchange.attendance.refusals import KnownAlready, NotAdmitted
from exchange.attendance.services import HERE, NOTHING, Mark, admit, admit_waiting, record
from exchange.domain.account import Role
from exchange.domain.attendance import Presence
from exchange.domain.change import ChangedAs, ChangeKind
from exchange.domain.letter import LetterKind
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.enrollment.applications import Application
from exchange.enrollment.audit import By
from exchange.enrollment.history import details_in_words
from exchange.extensions import db
from exchange.seating.queries import occupancy
from tests.factories import LATER_ON, a_day, a_registration, an_account, an_open_event
from tests.factories import an_organization as a_body

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from exchange.domain.registration import Registration

PROXY = Mark(presence=Presence.PROXY, proxy_name="代理 次郎", proxy_position="係長")


@pytest.fixture
def by(app: Flask) -> By:
    return By(ChangedAs.ORGANIZER, an_account(role=Role.ORGANIZER))


def recorded(one: Registration) -> list[tuple[date, Presence, str, str]]:
    db.session.expire_all()
    return [
        (mark.day.held_on, mark.presence, mark.proxy_name, mark.proxy_position)
        for mark in one.attendances
    ]


def history(one: Registration) -> list[ChangeKind]:
    return [change.kind for change in one.changes]


def somebody(**more: object) -> Application:
    fields = {
        "family_name": "髙橋",
        "given_name": "𠮷之",
        "family_kana": "タカハシ",
        "given_kana": "ヨシユキ",
        "email": "",
        "mode": Mode.ONSITE,
    }
    return Application(**{"organization": a_body(), **fields, **more})  # type: ignore[arg-type]


def test_record_writes_down_who_came_and_by_whom_it_was_recorded(by: By, noon: datetime) -> None:
    event = an_open_event()
    one = a_registration(event)

    record(one, event.days[0], HERE, by=by, at=noon)

    assert recorded(one) == [(LATER_ON, Presence.PRESENT, "", "")]
    (mark,) = one.attendances
    assert (mark.recorded_at, mark.recorded_by) == (noon, by.account)
    assert [(change.kind, change.details, change.account) for change in one.changes] == [
        (
            ChangeKind.CHECKED_IN,
            {"day": ["", "2026-09-26"], "presence": ["", "present"]},
            by.account,
        )
    ]


def test_record_twice_is_once(by: By, noon: datetime) -> None:
    event = an_open_event()
    one = a_registration(event)

    for _ in range(2):
        record(one, event.days[0], HERE, by=by, at=noon)

    assert recorded(one) == [(LATER_ON, Presence.PRESENT, "", "")]
    assert history(one) == [ChangeKind.CHECKED_IN]


def test_record_a_proxy_and_forget_their_name_when_the_person_came_after_all(
    by: By, noon: datetime
) -> None:
    event = an_open_event()
    one = a_registration(event)

    record(one, event.days[0], PROXY, by=by, at=noon)
    assert recorded(one) == [(LATER_ON, Presence.PROXY, "代理 次郎", "係長")]

    record(one, event.days[0], HERE, by=by, at=noon)
    assert recorded(one) == [(LATER_ON, Presence.PRESENT, "", "")]


def test_what_was_recorded_is_told_in_words(app: Flask, by: By, noon: datetime) -> None:
    event = an_open_event()
    one = a_registration(event)

    record(one, event.days[0], PROXY, by=by, at=noon)

    with app.test_request_context():
        assert details_in_words(one.changes[0]) == [
            ("開催日", "", "R8.9.26"),
            ("出欠", "", "代理出席"),
            ("代理の方の氏名", "", "代理 次郎"),
            ("代理の方の職名", "", "係長"),
        ]


def test_record_nothing_takes_back_what_was_recorded(by: By, noon: datetime) -> None:
    event = an_open_event()
    one = a_registration(event)
    record(one, event.days[0], HERE, by=by, at=noon)

    for _ in range(2):
        record(one, event.days[0], NOTHING, by=by, at=noon)

    assert recorded(one) == []
    assert history(one) == [ChangeKind.CHECKED_IN] * 2


def test_record_each_day_apart_and_also_one_that_is_not_theirs(by: By, noon: datetime) -> None:
    next_day = LATER_ON + timedelta(days=1)
    event = an_open_event(days=[a_day(), a_day(next_day)])
    one = a_registration(event, days=[event.days[0]])

    record(one, event.days[0], Mark(presence=Presence.ABSENT), by=by, at=noon)
    record(one, event.days[1], HERE, by=by, at=noon)

    assert recorded(one) == [
        (LATER_ON, Presence.ABSENT, "", ""),
        (next_day, Presence.PRESENT, "", ""),
    ]


@pytest.mark.parametrize(
    "status", [status for status in RegistrationStatus if status != "confirmed"]
)
def test_record_refuses_who_has_no_place(
    by: By, noon: datetime, status: RegistrationStatus
) -> None:
    event = an_open_event()
    one = a_registration(event, status=status)

    with pytest.raises(NotAdmitted):
        record(one, event.days[0], HERE, by=by, at=noon)

    assert recorded(one) == []


def test_admit_takes_in_a_walk_in_who_takes_no_place_and_gets_no_letter(
    by: By, noon: datetime
) -> None:
    event = an_open_event(capacity=1)
    a_registration(event)

    one = admit(event, somebody(), event.days[0], by=by, at=noon)

    assert (one.status, one.is_walk_in, one.days, one.account) == (
        RegistrationStatus.CONFIRMED,
        True,
        event.days,
        None,
    )
    assert recorded(one) == [(LATER_ON, Presence.PRESENT, "", "")]
    assert history(one) == [ChangeKind.MADE, ChangeKind.CHECKED_IN]
    assert (occupancy(event).confirmed, occupancy(event).waiting, one.letters) == (1, 0, [])


def test_admit_writes_to_who_gives_an_address(by: By, noon: datetime) -> None:
    event = an_open_event()

    one = admit(event, somebody(email="taro@example.lg.jp"), event.days[0], by=by, at=noon)

    assert [letter.kind for letter in one.letters] == [LetterKind.CONFIRMED]


def test_admit_says_who_of_that_name_is_expected_however_it_is_written(
    by: By, noon: datetime
) -> None:
    event = an_open_event()
    known = a_registration(
        event, family_name="高橋", given_name="吉之", status=RegistrationStatus.WAITING
    )

    with pytest.raises(KnownAlready) as refused:
        admit(event, somebody(), event.days[0], by=by, at=noon)

    assert (refused.value.people, refused.value.may_be_another) == ([known], True)


def test_admit_takes_in_namesakes_of_whom_nobody_has_an_address(by: By, noon: datetime) -> None:
    event = an_open_event()
    body = a_body()

    people = [
        admit(event, somebody(organization=body), event.days[0], is_another=True, by=by, at=noon)
        for _ in range(2)
    ]

    assert people[0] is not people[1]


def test_admit_takes_nobody_twice_with_the_same_address(by: By, noon: datetime) -> None:
    event = an_open_event()
    application = somebody(email="taro@example.lg.jp")
    admit(event, application, event.days[0], by=by, at=noon)

    with pytest.raises(KnownAlready) as refused:
        admit(event, replace(application), event.days[0], is_another=True, by=by, at=noon)

    assert refused.value.may_be_another is False


def test_admit_waiting_takes_in_who_waits_beside_the_places_there_are(
    by: By, noon: datetime
) -> None:
    event = an_open_event(capacity=1)
    a_registration(event)
    first, second = (a_registration(event, status=RegistrationStatus.WAITING) for _ in range(2))

    for _ in range(2):
        admit_waiting(second, event.days[0], by=by, at=noon)

    assert (second.status, second.is_walk_in) == (RegistrationStatus.CONFIRMED, True)
    assert recorded(second) == [(LATER_ON, Presence.PRESENT, "", "")]
    assert history(second) == [ChangeKind.CHECKED_IN]
    assert (first.status, occupancy(event).waiting) == (RegistrationStatus.WAITING, 1)


def test_admit_waiting_hands_the_offer_on_that_was_not_needed(by: By, noon: datetime) -> None:
    event = an_open_event(capacity=1, offer_hours=24)
    offered = a_registration(
        event,
        status=RegistrationStatus.WAITING,
        offer_expires_at=noon + timedelta(hours=1),
    )
    behind = a_registration(event, status=RegistrationStatus.WAITING)

    admit_waiting(offered, event.days[0], by=by, at=noon)

    assert (offered.is_offered, behind.is_offered) == (False, True)


def test_admit_waiting_approves_who_awaits_approval(by: By, noon: datetime) -> None:
    event = an_open_event(needs_approval=True)
    one = a_registration(event, status=RegistrationStatus.PENDING)

    admit_waiting(one, event.days[0], by=by, at=noon)

    assert (one.status, one.is_walk_in) == (RegistrationStatus.CONFIRMED, False)
    assert history(one) == [ChangeKind.APPROVED, ChangeKind.CHECKED_IN]


@pytest.mark.parametrize("status", [RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED])
def test_admit_waiting_refuses_who_gave_up_or_was_declined(
    by: By, noon: datetime, status: RegistrationStatus
) -> None:
    event = an_open_event()
    one = a_registration(event, status=status)

    with pytest.raises(NotAdmitted):
        admit_waiting(one, event.days[0], by=by, at=noon)
