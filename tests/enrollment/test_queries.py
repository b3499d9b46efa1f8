from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from exchange.domain.registration import Mode
from exchange.enrollment.queries import modes_of, modes_on
from tests.factories import (
    a_day,
    a_group,
    a_place,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from flask import Flask


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
