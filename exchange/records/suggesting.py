"""What to look for instead, where nothing was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exchange.search import find
from exchange.search.query import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exchange.domain.account import Account
    from exchange.records.queries import Criteria
    from exchange.search.hits import Hits

GROUPS_TRIED = 6


@dataclass(frozen=True)
class Suggestion:
    """What may be asked instead, and what is found then."""

    criteria: Criteria
    hits: Hits
    drops_conditions: bool = False


def suggestions(criteria: Criteria, reader: Account | None) -> Sequence[Suggestion]:
    """Give what `reader` may look for instead, nothing of which finds nothing.

    That is the same words without conditions, and each word by itself, without conditions only
    where it is not found with them.
    """
    words = criteria.asked.words
    found = [_freed(criteria, reader)] if words and criteria.narrows else []
    for text in _parts(words):
        part = replace(criteria, text=text)
        kept = Suggestion(part, find.notes(part.asked, reader, upto=0))
        found.append(kept if kept.hits.number or not part.narrows else _freed(part, reader))
    return [one for one in found if one.hits.number]


def _freed(criteria: Criteria, reader: Account | None) -> Suggestion:
    freed = criteria.without_conditions
    return Suggestion(freed, find.notes(freed.asked, reader, upto=0), drops_conditions=True)


def _parts(words: Words) -> Iterator[str]:
    """Give some words each by itself, or the only ones without those that must not occur."""
    if len(words.wanted) > 1 or words.unwanted:
        yield from (str(Words((group,))) for group in words.wanted[:GROUPS_TRIED])
