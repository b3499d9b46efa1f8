"""What is coming in a personal feed, for people to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from exchange.subscriptions.queries import lasts_until, registrations_in
from exchange.web.own_days import own_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exchange.domain.personal_feed import PersonalFeed
    from exchange.domain.registration import Registration
    from exchange.web.own_days import OwnDay


@dataclass(frozen=True)
class Appointment:
    """A day on which somebody is expected, or hopes to be."""

    registration: Registration
    own: OwnDay


def coming(feed: PersonalFeed, today: date) -> Sequence[Appointment]:
    """List the days of `feed` from `today` on, the next first. What was given up is left out."""
    found = [
        Appointment(one, own_day(one, day))
        for one in registrations_in(feed, lasts_until(today))
        if one.status.is_standing
        for day in one.days
        if day.held_on >= today
    ]
    return sorted(found, key=lambda one: (one.own.day.held_on, one.own.day.starts or time.min))
