from __future__ import annotations

import pytest

from exchange.domain.registration import Mode
from exchange.seating.pools import (
    EVENT,
    Body,
    Draw,
    Level,
    Limit,
    Pool,
    Pools,
    Request,
    Seat,
    served,
)

ONSITE, ONLINE = Mode.ONSITE, Mode.ONLINE
OKITAMA = 1
"""The group of 米沢 and 長井."""
YONEZAWA, NAGAI, MINATO = Body(11, OKITAMA), Body(12, OKITAMA), Body(13, None)
OF_OKITAMA = Pool(Level.GROUP, OKITAMA)
OF_YONEZAWA, OF_NAGAI = Pool(Level.ORGANIZATION, 11), Pool(Level.ORGANIZATION, 12)


def a_house(event: Limit | None = None, later: Limit | None = None, **quotas: Limit) -> Pools:
    """Make the pools of an event, with the quotas of those who are named."""
    pools = {"okitama": OF_OKITAMA, "yonezawa": OF_YONEZAWA, "nagai": OF_NAGAI}
    return Pools(
        limits={EVENT: event or Limit(), **{pools[name]: one for name, one in quotas.items()}},
        groups={11: OKITAMA, 12: OKITAMA},
        later={EVENT: later} if later else None,
    )


def rooms(house: Pools, mode: Mode = ONSITE) -> list[int | None]:
    """Give the room of 米沢, 長井 and 港区."""
    return [house.room(Seat(body, mode)) for body in (YONEZAWA, NAGAI, MINATO)]


def one(body: Body, mode: Mode = ONSITE) -> Request:
    return Request((Seat(body, mode),))


def party(*seats: tuple[Body, Mode]) -> Request:
    return Request(tuple(Seat(body, mode) for body, mode in seats))


def test_there_is_room_for_everybody_where_nobody_counts() -> None:
    assert rooms(a_house()) == [None, None, None]


def test_a_quota_keeps_its_places_free_and_is_the_most_its_people_get() -> None:
    house = a_house(Limit(total=10), yonezawa=Limit(total=4))

    assert rooms(house) == [4, 6, 6]


def test_what_is_taken_of_a_quota_is_not_kept_twice() -> None:
    house = a_house(Limit(total=10), yonezawa=Limit(total=4))
    house.take(Seat(YONEZAWA, ONSITE), 3)
    house.take(Seat(MINATO, ONSITE), 5)

    assert rooms(house) == [1, 1, 1]


def test_the_quota_of_a_body_lies_within_that_of_its_group() -> None:
    house = a_house(Limit(total=10), okitama=Limit(total=6), yonezawa=Limit(total=4))

    assert rooms(house) == [4, 2, 4]


def test_a_group_keeps_no_more_than_its_own_quota_however_much_is_promised_within() -> None:
    house = a_house(Limit(total=10), okitama=Limit(total=3), yonezawa=Limit(total=8))

    assert rooms(house) == [3, 0, 7]


def test_quotas_that_promise_too_much_are_first_come_first_served() -> None:
    house = a_house(Limit(total=5), yonezawa=Limit(total=4), nagai=Limit(total=4))
    house.take(Seat(NAGAI, ONSITE), 3)

    assert rooms(house) == [2, 1, 0]


def test_a_quota_of_one_way_keeps_places_of_that_way_and_of_the_whole() -> None:
    house = a_house(Limit(total=10, onsite=6), yonezawa=Limit(onsite=4))

    assert (rooms(house, ONSITE), rooms(house, ONLINE)) == ([4, 2, 2], [6, 6, 6])


def test_a_place_kept_on_site_is_not_kept_from_whom_it_is_for() -> None:
    house = a_house(Limit(total=8), yonezawa=Limit(onsite=3), nagai=Limit(total=6))

    assert rooms(house) == [3, 6, 0]


def test_a_quota_without_ways_keeps_no_certain_way() -> None:
    house = a_house(Limit(onsite=3), yonezawa=Limit(total=2))

    assert (rooms(house, ONSITE), rooms(house, ONLINE)) == ([2, 3, 3], [2, None, None])


def test_lowering_below_what_is_taken_leaves_nothing_and_throws_out_nobody() -> None:
    house = a_house(Limit(total=2))
    house.take(Seat(MINATO, ONLINE), 5)

    assert (rooms(house), house.taken[Draw(EVENT, ONLINE)]) == ([0, 0, 0], 5)


def test_served_lets_nobody_pass_who_waits_for_the_same_place() -> None:
    house = a_house(Limit(total=2, onsite=1))

    found = served(house, [one(MINATO), one(MINATO), one(NAGAI), one(NAGAI, ONLINE)])

    assert found.seated == [0, 3]
    assert found.wanting[1] == found.wanting[2] == {Draw(EVENT, ONSITE)}


def test_who_waits_for_their_own_quota_keeps_nobody_else_waiting() -> None:
    house = a_house(Limit(total=10), yonezawa=Limit(total=1))

    found = served(house, [one(YONEZAWA), one(YONEZAWA), one(NAGAI), one(YONEZAWA)])

    assert (found.seated, found.closed) == ([0, 2], {Draw(OF_YONEZAWA, None)})


def test_who_has_a_place_kept_is_not_kept_waiting_by_who_has_none() -> None:
    house = a_house(Limit(total=3), yonezawa=Limit(total=2), nagai=Limit(onsite=1))

    found = served(house, [one(MINATO), one(YONEZAWA), one(NAGAI), one(MINATO)])

    assert found.seated == [1, 2]


def test_a_place_that_is_kept_no_longer_goes_to_who_waited_for_it_first() -> None:
    house = a_house(Limit(onsite=1), yonezawa=Limit(total=1, onsite=1))

    found = served(house, [one(MINATO), one(YONEZAWA, ONLINE), one(NAGAI)])

    assert (found.seated, found.closed) == ([0, 1], {Draw(EVENT, ONSITE)})


def test_a_party_is_seated_whole_or_not_at_all_and_nobody_jumps_it() -> None:
    house = a_house(Limit(total=3))
    house.take(Seat(MINATO, ONSITE))
    trio = party(*[(NAGAI, ONSITE)] * 3)

    assert served(house, [trio, one(MINATO)]).seated == []


def test_a_party_that_fits_is_seated_before_those_behind() -> None:
    house = a_house(Limit(total=3))

    assert served(house, [party(*[(NAGAI, ONSITE)] * 3), one(MINATO)]).seated == [0]


def test_the_places_that_a_waiting_party_could_have_are_set_aside_for_it() -> None:
    house = a_house(Limit(onsite=1, online=2))
    house.take(Seat(MINATO, ONSITE))
    mixed = party((NAGAI, ONSITE), (NAGAI, ONLINE))

    found = served(house, [mixed, one(MINATO, ONLINE), one(MINATO, ONLINE)])

    assert found.seated == [1]


def test_a_party_that_can_never_come_blocks_nobody() -> None:
    house = a_house(Limit(total=2))

    assert served(house, [party(*[(NAGAI, ONSITE)] * 3), one(MINATO)]).seated == [1]


def test_a_party_that_may_come_when_the_quotas_are_released_is_not_jumped() -> None:
    house = a_house(Limit(total=3), later=Limit(total=3), yonezawa=Limit(total=1))

    assert served(house, [party(*[(NAGAI, ONSITE)] * 3), one(MINATO)]).seated == []


def test_those_with_held_places_take_no_others() -> None:
    house = a_house(Limit(total=2))
    house.take(Seat(NAGAI, ONSITE), 2)
    seat = Seat(NAGAI, ONSITE)

    found = served(house, [Request((), held=(seat, seat)), Request((seat,), held=(seat,))])

    assert found.seated == [0]


@pytest.mark.parametrize(
    ("quotas", "later", "most"),
    [
        ({}, None, 3),
        ({"yonezawa": Limit(total=1)}, None, 2),
        ({"yonezawa": Limit(total=1)}, Limit(total=3), 3),
        ({"nagai": Limit(total=5)}, None, 3),
    ],
)
def test_most_counts_who_finds_room_with_nothing_taken(
    quotas: dict[str, Limit], later: Limit | None, most: int
) -> None:
    house = a_house(Limit(total=3), later, **quotas)
    house.take(Seat(MINATO, ONSITE), 3)
    seats = [Seat(NAGAI, ONSITE)] * 4

    assert (house.most(seats), house.could_hold(seats)) == (most, False)
    assert house.could_hold(seats[:most])
