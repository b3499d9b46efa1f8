"""Keys: the names of events in addresses and calendars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.event import Event
from exchange.extensions import db
from exchange.publication import editions

if TYPE_CHECKING:
    from exchange.domain.event import EventKind


def make(kind: EventKind, fiscal_year: int) -> str:
    """Make the next free key of a kind and a year: `training-2026-3`.

    Two who ask at the same time get different ones: the second waits until the
    first is settled. Events are never deleted, so no key comes back.
    """
    editions.take_next()
    stem = f"{kind.value}-{fiscal_year}-"
    taken = db.session.scalars(select(Event.key).where(Event.key.startswith(stem, autoescape=True)))
    numbers = [int(key.removeprefix(stem)) for key in taken if _is_numbered(key, stem)]
    return f"{stem}{max(numbers, default=0) + 1}"


def _is_numbered(key: str, stem: str) -> bool:
    return re.fullmatch(r"[0-9]{1,9}", key.removeprefix(stem)) is not None
