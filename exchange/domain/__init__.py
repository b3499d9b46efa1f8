"""What our words mean: every table, one module per word, and nothing of the web.

Importing the package loads every module, so that tables which name one another
are known before the first query.
"""

from __future__ import annotations

from exchange.domain import (
    abstention,
    account,
    attendance,
    booth,
    change,
    day,
    disposal,
    edition,
    event,
    group,
    headcount,
    hold,
    letter,
    note,
    organization,
    partnership,
    party,
    personal_feed,
    place,
    plan,
    programme,
    publication,
    question,
    quota,
    registration,
    series,
    speaker,
    year,
)

__all__ = [
    "abstention",
    "account",
    "attendance",
    "booth",
    "change",
    "day",
    "disposal",
    "edition",
    "event",
    "group",
    "headcount",
    "hold",
    "letter",
    "note",
    "organization",
    "partnership",
    "party",
    "personal_feed",
    "place",
    "plan",
    "programme",
    "publication",
    "question",
    "quota",
    "registration",
    "series",
    "speaker",
    "year",
]
