"""Words in the full-text index of SQLite: FTS5 over pairs of neighboring characters.

Each character of a text, with its neighbor, is a word of the index, and what is looked for is a
phrase of such words. So a hit is exact, for any length from two characters; single ones have
columns of their own. Rows come in the order of their `sid`: the first thousand of hundreds of
thousands are a short scan from the beginning.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from sqlalchemy import column, select, table

from exchange.domain.note_search import INDEX, NoteSearch
from exchange.extensions import db
from exchange.lib import grams
from exchange.search.hits import COUNTED, Hits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from typing import Any

    from sqlalchemy import CTE, Select

    from exchange.search.query import Word, Words

_index = table(INDEX, column("rowid"), column(INDEX))
_HEADING = "{heading heading_letters} : "


def first(notes: Select[Any], words: Words, *, upto: int, in_heading: bool = False) -> Hits:
    """Give the newest of the `notes` that hold the words: at least `upto`, if there are."""
    limit = max(upto, COUNTED + 1)
    place = _index.c.rowid if words.wanted else NoteSearch.sid  # the same; but one order is there
    found = holding(notes, words, in_heading=in_heading).order_by(place).limit(limit)
    ids = db.session.scalars(found.with_only_columns(NoteSearch.note_id)).all()
    return Hits(ids, min(len(ids), COUNTED + 1))


def kept(_words: Words) -> AbstractContextManager[None]:
    """Leave statements as they are: all take the way of the index."""
    return nullcontext()


def once(found: Select[Any], _words: Words) -> CTE:
    """Give what is `found` to statements: each looks for it anew, which is as good."""
    return found.cte("found")


def holding(notes: Select[Any], words: Words, *, in_heading: bool = False) -> Select[Any]:
    """Narrow `notes`, a selection from `NoteSearch`, to those that hold the words."""
    if words.wanted:
        found = _index.c[INDEX].op("MATCH")(expression(words, in_heading=in_heading))
        return notes.join(_index, _index.c.rowid == NoteSearch.sid).where(found)
    if words.unwanted:
        found = _index.c[INDEX].op("MATCH")(_any(words.unwanted))
        return notes.where(NoteSearch.sid.not_in(select(_index.c.rowid).where(found)))
    return notes


def expression(words: Words, *, in_heading: bool = False) -> str:
    """Write wanted words as FTS5 matches them."""
    where = _HEADING if in_heading else ""
    wanted = " AND ".join(f"{where}({_any(group)})" for group in words.wanted)
    return f"({wanted}) NOT ({_any(words.unwanted)})" if words.unwanted else wanted


def _any(words: Iterable[Word]) -> str:
    return " OR ".join(f'"{grams.phrase(word.folded)}"' for word in words)
