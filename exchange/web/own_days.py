"""The days of a registration, each with the place it takes its person to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from exchange.domain.registration import Mode, RegistrationStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exchange.domain.day import EventDay
    from exchange.domain.organization import Organization
    from exchange.domain.place import Place
    from exchange.domain.registration import Registration


@dataclass(frozen=True)
class OwnDay:
    """A day that somebody registered for, and where it takes them."""

    day: EventDay
    places: Sequence[Place]
    joining_links: Sequence[str]
    """For those whose place online is confirmed."""


class PlaceShown(Protocol):
    """A place as it is, or as it was."""

    @property
    def modes(self) -> Sequence[Mode]: ...
    @property
    def url(self) -> str: ...
    def is_for(self, organization: Organization) -> bool: ...


def modes_at(place: PlaceShown) -> list[Mode]:
    """List how one takes part at `place`; a venue with a screen is both."""
    return list(place.modes)


def joins_online(registration: Registration) -> bool:
    """Tell whether the person may see the joining links."""
    return registration.status is RegistrationStatus.CONFIRMED and registration.mode is Mode.ONLINE


def is_own_place(registration: Registration, place: PlaceShown) -> bool:
    """Tell whether `place` is for the body and the mode of `registration`."""
    return place.is_for(registration.organization) and registration.mode in place.modes


def links_of(places: Iterable[PlaceShown]) -> Sequence[str]:
    """List the joining links of `places` that a browser opens."""
    return [place.url for place in places if place.url.startswith(("https://", "http://"))]


def own_days(registration: Registration) -> Sequence[OwnDay]:
    """List the days of `registration` with the places for its person's body and mode."""
    return [own_day(registration, day) for day in registration.days]


def own_day(registration: Registration, day: EventDay) -> OwnDay:
    """Give one day with its place for the person of `registration`."""
    places = [place for place in day.places if is_own_place(registration, place)]
    shows_links = joins_online(registration) and not day.is_cancelled
    return OwnDay(day, places, links_of(places) if shows_links else ())
