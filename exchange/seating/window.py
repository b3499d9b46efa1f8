"""The window: when an event takes registrations, and how things stand at a moment."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from exchange.domain.event import EventStatus
from exchange.extensions import site
from exchange.lib import clock
from exchange.seating.state import RegistrationState

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.seating.queries import Occupancy

LAST_MINUTE = time(23, 59)


def starting_moment(event: Event) -> datetime | None:
    """Give the moment when the first day begins: its hour, or the end of it where none is known."""
    days = event.live_days
    if not days:
        return None
    return clock.moment(days[0].held_on, days[0].starts or LAST_MINUTE, site().zone)


def closing_moment(event: Event) -> datetime | None:
    """Give the last moment at which a registration is in time: when it begins, if none is set."""
    return event.registration_closes_at or starting_moment(event)


def registration_state(event: Event, seats: Occupancy, at: datetime) -> RegistrationState:
    """Tell whether a registration arriving at `at` is taken, and how."""
    if not event.takes_registrations or event.is_draft:
        return RegistrationState.NONE
    closes_at = closing_moment(event)
    if event.status is not EventStatus.PLANNED or (closes_at is not None and at > closes_at):
        return RegistrationState.CLOSED
    if event.registration_opens_at is not None and at < event.registration_opens_at:
        return RegistrationState.UPCOMING
    return RegistrationState.FULL if seats.is_full else RegistrationState.OPEN


def turning_moments(event: Event) -> list[datetime]:
    """List the moments at which the state of its registration changes by itself."""
    moments = [event.registration_opens_at, closing_moment(event)]
    if event.quotas_released_on is not None:
        moments.append(clock.moment(event.quotas_released_on, time.min, site().zone))
    return [moment for moment in moments if moment]
