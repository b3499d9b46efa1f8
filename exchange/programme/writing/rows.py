"""Rows and what is stated of them: which belongs to which, and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Item = TypeVar("Item")
Row = TypeVar("Row")


def pair(
    items: Sequence[Item], rows: Iterable[Row], *likenesses: Callable[[Item, Row], bool]
) -> tuple[list[Row | None], list[Row]]:
    """Find for each item the row that it was, by one likeness after the other.

    Gives the rows in the order of the items, None for an item that is new, and
    the rows that no item is like.
    """
    left = list(rows)
    found: list[Row | None] = [None] * len(items)
    for alike in likenesses:
        for position, item in enumerate(items):
            candidates = (row for row in left if alike(item, row))
            if found[position] is None and (row := next(candidates, None)) is not None:
                found[position] = row
                left.remove(row)
    return found, left


def restate(rows: list[Row], wanted: Sequence[Row]) -> None:
    """Make `rows`, whose order is that in which they were linked, the same as `wanted`."""
    if rows == wanted:
        return
    rows.clear()
    db.session.flush()
    rows.extend(wanted)
