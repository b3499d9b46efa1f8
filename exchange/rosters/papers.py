"""What is laid on the table at the door: sign-in sheets and name plates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exchange.domain.registration import Mode
from exchange.lib.paper import width
from exchange.rosters import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.rosters.queries import Person, Wanted

PLATES_PER_SHEET = 10
NAME_STEPS = (10, 14, 20, 30)
"""How many columns of half width a name may take in each size of letters, the largest first."""
BODY_STEPS = (24, 36)


@dataclass(frozen=True)
class SignInSheet:
    """Who is expected on one day; no day where none is known yet."""

    day: EventDay | None
    people: Sequence[Person]


@dataclass(frozen=True)
class Plate:
    """One name plate. The steps tell how small the letters have to be: 1 is the largest."""

    person: Person
    name_step: int
    body_step: int


def sign_in_sheets(event: Event, wanted: Wanted) -> Sequence[SignInSheet]:
    """Make a sheet for each day of `event`, or for the day that is wanted."""
    people = _at_the_venue(event, wanted)
    days = [wanted.day] if wanted.day else event.live_days
    if not days:
        return [SignInSheet(None, people)]
    chosen = queries.days_by_person(event)
    return [
        SignInSheet(day, [one for one in people if day.id in chosen.get(one.id, ())])
        for day in days
    ]


def name_plates(event: Event, wanted: Wanted) -> Sequence[Sequence[Plate]]:
    """Make a plate for each person, as many to a sheet of A4 as fit."""
    plates = [
        Plate(one, _step(one.full_name, NAME_STEPS), _step(one.organization, BODY_STEPS))
        for one in _at_the_venue(event, wanted)
    ]
    return [
        plates[first : first + PLATES_PER_SHEET]
        for first in range(0, len(plates), PLATES_PER_SHEET)
    ]


def _at_the_venue(event: Event, wanted: Wanted) -> Sequence[Person]:
    """List who comes in person, unless it is asked for those online; nobody who was erased."""
    wanted = replace(wanted, mode=wanted.mode or Mode.ONSITE)
    return [one for one in queries.people(event, wanted) if not one.is_erased]


def _step(text: str, steps: Sequence[int]) -> int:
    needed = width(text)
    return 1 + sum(needed > step for step in steps)
