"""Which block of one version is which of another, and in what order those of both stand."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from exchange.domain.notes_draft import NoteDraft

Key = TypeVar("Key", bound="Hashable")


def alike(one: NoteDraft, other: NoteDraft) -> bool:
    """Tell whether two blocks say the same, whatever notes they are of."""
    return replace(one, id=None) == replace(other, id=None)


def twins(some: Mapping[Key, NoteDraft], others: Mapping[Key, NoteDraft]) -> Mapping[Key, Key]:
    """Pair blocks, each once: those that say the same, then those that are headed the same."""
    found: dict[Key, Key] = {}
    taken: set[Key] = set()
    for is_twin in (alike, _are_headed_alike):
        for key, block in some.items():
            free = (other for other in others if other not in taken)
            twin = next((other for other in free if is_twin(block, others[other])), None)
            if key not in found and twin is not None:
                found[key] = twin
                taken.add(twin)
    return found


def unmoved(before: Sequence[Key], after: Sequence[Key]) -> set[Key]:
    """Give those of both that stand in `after` as they stood to each other in `before`."""
    matcher = SequenceMatcher(None, _shared(before, after), _shared(after, before), autojunk=False)
    runs = matcher.get_matching_blocks()
    return {key for run in runs for key in _shared(after, before)[run.b : run.b + run.size]}


def woven(order: Sequence[Key], others: Sequence[Key]) -> Sequence[Key]:
    """Give `order` with each of `others` that it lacks behind the one it follows there."""
    found = list(order)
    there = set(order)
    place = 0
    for key in others:
        if key in there:
            place = found.index(key) + 1
        else:
            found.insert(place, key)
            place += 1
    return found


def _are_headed_alike(one: NoteDraft, other: NoteDraft) -> bool:
    return one.heading == other.heading


def _shared(some: Sequence[Key], others: Sequence[Key]) -> Sequence[Key]:
    there = set(others)
    return [key for key in some if key in there]
