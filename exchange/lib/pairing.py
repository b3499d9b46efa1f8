"""Which line of an edited text was which before."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMPARED = 400
"""How many pairs of lines are looked at for likeness; beyond, their order decides."""


def origins(before: Sequence[str], after: Sequence[str]) -> list[int | None]:
    """Give for each line of `after` the index of the line of `before` that it was, None for a new one.

    Lines that stayed keep theirs, then those that were moved as they are; what is left between two
    of them counts as reworded: where some were added or taken away, those that are most alike first,
    then all in their order. No index is given twice.
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
            fresh = [place for place in new if found[place] is None]
            left = [place for place in old if place in gone]
            for place, origin in _reworded(before, after, left, fresh):
                found[place] = origin
    return found


def _reworded(
    before: Sequence[str], after: Sequence[str], left: Sequence[int], fresh: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pair the places of new lines with those of old ones that they may have been."""
    alike: dict[int, int] = {}
    if len(left) != len(fresh) and len(left) * len(fresh) <= COMPARED:
        for origin in left:
            words = {after[place]: place for place in fresh if place not in alike}
            for closest in get_close_matches(before[origin], words, n=1):
                alike[words[closest]] = origin
    yield from alike.items()
    others = [place for place in fresh if place not in alike]
    taken = set(alike.values())
    yield from zip(others, (origin for origin in left if origin not in taken), strict=False)
