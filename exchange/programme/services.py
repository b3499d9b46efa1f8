"""Taking a document in: what it names is found or made, what differs is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.programme import queries
from exchange.programme.outcome import Outcome
from exchange.programme.writing import bodies, events, years
from exchange.publication import editions
from exchange.publication.services import follow_up

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.programme.document import Document


def take_in(document: Document, *, at: datetime) -> Outcome:
    """Bring the database in line with `document`, and leave alone what it does not name.

    What is already as the document says is not touched: taking the same one in
    again changes nothing at all.
    """
    outcome = Outcome()
    bodies.put_groups(document, outcome)
    bodies.put_organizations(document, outcome)
    bodies.put_partnerships(document, outcome)
    names = queries.names()
    showing = queries.events_showing(outcome)  # locked before any edition is counted, as editors do
    events.put_events(document, names, outcome, at=at)
    years.put_years(document, names, outcome)
    years.put_plans(document, outcome)
    for event in showing:
        if event.id not in outcome.event_ids:
            follow_up(event, at=at)
    if not outcome.is_nothing and not outcome.event_ids and not showing:
        editions.take_next()  # pages show what is no event, too
    return outcome
