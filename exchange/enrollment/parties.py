"""Parties: registering many people of one body at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.errors import Refused
from exchange.domain.party import Party
from exchange.domain.registration import RegistrationStatus
from exchange.enrollment import queries
from exchange.enrollment.applications import require_offered, require_open
from exchange.enrollment.refusals import AlreadyRegistered, NotAllTaken, PartyNeverFits
from exchange.enrollment.services import enter, take_places
from exchange.letters.parties import write_summary
from exchange.lib import clock
from exchange.seating.house import house, joining, pools_of
from exchange.seating.pools import Body, Seat, served
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
        require_it_may_fit(event, applications, at)
    party = Party(
        event=event,
        organization=organization,
        is_whole=is_whole,
        made_at=at,
        made_by=by.account,
    )
    people = [enter(event, one, by=by, at=at, party=party) for one in applications]
    take_places(event, people, by=by, at=at)
    write_summary(party, language=people[0].language if people else "ja", at=at)
    return party


def examine_together(event: Event, applications: Sequence[Application]) -> dict[int, Refused]:
    """Tell which of `applications` would be refused, by their row counted from 0."""
    refused: dict[int, Refused] = {}
    met = queries.standing_people(event, {one.email for one in applications})
    for row, application in enumerate(applications):
        person = (application.email, application.family_name, application.given_name)
        try:
            require_offered(event, application)
        except Refused as reason:
            refused[row] = reason
        else:
            if person in met:
                refused[row] = AlreadyRegistered()
        met.add(person)
    return refused


def forecast(
    event: Event,
    applications: Sequence[Application],
    *,
    is_whole: bool = False,
    at: datetime | None = None,
) -> Sequence[RegistrationStatus]:
    """Tell how each of `applications` would stand if their body registered them together now."""
    at = at or clock.now()
    found = house(event, at)
    seats = [_seat(one) for one in applications]
    asked = joining(event, found, seats, at, is_whole=is_whole, names_held=True)
    ahead = [one.request for one in found.queue]
    up = set(served(found.pools, [*ahead, *asked]).seated)
    return [
        seat_status(event)
        if len(ahead) + (0 if is_whole else row) in up
        else RegistrationStatus.WAITING
        for row in range(len(seats))
    ]


def _seat(application: Application) -> Seat:
    body = application.organization
    return Seat(Body(body.id, body.group_id), application.mode)


def require_it_may_fit(event: Event, applications: Sequence[Application], at: datetime) -> None:
    """Refuse a whole party that is larger than the pools it draws from, even when they are empty."""
    pools = pools_of(event, at)
    seats = [_seat(one) for one in applications]
    if not pools.could_hold(seats):
        raise PartyNeverFits(places=pools.most(seats), wanted=len(seats))
