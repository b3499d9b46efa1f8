"""Letters that failed, tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.letter import LetterStatus
from exchange.outbox import queries

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


def retry(ids: Collection[int] = (), *, at: datetime) -> int:
    """Let letters that failed be tried again, all or those with `ids`; and count them."""
    letters = [one for one in queries.failed() if not ids or one.id in ids]
    for letter in letters:
        letter.status = LetterStatus.WAITING
        letter.due_at = at
        letter.attempts = 0
    return len(letters)
