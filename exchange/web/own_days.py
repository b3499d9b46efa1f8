"""The days of a registration, each with the place it takes its person to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.domain.registration import Mode, RegistrationStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exchange.domain.day import EventDay
    from exchange.domain.place import Place
    from exchange.domain.registration import Registration


@dataclass(frozen=True)
class OwnDay:
    """A day that somebody registered for, and where it takes them."""

    day: EventDay
    places: Sequence[Place]
    joining_links: Sequence[str]
    """For those whose place online is confirmed."""


def modes_at(place: Place) -> list[Mode]:
    """List how one takes part at `place`; a venue with a screen is both."""
    return [*([Mode.ONSITE] if place.venue else []), *([Mode.ONLINE] if place.is_online else [])]


def joins_online(registration: Registration) -> bool:
    """Tell whether the person may see the joining links."""
    return registration.status is RegistrationStatus.CONFIRMED and registration.mode is Mode.ONLINE


def own_places(registration: Registration, day: EventDay) -> Sequence[Place]:
    """List the places of `day` for the body and the mode of `registration`."""
    return [
        place
        for place in day.places
        if place.is_for(registration.organization) and registration.mode in modes_at(place)
    ]


def links_of(places: Iterable[Place]) -> Sequence[str]:
    """List the joining links of `places` that a browser opens."""
    return [place.url for place in places if place.url.startswith(("https://", "http://"))]


def own_days(registration: Registration) -> Sequence[OwnDay]:
    """List the days of `registration` with the places for its person's body and mode."""
    return [_own(registration, day) for day in registration.days]


def _own(registration: Registration, day: EventDay) -> OwnDay:
    places = own_places(registration, day)
    shows_links = joins_online(registration) and not day.is_cancelled
    return OwnDay(day, places, links_of(places) if shows_links else ())
