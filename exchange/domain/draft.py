"""A draft: what somebody wants a thing to say, and what happens when two edit it at once."""

from __future__ import annotations

import hashlib
from typing import Generic, TypeVar

from exchange.domain.errors import Refused
from exchange.lib.i18n import N_

Draft = TypeVar("Draft")


class EditedMeanwhile(Refused, Generic[Draft]):
    """Somebody else saved what was being edited. `theirs` is what it says now."""

    message = N_("Somebody else saved this while you were editing. Your version is not saved yet.")

    def __init__(self, theirs: Draft) -> None:
        super().__init__()
        self.theirs = theirs


def revision_of(draft: object) -> str:
    """Name what `draft` says, so that an editor can tell later whether it still does.

    Each page has its own: whoever writes notes for an hour is not held up by a
    headcount that was stated meanwhile.
    """
    return hashlib.sha256(repr(draft).encode()).hexdigest()[:16]


def require_unchanged(now: object, revision: str) -> None:
    """Refuse to save over what was saved since `revision`. Raises `EditedMeanwhile`."""
    if revision_of(now) != revision:
        raise EditedMeanwhile(now)
