"""Letters to people who registered, about their own registration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale

from exchange.letters import texts
from exchange.letters.invitations import CANCEL, REQUEST, enclosures
from exchange.outbox.post import Addressee, post
from exchange.subscriptions.services import of_mailbox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from exchange.domain.day import EventDay
    from exchange.domain.letter import Letter, LetterKind
    from exchange.domain.personal_feed import PersonalFeed
    from exchange.domain.registration import Registration


def write(
    kind: LetterKind,
    registration: Registration,
    *,
    at: datetime,
    dropped: Sequence[EventDay] = (),
    spoken: Mapping[str, int] | None = None,
    feeds: Mapping[str, PersonalFeed] | None = None,
    **more: object,
) -> Letter | None:
    """Write to the person of `registration` what became of it, in their language.

    `dropped` are the days that were theirs and no longer are: their calendar is
    told. `spoken` is what `subscriptions.queries.spoken_of` gives, and `feeds` what
    `subscriptions.services.of_mailboxes` gives, for those who write to many. With `more`
    the text is filled. Nothing is written to a person without a mail address.
    """
    if not registration.email:
        return None
    feed = (feeds or {}).get(registration.email) or of_mailbox(registration.email)
    with force_locale(registration.language):
        objects = enclosures(kind, registration, at=at, dropped=dropped, spoken=spoken)
        methods = {one.method for one in objects}
        text = texts.to_person(
            kind,
            registration,
            at=at,
            feed=feed,
            invites=REQUEST in methods,
            withdraws=CANCEL in methods,
            **more,
        )
    return post(
        kind,
        addressee(registration),
        subject=text.subject,
        body=text.body,
        at=at,
        event=registration.event,
        registration=registration,
        reply_to=registration.event.contact_email,
        enclosures=objects,
    )


def addressee(registration: Registration) -> Addressee:
    return Addressee(
        email=registration.email,
        name=registration.full_name,
        language=registration.language,
        organization=registration.organization,
    )
