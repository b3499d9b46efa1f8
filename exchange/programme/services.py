"""Taking a document in: what it names is found or made, what differs is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.programme import queries
from exchange.programme.outcome import Outcome
from exchange.programme.writing import bodies, events, plans, years
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
    plans.put_plans(document, names, outcome)
    for event in showing:
        if event.id not in outcome.event_ids:
            follow_up(event, at=at)
    is_of_events_alone = not (outcome.groups or outcome.organizations or outcome.partnerships)
    if not (is_of_events_alone and outcome.event_ids) and not outcome.is_nothing:
        editions.take_next(at)  # pages show what is no event, and feeds who belongs to a group
    return outcome
