"""Messages: what an organizer writes to people who registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import force_locale

from exchange.domain.letter import LetterKind
from exchange.letters import texts
from exchange.letters.writing import addressee
from exchange.outbox.post import post
from exchange.subscriptions.services import of_mailbox

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.letter import Letter
    from exchange.domain.personal_feed import PersonalFeed
    from exchange.domain.registration import Registration
    from exchange.letters.texts import Text


@dataclass(frozen=True)
class Message:
    """An organizer's own words. They go out as typed."""

    subject: str
    words: str


def write(
    message: Message,
    registration: Registration,
    *,
    by: Account | None,
    at: datetime,
    known: Container[tuple[int | None, str]] = (),
    feeds: Mapping[str, PersonalFeed] | None = None,
) -> Letter | None:
    """Write `message` to the person of `registration`.

    Nothing is written to a person without a mail address, and not what they have
    got already: `known` holds the registration and the text of such letters. `feeds` is
    what `subscriptions.services.of_mailboxes` gives, for those who write to many.
    """
    if not registration.email:
        return None
    text = example(message, registration, at=at, feeds=feeds)
    if (registration.id, text.body) in known:
        return None
    return post(
        LetterKind.MESSAGE,
        addressee(registration),
        subject=text.subject,
        body=text.body,
        at=at,
        event=registration.event,
        registration=registration,
        reply_to=registration.event.contact_email,
        by=by,
    )


def example(
    message: Message,
    registration: Registration,
    *,
    at: datetime,
    feeds: Mapping[str, PersonalFeed] | None = None,
) -> Text:
    """Give what one person would read: the words, between a greeting and whom to ask."""
    feed = (feeds or {}).get(registration.email) or of_mailbox(registration.email)
    with force_locale(registration.language):
        text = texts.to_person(
            LetterKind.MESSAGE, registration, feed=feed, at=at, words=message.words
        )
    return texts.Text(message.subject, text.body)
