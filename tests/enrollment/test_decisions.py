from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from exchange.domain.change import ChangedAs, ChangeKind
from exchange.domain.event import EventStatus
from exchange.domain.letter import LetterKind
from exchange.enrollment.decisions import accept_offer, approve, decline
from exchange.enrollment.parties import register_together
from exchange.enrollment.refusals import (
    NoReasonGiven,
    NotPending,
    OfferLapsed,
    RegistrationClosed,
    TooLateToChange,
)
from exchange.enrollment.services import cancel, change, register, settle
from tests.enrollment.asking import (
    CANCELLED,
    CONFIRMED,
    COORDINATOR,
    DECLINED,
    ORGANIZER,
    PENDING,
    WAITING,
    an_application,
    history,
    letters,
    statuses,
)
from tests.factories import a_day, a_registration, an_open_event, an_organization

if TYPE_CHECKING:
    from flask import Flask

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def test_a_place_that_comes_free_is_offered_to_who_waited_longest(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=1, offer_hours=24)
    holder, first, second = (register(event, an_application(), at=noon) for _ in range(3))

    cancel(holder, at=noon)

    assert statuses([holder, first, second]) == [CANCELLED, WAITING, WAITING]
    assert (first.offer_expires_at, second.offer_expires_at) == (noon + 24 * HOUR, None)
    assert letters(event)[3:] == [
        (LetterKind.CANCELLED, holder.email),
        (LetterKind.OFFERED, first.email),
    ]


def test_who_asks_while_a_place_is_free_gets_it_without_an_offer(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=1, offer_hours=24)

    assert register(event, an_application(), at=noon).status is CONFIRMED


def test_an_offered_place_is_taken(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1, offer_hours=24)
    a_registration(event, status=WAITING, offer_expires_at=noon)

    assert register(event, an_application(), at=noon).status is WAITING


def test_an_offer_is_accepted_to_its_last_moment(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1, offer_hours=24)
    one = a_registration(event, status=WAITING, offer_expires_at=noon)

    for _ in range(2):
        accept_offer(one, at=noon)

    assert (one.status, one.offer_expires_at) == (CONFIRMED, None)
    assert history(one) == [(ChangeKind.ACCEPTED, ChangedAs.HOLDER)]
    assert letters(event) == [(LetterKind.CONFIRMED, one.email)]


def test_an_offer_that_lapses_goes_to_the_next_and_on(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1, offer_hours=24)
    holder, *people = (register(event, an_application(), at=noon) for _ in range(4))
    cancel(holder, at=noon)
    before = len(letters(event))

    for days in (1, 2):
        settle(event, at=noon + days * 24 * HOUR + days * SECOND)

    assert statuses(people) == [CANCELLED, CANCELLED, WAITING]
    assert people[2].offer_expires_at == noon + 72 * HOUR + 2 * SECOND
    assert letters(event)[before:] == [
        (LetterKind.LAPSED, people[0].email),
        (LetterKind.OFFERED, people[1].email),
        (LetterKind.LAPSED, people[1].email),
        (LetterKind.OFFERED, people[2].email),
    ]
    assert [kind for kind, _ in history(people[1])] == [
        ChangeKind.MADE,
        ChangeKind.OFFERED,
        ChangeKind.LAPSED,
    ]


def test_a_lapsed_offer_is_neither_accepted_nor_changed(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1, offer_hours=24)
    one = a_registration(event, status=WAITING, offer_expires_at=noon)

    with pytest.raises(OfferLapsed):
        accept_offer(one, at=noon + SECOND)
    with pytest.raises(TooLateToChange):
        change(one, an_application(), at=noon + SECOND)


def test_an_offer_of_an_event_that_was_called_off_is_not_accepted(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(status=EventStatus.CANCELLED)
    one = a_registration(event, status=WAITING, offer_expires_at=noon)

    with pytest.raises(RegistrationClosed):
        accept_offer(one, at=noon)


def test_an_offer_ends_when_the_event_begins_and_then_nobody_moves_up(
    app: Flask, noon: datetime
) -> None:
    begins_at = noon + HOUR
    day = a_day(noon.date(), time(13), time(15))
    event = an_open_event(capacity=1, offer_hours=24, days=[day])
    holder, first, second = (register(event, an_application(), at=noon) for _ in range(3))
    cancel(holder, at=noon)

    settle(event, at=begins_at + SECOND)

    assert statuses([first, second]) == [CANCELLED, WAITING]
    assert (first.cancelled_at, second.offer_expires_at) == (begins_at + SECOND, None)


def test_an_offer_to_a_whole_party_is_accepted_for_all_of_it(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=2, offer_hours=24), an_organization()
    holder = a_registration(event)
    rows = [an_application(organization=body) for _ in range(2)]
    party = register_together(
        event, rows, organization=body, is_whole=True, by=COORDINATOR, at=noon
    )
    cancel(holder, at=noon)

    accept_offer(party.registrations[1], at=noon)

    assert statuses(party.registrations) == [CONFIRMED] * 2
    assert [one.is_offered for one in party.registrations] == [False] * 2


def test_an_application_awaits_approval_and_holds_its_place_meanwhile(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=1, needs_approval=True)

    first, second = (register(event, an_application(), at=noon) for _ in range(2))

    assert statuses([first, second]) == [PENDING, WAITING]
    assert letters(event) == [
        (LetterKind.RECEIVED, first.email),
        (LetterKind.WAITING, second.email),
    ]


def test_approving_confirms_once(app: Flask, noon: datetime) -> None:
    event = an_open_event(needs_approval=True)
    one = register(event, an_application(), at=noon)

    for _ in range(2):
        approve(one, by=ORGANIZER, at=noon)

    assert one.status is CONFIRMED
    assert history(one)[1:] == [(ChangeKind.APPROVED, ChangedAs.ORGANIZER)]
    assert letters(event)[1:] == [(LetterKind.CONFIRMED, one.email)]


def test_declining_tells_why_and_gives_the_place_to_the_next(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1, needs_approval=True)
    first, second = (register(event, an_application(), at=noon) for _ in range(2))

    decline(first, " 対象外のため ", by=ORGANIZER, at=noon)

    assert statuses([first, second]) == [DECLINED, PENDING]
    assert first.decline_reason == "対象外のため"
    assert history(first)[1:] == [(ChangeKind.DECLINED, ChangedAs.ORGANIZER)]
    assert history(second)[1:] == [(ChangeKind.PROMOTED, ChangedAs.RULE)]
    assert letters(event)[2:] == [
        (LetterKind.DECLINED, first.email),
        (LetterKind.PROMOTED, second.email),
    ]


def test_nothing_is_decided_without_a_reason_or_of_who_does_not_await_it(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(capacity=1, needs_approval=True)
    pending, waiting = (register(event, an_application(), at=noon) for _ in range(2))

    with pytest.raises(NoReasonGiven):
        decline(pending, "　", by=ORGANIZER, at=noon)
    with pytest.raises(NotPending):
        approve(waiting, by=ORGANIZER, at=noon)
    with pytest.raises(NotPending):
        decline(waiting, "対象外のため", by=ORGANIZER, at=noon)


def test_a_person_who_was_declined_may_apply_again(app: Flask, noon: datetime) -> None:
    event = an_open_event(needs_approval=True)
    application = an_application()
    decline(register(event, application, at=noon), "書類不足", by=ORGANIZER, at=noon)

    assert register(event, application, at=noon).status is PENDING
