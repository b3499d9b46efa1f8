"""How full an event is, as pages and the JSON tell it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from exchange.domain.hold import Hold
from exchange.domain.quota import Quota
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.extensions import db
from exchange.seating.queries import Occupancy, occupancy
from tests.factories import (
    LONG_AGO,
    a_day,
    a_group,
    a_place,
    a_registration,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from exchange.domain.event import Event


def keep(thing: object) -> None:
    db.session.add(thing)
    db.session.commit()


def both_ways() -> list[object]:
    return [a_day(places=[a_place(), a_place(online=True)])]


def test_what_is_held_or_offered_is_not_free(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=5)
    a_registration(event)
    a_registration(event, status=RegistrationStatus.PENDING)
    a_registration(event, status=RegistrationStatus.WAITING, offer_expires_at=noon)
    keep(
        Hold(
            event=event,
            organization=an_organization(),
            mode=Mode.ONLINE,
            places=2,
            held_until=date(2026, 9, 1),
            made_at=LONG_AGO,
        )
    )

    found = occupancy(event)

    assert (found, found.free) == (Occupancy(5, confirmed=2, held=3, is_full=True), 0)


def test_nothing_is_free_where_each_way_is_full(app: Flask) -> None:
    event = an_open_event(capacity=30, onsite_capacity=1, online_capacity=1, days=both_ways())
    a_registration(event)
    a_registration(event, mode=Mode.ONLINE)

    found = occupancy(event)

    left = {Mode.ONSITE: 0, Mode.ONLINE: 0}
    assert (found.left, found.free, found.is_full) == (left, 0, True)


def test_there_are_as_many_places_as_the_ways_have_where_only_they_are_limited(
    app: Flask,
) -> None:
    event = an_open_event(onsite_capacity=10, online_capacity=20, days=both_ways())
    a_registration(event)

    found = occupancy(event)

    assert (found.capacity, found.free) == (30, 29)
    assert found.left == {Mode.ONSITE: 9, Mode.ONLINE: 20}


def test_nobody_counts_where_one_of_the_ways_has_no_limit(app: Flask) -> None:
    event = an_open_event(onsite_capacity=1, days=both_ways())
    a_registration(event)

    found = occupancy(event)

    assert (found.capacity, found.free, found.is_full) == (None, None, False)
    assert found.left == {Mode.ONSITE: 0, Mode.ONLINE: None}


def test_a_way_has_no_more_left_than_the_event(app: Flask) -> None:
    event = an_open_event(capacity=3, onsite_capacity=3, days=both_ways())
    a_registration(event, mode=Mode.ONLINE)

    assert occupancy(event).left == {Mode.ONSITE: 2, Mode.ONLINE: None}


def test_a_way_that_is_not_offered_leaves_nothing_free(app: Flask) -> None:
    event = an_open_event(onsite_capacity=1)
    a_registration(event)

    found = occupancy(event)

    assert (found.capacity, found.free, found.is_full) == (1, 0, True)


@pytest.mark.parametrize(("taken", "is_full"), [(1, False), (2, True)])
def test_an_event_is_full_when_all_whom_it_invites_have_used_up_their_quotas(
    app: Flask, taken: int, *, is_full: bool
) -> None:
    okitama, minato = a_group("置賜地域"), a_group("港区")
    place, online = a_place(groups=[okitama]), a_place(online=True, groups=[minato])
    event = an_open_event(capacity=30, days=[a_day(places=[place, online])])
    for group in (okitama, minato):
        keep(Quota(event=event, group=group, places=1))
    fill(event, [(okitama, Mode.ONSITE), (minato, Mode.ONLINE)][:taken])

    assert occupancy(event).is_full is is_full


def fill(event: Event, people: list[tuple[object, Mode]]) -> None:
    for group, mode in people:
        a_registration(event, organization=an_organization(group=group), mode=mode)
