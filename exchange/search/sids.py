"""Places of notes in the order in which they are listed: newest first, each session in its order.

A place is a number: the days left until the end of the calendar, then a count within the day. So
the first page is a short scan from the beginning of any index by place, and what is written today
moves nothing that is there.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from exchange.domain.note_search import NoteSearch
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence

BITS = 16
_LAST_DAY = date.max.toordinal()


def of_day(day: date | None) -> range:
    """Give the places of a day. What has no day is older than everything."""
    ordinal = day.toordinal() if day else 0
    begin = (_LAST_DAY - ordinal) << BITS
    return range(begin, begin + (1 << BITS)) if day else range(begin, 1 << 62)


def in_order(held: Sequence[int | None], day: date | None) -> Sequence[int]:
    """Give places on `day` to notes that hold these now, in the order of the notes.

    They are the same as long as day and order are. A note that comes in between takes a place from
    the next one, and that one from the next, so that only places at the end are used up.
    """
    places = of_day(day)
    good = sorted({sid for sid in held if sid is not None and sid in places})
    missing = len(held) - len(good)
    return sorted([*good, *_free(places, missing)]) if missing else good


def _free(places: range, count: int) -> Sequence[int]:
    """Give places that nobody holds: the next ones of the day, or else the next there are."""
    newest = db.session.scalar(
        select(func.max(NoteSearch.sid)).where(
            NoteSearch.sid >= places.start, NoteSearch.sid < places.stop
        )
    )
    first = places.start if newest is None else newest + 1
    if first + count <= places.stop:
        return range(first, first + count)
    held = db.session.scalars(
        select(NoteSearch.sid).where(NoteSearch.sid >= places.start).order_by(NoteSearch.sid)
    )
    return _gaps(places.start, held.all(), count)


def _gaps(start: int, held: Sequence[int], count: int) -> Sequence[int]:
    taken = set(held)
    free: list[int] = []
    while len(free) < count:
        if start not in taken:
            free.append(start)
        start += 1
    return free
