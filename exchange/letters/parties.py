"""Letters to whoever registered several people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale

from exchange.domain.letter import LetterKind
from exchange.letters import texts
from exchange.outbox.post import Addressee, post

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.letter import Letter
    from exchange.domain.party import Party


def write_summary(party: Party, *, language: str, at: datetime) -> Letter | None:
    """Write to the coordinator what became of each of `party`; to nobody where nobody signed in."""
    coordinator = party.made_by
    if coordinator is None:
        return None
    with force_locale(language):
        text = texts.to_coordinator(party, coordinator.display_name)
    return post(
        LetterKind.SUMMARY,
        Addressee(
            email=coordinator.email,
            name=coordinator.name,
            language=language,
            organization=party.organization,
        ),
        subject=text.subject,
        body=text.body,
        at=at,
        event=party.event,
        reply_to=party.event.contact_email,
    )
