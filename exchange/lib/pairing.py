"""Which line of an edited text was which before."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def origins(before: Sequence[str], after: Sequence[str]) -> list[int | None]:
    """Give for each line of `after` the index of the line of `before` that it was, None for a new one.

    Lines that stayed keep theirs, then those that were moved as they are; what is left between two
    of them counts as reworded, in its order. No index is given twice.
    """
    found: list[int | None] = [None] * len(after)
    changes = [
        (range(old_start, old_end), range(start, end), change == "equal")
        for change, old_start, old_end, start, end in SequenceMatcher(
            None, before, after, autojunk=False
        ).get_opcodes()
    ]
    for old, new, stayed in changes:
        if stayed:
            found[new.start : new.stop] = old
    gone = dict.fromkeys(place for old, _, stayed in changes if not stayed for place in old)
    for place, line in enumerate(after):
        if found[place] is None:
            moved = next((old for old in gone if before[old] == line), None)
            if moved is not None:
                found[place] = moved
                del gone[moved]
    for old, new, stayed in changes:
        if not stayed:
            fresh = (place for place in new if found[place] is None)
            left = (place for place in old if place in gone)
            for place, origin in zip(fresh, left, strict=False):
                found[place] = origin
    return found
