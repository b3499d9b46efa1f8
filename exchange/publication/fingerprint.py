"""The fingerprint of a day: a digest of all that a calendar shows of it."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from exchange.lib import ical, icaltext
from exchange.publication import announcing

if TYPE_CHECKING:
    from exchange.domain.day import EventDay
    from exchange.domain.place import Place

_BLANKS = re.compile(r"\s+")


def of_day(day: EventDay) -> str:
    """Digest everything a calendar entry of `day` is made of, for any audience, and nothing else.

    Whatever `exchange.web.entries` and `own_entries` put into an entry must be
    named here: a change that is missing would reach no calendar. What no entry
    shows must not be: it would count a revision in which nothing has changed.
    """
    event = day.event
    start, end = ical.span(day.held_on, day.starts, day.ends)
    facts = [
        event.kind,
        [event.is_draft, event.visibility],
        _line(event.programme.name if event.programme else ""),
        _line(event.title),
        _nth(day),
        _line(day.label),
        _text(event.theme),
        [[_text(one.affiliation), _text(one.position), _text(one.name)] for one in event.speakers],
        _text(event.tier),
        _text(event.provider or event.organizer),
        sorted(other.number for other in event.days),
        day.is_cancelled,
        [start.isoformat(), end.isoformat()],
        [_place(place) for place in day.places],
        announcing.lost(event),
    ]
    text = json.dumps(facts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _nth(day: EventDay) -> int | None:
    """Give which of several days it is, as its title does."""
    several = day.event.live_days
    return several.index(day) if len(several) > 1 and day in several else None


def _place(place: Place) -> list[object]:
    groups = [_line(group.name) for group in place.groups]
    return [_line(place.venue), _line(place.address), place.is_online, groups, place.url]


def _line(text: str) -> str:
    """Give what is seen of `text` where it stands in one line."""
    return _BLANKS.sub(" ", _text(text))


def _text(text: str) -> str:
    """Give what is seen of `text`: of none nothing, of what holds nothing that is seen, its label."""
    return f":{icaltext.without_controls(text)}" if text else ""
