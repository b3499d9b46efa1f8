"""A shelf: what was made once, kept within a bound for whoever asks again."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from cachetools import LRUCache

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """Things by key, safe among threads; the one not asked for longest goes first."""

    def __init__(self, *, room: int, size_of: Callable[[Thing], int] | None = None) -> None:
        """Make room for so many things, or for things of so much size in all."""
        self._things: LRUCache[Hashable, Thing] = LRUCache(room, getsizeof=size_of)
        self._room = room
        self._size_of = size_of
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._things)

    def find(self, key: Hashable) -> Thing | None:
        """Give what was put under `key`, if it is still there."""
        with self._lock:
            return self._things.get(key)

    def find_all(self, keys: Iterable[Hashable]) -> dict[Hashable, Thing]:
        """Give what was put under each of `keys` and is still there."""
        with self._lock:
            return {key: self._things[key] for key in keys if key in self._things}

    def put(self, key: Hashable, thing: Thing) -> None:
        """Keep `thing` under `key`, unless it alone would not fit."""
        if self._size_of is not None and self._size_of(thing) > self._room:
            return
        with self._lock:
            self._things[key] = thing

    def clear(self) -> None:
        """Throw everything away."""
        with self._lock:
            self._things.clear()
