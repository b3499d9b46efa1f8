"""Letters to people who registered, about their own registration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale, gettext

from exchange.outbox.post import Addressee, post

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exchange.domain.day import EventDay
    from exchange.domain.letter import Letter, LetterKind
    from exchange.domain.registration import Registration


def write(
    kind: LetterKind,
    registration: Registration,
    *,
    at: datetime,
    dropped: Sequence[EventDay] = (),  # noqa: ARG001  # its calendar object is not written yet
) -> Letter | None:
    """Write to the person of `registration` what became of it, in their language.

    `dropped` are the days that were theirs and no longer are: their calendar is
    told. Nothing is written to a person without a mail address.
    """
    if not registration.email:
        return None
    with force_locale(registration.language):
        return post(
            kind,
            Addressee(
                email=registration.email,
                name=registration.full_name,
                language=registration.language,
                organization=registration.organization,
            ),
            subject=gettext(kind.label),
            body=registration.event.title,
            at=at,
            event=registration.event,
            registration=registration,
            reply_to=registration.event.contact_email,
        )
