from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.hold import Hold
from exchange.enrollment.answers import (
    abstain,
    find_abstention,
    hold_places,
    take_back_abstention,
)
from exchange.enrollment.parties import register_together
from exchange.enrollment.refusals import (
    HeldInThePast,
    HeldTooLong,
    ModeNotOffered,
    NotEnoughPlaces,
    OrganizationNotInvited,
    RegistrationClosed,
    SomebodyComes,
)
from exchange.enrollment.services import cancel, register
from exchange.extensions import db
from tests.enrollment.asking import (
    CONFIRMED,
    COORDINATOR,
    ONLINE,
    ONSITE,
    ORGANIZER,
    WAITING,
    an_application,
    statuses,
)
from tests.factories import (
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

TODAY = date(2026, 6, 1)
"""The day of the `noon` of the tests."""
TOMORROW = TODAY + timedelta(days=1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def hold(
    event: Event, body: Organization, places: int, *, at: datetime, until: date = TODAY
) -> None:
    hold_places(event, body, mode=ONSITE, places=places, until=until, by=COORDINATOR, at=at)


def holds(event: Event) -> list[tuple[int, date]]:
    found = db.session.scalars(select(Hold).where(Hold.event_id == event.id))
    return [(one.places, one.held_until) for one in found]


def test_held_places_are_nobody_elses(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=2), an_organization()

    hold(event, body, 2, at=noon)

    assert register(event, an_application(), at=noon).status is WAITING
    assert holds(event) == [(2, TODAY)]


def test_naming_people_uses_held_places_up(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=2), an_organization()
    hold(event, body, 2, at=noon)
    register(event, an_application(), at=noon)

    by_coordinator, by_organizer, too_many = (
        register(event, an_application(organization=body), by=by, at=noon)
        for by in (COORDINATOR, ORGANIZER, COORDINATOR)
    )

    assert statuses([by_coordinator, by_organizer, too_many]) == [CONFIRMED, CONFIRMED, WAITING]
    assert holds(event) == []


def test_held_places_are_not_for_who_comes_by_themselves_or_in_another_way(
    app: Flask, noon: datetime
) -> None:
    day = a_day(places=[a_place(), a_place(online=True)])
    event, body = an_open_event(capacity=1, days=[day]), an_organization()
    hold(event, body, 1, at=noon)

    alone = register(event, an_application(organization=body), at=noon)
    online = register(
        event, an_application(organization=body, mode=ONLINE), by=COORDINATOR, at=noon
    )

    assert statuses([alone, online]) == [WAITING, WAITING]
    assert holds(event) == [(1, TODAY)]


def test_a_whole_party_takes_held_places_and_free_ones(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=3), an_organization()
    other = a_registration(event)
    hold(event, body, 2, at=noon)
    rows = [an_application(organization=body) for _ in range(3)]

    party = register_together(
        event, rows, organization=body, is_whole=True, by=COORDINATOR, at=noon
    )

    assert statuses(party.registrations) == [WAITING] * 3
    assert holds(event) == [(2, TODAY)]
    cancel(other, at=noon)
    assert statuses(party.registrations) == [CONFIRMED] * 3
    assert holds(event) == []


def test_holding_again_replaces_and_holding_none_gives_up(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=3), an_organization()
    hold(event, body, 3, at=noon)
    waiting = register(event, an_application(), at=noon)

    hold(event, body, 2, at=noon, until=TOMORROW)

    assert (holds(event), waiting.status) == ([(2, TOMORROW)], CONFIRMED)
    hold(event, body, 0, at=noon)
    assert holds(event) == []


def test_a_hold_is_all_or_none(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=9), an_organization()
    a_quota(event, organization=body, places=2)

    with pytest.raises(NotEnoughPlaces) as refusal:
        hold(event, body, 3, at=noon)

    assert (refusal.value.gaps, holds(event)) == ({"left": 2}, [])


def test_nothing_is_held_before_those_who_wait(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    first = a_registration(event)
    a_registration(event, status=WAITING)
    cancel(first, at=noon)

    with pytest.raises(NotEnoughPlaces):
        hold(event, an_organization(), 1, at=noon)


def test_a_hold_lasts_to_the_end_of_its_day(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=1), an_organization()
    hold(event, body, 1, at=noon)
    midnight = noon + 12 * HOUR

    early = register(event, an_application(), at=midnight - HOUR)
    late = register(event, an_application(organization=body), by=COORDINATOR, at=midnight)

    assert statuses([early, late]) == [CONFIRMED, WAITING]
    assert holds(event) == []


def test_a_hold_that_has_run_out_can_be_made_anew(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=2), an_organization()
    hold(event, body, 2, at=noon)

    hold(event, body, 1, at=noon + DAY, until=TOMORROW)

    assert holds(event) == [(1, TOMORROW)]


@pytest.mark.parametrize(
    ("until", "refusal"),
    [(TODAY - DAY, HeldInThePast), (TOMORROW + DAY, HeldTooLong)],
)
def test_a_hold_ends_between_today_and_the_deadline(
    app: Flask, noon: datetime, until: date, refusal: type[Exception]
) -> None:
    event = an_open_event(registration_closes_at=noon + DAY)

    with pytest.raises(refusal):
        hold(event, an_organization(), 1, at=noon, until=until)


def test_nothing_is_held_where_a_body_is_not_invited_or_not_in_this_way(
    app: Flask, noon: datetime
) -> None:
    minato = a_group("港区")
    event = an_open_event(days=[a_day(places=[a_place(online=True, groups=[minato])])])

    with pytest.raises(OrganizationNotInvited):
        hold(event, an_organization(), 1, at=noon)
    with pytest.raises(ModeNotOffered):
        hold(event, an_organization(group=minato), 1, at=noon)


def test_only_an_organizer_holds_places_after_the_deadline(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(registration_closes_at=noon - HOUR), an_organization()

    with pytest.raises(RegistrationClosed):
        hold(event, body, 1, at=noon)
    hold_places(event, body, mode=ONSITE, places=1, until=TODAY, by=ORGANIZER, at=noon)

    assert holds(event) == [(1, TODAY)]


def test_nobody_comes_is_an_answer_that_can_be_given_twice(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(), an_organization()

    for at in (noon, noon + HOUR):
        abstain(event, body, by=COORDINATOR, at=at)

    answer = find_abstention(event, body)
    assert answer is not None
    assert answer.answered_at == noon


def test_nobody_comes_is_taken_back_or_forgotten_when_somebody_does(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event()
    bodies = [an_organization() for _ in range(4)]
    for body in bodies:
        abstain(event, body, by=COORDINATOR, at=noon)

    take_back_abstention(event, bodies[0])
    register(event, an_application(organization=bodies[1]), at=noon)
    hold(event, bodies[2], 1, at=noon)

    assert [find_abstention(event, body) is None for body in bodies] == [True, True, True, False]


def test_nobody_comes_is_refused_while_somebody_does(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(capacity=0), an_organization()
    holding, sending = an_organization(), an_organization()
    other = an_open_event()
    hold(other, holding, 1, at=noon)
    waiting = register(event, an_application(organization=sending), at=noon)

    with pytest.raises(SomebodyComes):
        abstain(other, holding, by=COORDINATOR, at=noon)
    with pytest.raises(SomebodyComes):
        abstain(event, sending, by=COORDINATOR, at=noon)
    cancel(waiting, at=noon)
    abstain(event, sending, by=COORDINATOR, at=noon)

    assert find_abstention(event, sending)
    assert find_abstention(event, body) is None
