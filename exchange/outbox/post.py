"""Posting a letter: it is stored in the present unit of work, or not at all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.domain.letter import Enclosure, Letter, LetterStatus
from exchange.extensions import db, site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.letter import LetterKind
    from exchange.domain.organization import Organization
    from exchange.domain.registration import Registration

MESSAGE_ID_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Whom a letter goes to."""

    email: str
    name: str = ""
    language: str = "ja"
    organization: Organization | None = None


@dataclass(frozen=True, kw_only=True)
class CalendarObject:
    """An iCalendar object with its iTIP method (RFC 5546), to go with a letter."""

    method: str
    content: str


def post(
    kind: LetterKind,
    to: Addressee,
    *,
    subject: str,
    body: str,
    at: datetime,
    event: Event | None = None,
    registration: Registration | None = None,
    reply_to: str = "",
    enclosures: Sequence[CalendarObject] = (),
    by: Account | None = None,
) -> Letter:
    """Put a letter into the outbox, to be sent as soon as somebody delivers."""
    letter = Letter(
        message_id=f"<{secrets.token_hex(MESSAGE_ID_BYTES)}@{site().host}>",
        kind=kind,
        event=event,
        registration=registration,
        organization=to.organization,
        recipient=to.email,
        recipient_name=to.name,
        reply_to=reply_to,
        language=to.language,
        subject=subject,
        body=body,
        written_at=at,
        written_by=by,
        status=LetterStatus.WAITING,
        due_at=at,
        enclosures=[Enclosure(method=one.method, content=one.content) for one in enclosures],
    )
    db.session.add(letter)
    return letter
