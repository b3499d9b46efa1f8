"""Writing to the people of an event."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from exchange.correspondence import queries
from exchange.domain.errors import Refused
from exchange.extensions import db
from exchange.letters import messages
from exchange.lib.i18n import N_
from exchange.outbox import services as outbox
from exchange.seating.services import lock
from exchange.subscriptions.services import of_mailboxes

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.correspondence.queries import Audience
    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.letter import Letter
    from exchange.letters.messages import Message

TWICE_WITHIN = timedelta(hours=1)
"""The same words to the same person within this time are a button pressed twice."""


class NobodyToWriteTo(Refused):
    message = N_("There is nobody with a mail address among those you chose.")
    field = "statuses"


class SentAlready(Refused):
    message = N_("This very message has just been written to all of them.")


class NotFailed(Refused):
    message = N_("This letter has not failed.")


def send(
    event: Event,
    message: Message,
    whom: Audience,
    *,
    by: Account | None,
    at: datetime,
) -> int:
    """Write `message` to all of `whom`, each a letter of their own; and count the letters.

    Who got the same words a moment ago is left out. Raises `NobodyToWriteTo`, and
    `SentAlready` when all got them.
    """
    event = lock(event)
    people = queries.recipients(event, whom).people
    if not people:
        raise NobodyToWriteTo
    known = queries.written_since(event, message.subject, at - TWICE_WITHIN)
    feeds = of_mailboxes(one.email for one in people)
    written = [
        messages.write(message, one, by=by, at=at, known=known, feeds=feeds) for one in people
    ]
    count = sum(letter is not None for letter in written)
    if not count:
        raise SentAlready
    db.session.flush()
    return count


def send_again(letter: Letter, *, at: datetime) -> None:
    """Let a letter that failed be tried once more. Raises `NotFailed`."""
    if not outbox.retry([letter.id], at=at):
        raise NotFailed
