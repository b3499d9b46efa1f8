from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.event import EventStatus
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.enrollment.applications import Application
from exchange.enrollment.audit import by
from exchange.enrollment.refusals import (
    AlreadyRegistered,
    DaysNotOffered,
    ModeNotOffered,
    NoDayChosen,
    OrganizationNotInvited,
    RegistrationClosed,
    RegistrationNotOpen,
    TooLateToCancel,
    TooLateToChange,
)
from exchange.enrollment.services import cancel, change, register
from exchange.seating.house import queue_position
from tests.factories import (
    a_day,
    a_group,
    a_place,
    a_registration,
    an_account,
    an_event,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from flask import Flask

CONFIRMED = RegistrationStatus.CONFIRMED
WAITING = RegistrationStatus.WAITING
CANCELLED = RegistrationStatus.CANCELLED
HOUR = timedelta(hours=1)


def an_application(**fields: Any) -> Application:
    values: dict[str, Any] = {
        "family_name": "髙橋",
        "given_name": "𠮷郎",
        "family_kana": "タカハシ",
        "given_kana": "ヨシロウ",
        "email": "takahashi@example.lg.jp",
        "mode": Mode.ONSITE,
    }
    values["organization"] = fields.pop("organization", None) or an_organization()
    return Application(**{**values, **fields})


def test_register_keeps_what_was_stated(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    account = an_account()
    organization = an_organization()
    stated = {
        "family_name": "髙﨑",
        "given_name": "神人",
        "family_kana": "タカサキ",
        "given_kana": "カミト",
        "department": "総務課",
        "position": "主査",
        "email": "takasaki@example.lg.jp",
        "phone": "0238-22-5111",
        "mode": Mode.ONSITE,
        "remarks": "手話通訳を希望します。",
    }

    made = register(
        event,
        Application(organization=organization, **stated),
        by=by(account, organization),
        at=noon,
    )

    assert {name: getattr(made, name) for name in stated} == stated
    assert (made.event, made.organization, made.account) == (event, organization, account)
    assert made.days == event.days
    assert (made.status, made.queued_at) == (CONFIRMED, noon)
    assert len(made.token) == 32


def test_register_puts_the_next_person_on_the_waiting_list_when_full(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=1)
    a_registration(event)

    late_comer = register(event, an_application(), at=noon)

    assert late_comer.status is WAITING


def test_register_lets_nobody_pass_those_who_wait(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=2)
    a_registration(event)
    earlier = a_registration(event, status=WAITING)

    late_comer = register(event, an_application(), at=noon)

    assert (earlier.status, late_comer.status) == (CONFIRMED, WAITING)
    assert queue_position(late_comer) == 1


def test_register_queues_in_the_order_of_the_lock_whatever_the_clocks_say(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=1)

    made = [
        register(event, an_application(email=f"{number}@example.jp"), at=at)
        for number, at in enumerate([noon, noon - HOUR, noon])
    ]

    assert [one.status for one in made] == [CONFIRMED, WAITING, WAITING]
    assert [queue_position(one) for one in made[1:]] == [1, 2]
    assert sorted(made, key=lambda one: one.queued_at) == made


def test_register_refuses_before_applications_open(app: Flask, noon: datetime) -> None:
    event = an_open_event(registration_opens_at=noon + HOUR)

    with pytest.raises(RegistrationNotOpen):
        register(event, an_application(), at=noon)


def test_register_takes_the_last_moment_and_nothing_later(app: Flask, noon: datetime) -> None:
    event = an_open_event(registration_closes_at=noon)

    register(event, an_application(), at=noon)

    with pytest.raises(RegistrationClosed):
        register(event, an_application(email="late@example.jp"), at=noon + timedelta(seconds=1))


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.HELD, EventStatus.CANCELLED])
def test_register_refuses_for_an_event_that_is_not_ahead(
    app: Flask, noon: datetime, status: EventStatus
) -> None:
    event = an_open_event(status=status)

    with pytest.raises(RegistrationClosed):
        register(event, an_application(), at=noon)


def test_register_refuses_where_no_registration_is_taken(app: Flask, noon: datetime) -> None:
    event = an_event()

    with pytest.raises(RegistrationClosed):
        register(event, an_application(), at=noon)


def test_register_refuses_the_same_person_twice(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    register(event, an_application(), at=noon)

    with pytest.raises(AlreadyRegistered):
        register(event, an_application(), at=noon)


def test_register_takes_colleagues_who_share_a_mail_address(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    register(event, an_application(), at=noon)

    colleague = register(event, an_application(family_name="高橋"), at=noon)

    assert colleague.status is CONFIRMED


def test_register_takes_a_person_back_who_had_cancelled(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    cancel(register(event, an_application(), at=noon), at=noon)

    again = register(event, an_application(), at=noon)

    assert again.status is CONFIRMED


def test_register_takes_each_body_where_the_event_expects_it(app: Flask, noon: datetime) -> None:
    okitama, minato = a_group("置賜地域"), a_group("港区")
    places = [a_place(groups=[okitama]), a_place(online=True, groups=[minato])]
    event = an_open_event(days=[a_day(places=places)])
    from_afar = an_organization(group=minato)

    online = register(event, an_application(organization=from_afar, mode=Mode.ONLINE), at=noon)

    assert online.status is CONFIRMED
    with pytest.raises(ModeNotOffered):
        register(event, an_application(organization=from_afar, given_name="二郎"), at=noon)


def test_register_refuses_a_body_that_no_place_expects(app: Flask, noon: datetime) -> None:
    event = an_open_event(days=[a_day(places=[a_place(groups=[a_group()])])])

    with pytest.raises(OrganizationNotInvited):
        register(event, an_application(), at=noon)


def test_register_asks_for_days_where_there_are_several(app: Flask, noon: datetime) -> None:
    event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 9, 27))])

    with pytest.raises(NoDayChosen):
        register(event, an_application(), at=noon)


def test_register_keeps_the_days_that_were_chosen(app: Flask, noon: datetime) -> None:
    event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 9, 27))])

    made = register(event, an_application(days=event.days[1:]), at=noon)

    assert [day.held_on for day in made.days] == [date(2026, 9, 27)]


def test_register_refuses_a_day_that_was_cancelled(app: Flask, noon: datetime) -> None:
    event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 9, 27))])
    event.days[1].cancelled_at = noon

    with pytest.raises(DaysNotOffered):
        register(event, an_application(days=event.days), at=noon)


def test_register_refuses_a_day_that_is_for_others(app: Flask, noon: datetime) -> None:
    okitama, minato = a_group("置賜地域"), a_group("港区")
    for_both = [a_place(groups=[okitama]), a_place(online=True, groups=[minato])]
    tour = a_day(date(2026, 9, 27), places=[a_place("飯豊町", groups=[okitama])])
    event = an_open_event(days=[a_day(places=for_both), tour])
    organization = an_organization(group=minato)

    with pytest.raises(DaysNotOffered):
        register(
            event,
            an_application(organization=organization, mode=Mode.ONLINE, days=event.days),
            at=noon,
        )


def test_register_rules_nothing_out_while_no_place_is_known(app: Flask, noon: datetime) -> None:
    event = an_open_event(days=[a_day(places=[])])

    made = register(event, an_application(mode=Mode.ONLINE), at=noon)

    assert made.status is CONFIRMED


def test_change_keeps_status_and_place_in_the_queue(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    register(event, an_application(), at=noon)
    first, second = (
        register(event, an_application(email=f"{number}@example.jp"), at=noon)
        for number in range(2)
    )
    before = first.queued_at

    change(first, an_application(email="new@example.jp", remarks="車いすで参加"), at=noon + HOUR)

    assert (first.email, first.remarks) == ("new@example.jp", "車いすで参加")
    assert (first.status, first.queued_at, first.changed_at) == (WAITING, before, noon + HOUR)
    assert [queue_position(first), queue_position(second)] == [1, 2]


def test_change_leaves_a_person_who_they_are(app: Flask, noon: datetime) -> None:
    made = register(an_open_event(), an_application(), at=noon)

    change(made, an_application(remarks="遅れます"), at=noon)

    assert (made.family_name, made.remarks) == ("髙橋", "遅れます")


def test_change_checks_days_and_mode_again(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    made = register(event, an_application(), at=noon)

    with pytest.raises(ModeNotOffered):
        change(made, an_application(mode=Mode.ONLINE), at=noon)


def test_change_refuses_to_become_somebody_who_is_registered(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    register(event, an_application(), at=noon)
    other = register(event, an_application(given_name="二郎"), at=noon)

    with pytest.raises(AlreadyRegistered):
        change(other, an_application(), at=noon)


def test_change_is_refused_once_applications_are_closed(app: Flask, noon: datetime) -> None:
    event = an_open_event(registration_closes_at=noon)
    made = register(event, an_application(), at=noon)

    with pytest.raises(TooLateToChange):
        change(made, an_application(remarks="遅れます"), at=noon + HOUR)


def test_change_is_refused_once_cancelled(app: Flask, noon: datetime) -> None:
    made = register(an_open_event(), an_application(), at=noon)
    cancel(made, at=noon)

    with pytest.raises(TooLateToChange):
        change(made, an_application(), at=noon)


def test_cancel_moves_the_first_of_the_waiting_list_up(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    holder = a_registration(event)
    second = a_registration(event, status=WAITING, queued_at=noon)
    first = a_registration(event, status=WAITING, queued_at=noon - HOUR)

    cancel(holder, at=noon)

    assert [one.status for one in (holder, first, second)] == [CANCELLED, CONFIRMED, WAITING]
    assert (holder.cancelled_at, first.changed_at) == (noon, noon)
    assert queue_position(second) == 1


def test_cancel_from_the_waiting_list_moves_nobody_up(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    holder = a_registration(event)
    first, second = (a_registration(event, status=WAITING) for _ in range(2))

    cancel(first, at=noon)

    assert [one.status for one in (holder, first, second)] == [CONFIRMED, CANCELLED, WAITING]


def test_cancel_a_second_time_changes_nothing(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    holder = a_registration(event)
    first, second = (a_registration(event, status=WAITING) for _ in range(2))
    cancel(holder, at=noon)

    cancel(holder, at=noon + HOUR)

    assert [one.status for one in (holder, first, second)] == [CANCELLED, CONFIRMED, WAITING]
    assert holder.cancelled_at == noon


def test_cancel_is_possible_after_the_closing_until_the_event_begins(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(
        days=[a_day(date(2026, 6, 1), time(13, 0), time(15, 0))],
        registration_closes_at=noon - HOUR,
    )
    early, late = a_registration(event), a_registration(event)

    cancel(early, at=noon)

    assert early.status is CANCELLED
    with pytest.raises(TooLateToCancel):
        cancel(late, at=noon + HOUR)


def test_cancel_is_refused_when_the_event_itself_is_cancelled(app: Flask, noon: datetime) -> None:
    made = a_registration(an_open_event(status=EventStatus.CANCELLED))

    with pytest.raises(TooLateToCancel):
        cancel(made, at=noon)
