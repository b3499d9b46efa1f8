"""Words in the index of PostgreSQL: GIN over characters and pairs of neighboring characters.

The index knows which pairs a note has, not where. So what is longer is compared again with the
text. It gives notes in no order: where it gives many, the words are common, and walking the notes
from the newest one meets enough of them sooner than sorting all would take.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import Integer, Text, and_, func, literal, not_, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from exchange.domain.note_search import NoteSearch
from exchange.extensions import db
from exchange.search.hits import COUNTED, Hits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from sqlalchemy import CTE, ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute

    from exchange.search.query import Word, Words

DEAR = ("max_parallel_workers_per_gather", "jit")
"""What takes longer to begin than a search to end."""
BUT_BITMAPS = ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan", *DEAR)
"""What leaves the index as the only way: any other would make the pairs of each text anew."""
_PLACE = (NoteSearch.sid, NoteSearch.note_id)


def first(notes: Select[Any], words: Words, *, upto: int, in_heading: bool = False) -> Hits:
    """Give the newest of the `notes` that hold the words: at least `upto`, if there are."""
    compared = notes.where(_compare(words, in_heading=in_heading))
    if not words.wanted:
        ids = _walk(compared, max(upto, COUNTED + 1))
        return Hits(ids, min(len(ids), COUNTED + 1))
    found = holding(notes, words, in_heading=in_heading).with_only_columns(*_PLACE)
    with without(*BUT_BITMAPS):
        rows = db.session.execute(found.limit(COUNTED + 1)).all()
    if len(rows) <= COUNTED:
        return Hits([note_id for _, note_id in sorted(rows)], len(rows))
    return Hits(_walk(compared, upto), len(rows))


def _walk(found: Select[Any], count: int) -> Sequence[int]:
    """Take the newest first, and compare each with the words until there are so many."""
    ordered = found.with_only_columns(NoteSearch.note_id).order_by(*_PLACE).limit(count)
    with without("enable_sort", "enable_seqscan", *DEAR):
        return db.session.scalars(ordered).all()


@contextmanager
def without(*settings: str) -> Iterator[None]:
    """Keep the planner from ways that only look short: it cannot know how common a word is."""
    db.session.execute(text("; ".join(f"SET LOCAL {name} = 0" for name in settings)))
    yield
    db.session.execute(text("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in settings)))


@contextmanager
def kept(words: Words) -> Iterator[None]:
    """Keep a statement that is made of `holding` to the index, however common the words are."""
    with without(*((*BUT_BITMAPS, "enable_nestloop") if words.wanted else DEAR)):
        yield


def once(found: Select[Any], words: Words) -> CTE:
    """Give what is `found`, whole numbers, to statements of which none looks for it again."""
    rows = found.subquery()
    lists = select(*(func.array_agg(column).cast(Text) for column in rows.c))
    with kept(words):
        known = db.session.execute(lists).one()
    numbers = [literal(one, Text).cast(ARRAY(Integer)) for one in known]
    named = zip(rows.c, numbers, strict=True)
    return select(*(func.unnest(one).label(column.name) for column, one in named)).cte("found")


def holding(notes: Select[Any], words: Words, *, in_heading: bool = False) -> Select[Any]:
    """Narrow `notes`, a selection from `NoteSearch`, to those that hold the words."""
    if not words.wanted:
        return notes.where(_compare(words, in_heading=False))
    column = NoteSearch.folded_heading if in_heading else NoteSearch.folded
    known = func.search_grams(column).op("@@")(literal(expression(words)).cast(TSQUERY))
    return notes.where(known, _compare(words, in_heading=in_heading, known=2))


def expression(words: Words) -> str:
    """Write wanted words as a `tsquery`: what has them, has their pairs."""
    return " & ".join(f"({' | '.join(map(_pairs, group))})" for group in words.wanted)


def _compare(words: Words, *, in_heading: bool, known: int = 0) -> ColumnElement[bool]:
    """Give the condition that the text holds the words, but for groups the index is sure of.

    It is, of a group in which no word has more than `known` characters.
    """
    column = NoteSearch.folded_heading if in_heading else NoteSearch.folded
    unsure = [group for group in words.wanted if any(len(one.folded) > known for one in group)]
    return and_(
        literal(value=True),
        *(or_(*_contained(column, group)) for group in unsure),
        *map(not_, _contained(NoteSearch.folded, words.unwanted)),
    )


def _contained(
    column: InstrumentedAttribute[str], words: Iterable[Word]
) -> list[ColumnElement[bool]]:
    return [column.contains(word.folded, autoescape=True) for word in words]


def _pairs(word: Word) -> str:
    letters = word.folded
    pairs = map("".join, pairwise(letters)) if letters[1:] else [letters]
    return "(" + " & ".join(map(_quoted, dict.fromkeys(pairs))) + ")"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
