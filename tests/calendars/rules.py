"""What a feed of ours must keep to, each rule from a standard or from what readers do.

A rule gives what is wrong in words, or nothing. RFC 5545 is the format, RFC 7986 what came to
it later, RFC 5546 what the numbers mean between programs. A property that no rule knows is a
fault: alarms, attendees and organizers are refused by not being named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.calendars.event_rules import EVENT_RULES
from tests.calendars.feed_rules import RULES, Feed
from tests.calendars.lexer import Malformed, lex

if TYPE_CHECKING:
    from datetime import datetime


def faults(octets: bytes, *, now: datetime, host: str) -> list[str]:
    """List what is wrong with a feed as of `now`: the rule, the UID, what it is."""
    try:
        feed = Feed(octets, lex(octets), now, host)
    except Malformed as fault:
        return [f"well_formed: {fault}"]
    of_the_feed = [f"{rule.__name__}: {what}" for rule in RULES for what in rule(feed)]
    of_its_events = [
        f"{rule.__name__}: {event.value('UID')}: {what}"
        for event in feed.events
        for rule in EVENT_RULES
        for what in rule(event, feed)
    ]
    return of_the_feed + of_its_events
