"""Messages: what an organizer writes to people who registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale

from exchange.domain.letter import LetterKind
from exchange.letters import texts, writing

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.letter import Letter
    from exchange.domain.registration import Registration
    from exchange.letters.texts import Text


def write(
    registration: Registration, *, subject: str, words: str, by: Account | None, at: datetime
) -> Letter | None:
    """Write `words` to the person of `registration`, between a greeting and whom to ask."""
    return writing.write(
        LetterKind.MESSAGE, registration, at=at, by=by, subject=subject, words=words
    )


def example(registration: Registration, *, subject: str, words: str, at: datetime) -> Text:
    """Give what `write` would write."""
    with force_locale(registration.language):
        text = texts.to_person(LetterKind.MESSAGE, registration, at=at, words=words)
    return texts.Text(subject, text.body)
