"""What our words mean: every table, one module per word, and nothing of the web.

Importing the package loads every module, so that tables which name one another
are known before the first query.
"""

from __future__ import annotations

from exchange.domain import (
    account,
    booth,
    day,
    edition,
    event,
    group,
    headcount,
    note,
    organization,
    partnership,
    place,
    plan,
    programme,
    quota,
    registration,
    series,
    speaker,
    year,
)

__all__ = [
    "account",
    "booth",
    "day",
    "edition",
    "event",
    "group",
    "headcount",
    "note",
    "organization",
    "partnership",
    "place",
    "plan",
    "programme",
    "quota",
    "registration",
    "series",
    "speaker",
    "year",
]
