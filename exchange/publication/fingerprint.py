"""The fingerprint of a day: a digest of all that a calendar shows of it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from exchange.publication import announcing

if TYPE_CHECKING:
    from exchange.domain.day import EventDay


def of_day(day: EventDay) -> str:
    """Digest everything a calendar entry of `day` is made of, for any audience.

    Whatever `exchange.web.entries` and `own_entries` put into an entry must be
    named here: a change that is missing would reach no calendar.
    """
    event = day.event
    facts = [
        event.kind,
        event.title,
        event.theme,
        event.series.name if event.series else "",
        event.round,
        event.programme.name if event.programme else "",
        event.tier,
        event.provider,
        event.organizer,
        event.status == "draft",
        event.visibility,
        [[one.name, one.affiliation, one.position, one.is_remote] for one in event.speakers],
        sorted(other.number for other in event.days),
        [other.number for other in event.live_days],
        day.is_cancelled,
        day.held_on.isoformat(),
        day.starts.isoformat() if day.starts else None,
        day.ends.isoformat() if day.ends else None,
        day.label,
        [
            [
                place.venue,
                place.address,
                place.is_online,
                [group.name for group in place.groups],
                *([place.url] if place.url else []),
            ]
            for place in day.places
        ],
        *announcing.lost(event),
    ]
    text = json.dumps(facts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
