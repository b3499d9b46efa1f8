"""Parties: registering many people of one body at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.errors import Refused
from exchange.domain.party import Party
from exchange.domain.registration import RegistrationStatus
from exchange.enrollment import queries
from exchange.enrollment.applications import (
    require_nobody_twice,
    require_offered,
    require_open,
)
from exchange.enrollment.refusals import AlreadyRegistered, NotAllTaken, PartyNeverFits
from exchange.enrollment.services import enter, take_places
from exchange.extensions import db
from exchange.seating.pools import Body, Request, Seat, seated
from exchange.seating.queries import pools_of, queue
from exchange.seating.services import lock, seat_status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.enrollment.applications import Application
    from exchange.enrollment.audit import By


def register_together(
    event: Event,
    applications: Sequence[Application],
    *,
    organization: Organization,
    is_whole: bool = False,
    by: By,
    at: datetime,
) -> Party:
    """Register all of `applications`, or nobody.

    A whole party gets its places together or waits together. Raises what
    `require_open` raises, `PartyNeverFits`, and `NotAllTaken` with the refusal
    of each row, counted from 0.
    """
    event = lock(event)
    require_open(event, by, at=at)
    if refused := examine_together(event, applications):
        raise NotAllTaken(refused)
    if is_whole:
        _require_it_may_fit(event, applications)
    party = Party(
        event=event,
        organization=organization,
        is_whole=is_whole,
        made_at=at,
        made_by=by.account,
    )
    db.session.add(party)
    people = [enter(event, one, by=by, at=at, party=party) for one in applications]
    take_places(event, people, by=by, at=at)
    return party


def examine_together(event: Event, applications: Sequence[Application]) -> dict[int, Refused]:
    """Tell which of `applications` would be refused, by their row counted from 0."""
    refused: dict[int, Refused] = {}
    met = set()
    for row, application in enumerate(applications):
        person = (application.email, application.family_name, application.given_name)
        try:
            require_offered(event, application)
            require_nobody_twice(event, application)
        except Refused as reason:
            refused[row] = reason
        else:
            if person in met:
                refused[row] = AlreadyRegistered()
        met.add(person)
    return refused


def forecast(
    event: Event, applications: Sequence[Application], *, is_whole: bool = False
) -> Sequence[RegistrationStatus]:
    """Tell how each of `applications` would stand if they were registered together now."""
    pools = pools_of(event)
    seats = [_seat(one) for one in applications]
    held = _on_held_places(event, applications)
    rest = [seat for row, seat in enumerate(seats) if row not in held]
    mine = [Request(tuple(rest))] if is_whole and rest else [Request((seat,)) for seat in rest]
    ahead = [one.request for one in queue(event)]
    got = {number - len(ahead) for number in seated(pools, [*ahead, *mine])}
    statuses = iter(
        [0 in got] * len(rest) if is_whole else [number in got for number in range(len(rest))]
    )
    return [
        seat_status(event) if row in held or next(statuses) else RegistrationStatus.WAITING
        for row in range(len(seats))
    ]


def _on_held_places(event: Event, applications: Sequence[Application]) -> set[int]:
    """Tell which rows would use up a place that their body holds."""
    found = set()
    left: dict[Seat, int] = {}
    for row, one in enumerate(applications):
        seat = _seat(one)
        if seat not in left:
            hold = queries.find_hold(event, one.organization, one.mode)
            left[seat] = hold.places if hold else 0
        if left[seat]:
            left[seat] -= 1
            found.add(row)
    return found


def _seat(application: Application) -> Seat:
    body = application.organization
    return Seat(Body(body.id, body.group_id), application.mode)


def _require_it_may_fit(event: Event, applications: Sequence[Application]) -> None:
    """Refuse a whole party that is larger than the pools it draws from, even when they are empty."""
    pools = pools_of(event)
    pools.taken.clear()
    together = Request(tuple(_seat(one) for one in applications))
    if not seated(pools, [together]):
        pools.taken.clear()
        fits = len(seated(pools, [Request((seat,)) for seat in together.seats]))
        raise PartyNeverFits(places=fits, wanted=len(applications))
