"""Deciding on several applications at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.domain.registration import RegistrationStatus
from exchange.enrollment import decisions
from exchange.rosters import queries
from exchange.seating.services import lock

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.enrollment.audit import By


@dataclass(frozen=True)
class Approved:
    """How many were confirmed, and how many no longer awaited approval."""

    people: int
    left_out: int


def approve_all(event: Event, numbers: Collection[int], *, by: By, at: datetime) -> Approved:
    """Confirm those of `numbers` that await approval.

    Whoever was decided on meanwhile, or cancelled, stays as they are.
    """
    event = lock(event)
    chosen = queries.registrations(event, numbers)
    pending = [one for one in chosen if one.status is RegistrationStatus.PENDING]
    for one in pending:
        decisions.approve(one, by=by, at=at)
    return Approved(len(pending), len(chosen) - len(pending))
