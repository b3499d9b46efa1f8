"""Pools of places: who may draw from which, and how many are left.

An event is a pool; each of its quotas is one inside it, that of a body inside
that of its group. A pool may limit the places of any mode and those of each
mode. Pure arithmetic: what is taken is told, not asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from exchange.domain.registration import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Dimension = Mode | None
"""The places of one mode, or of whatever mode."""


class Level(IntEnum):
    """How narrow a pool is."""

    EVENT = 0
    GROUP = 1
    ORGANIZATION = 2


class Pool(NamedTuple):
    """A pool of one event, by the id of its group or body; the event itself has 0."""

    level: Level
    id: int = 0


EVENT = Pool(Level.EVENT)


class Draw(NamedTuple):
    """What a seat uses one of: the places of a pool, in one mode or in any."""

    pool: Pool
    mode: Dimension


class Body(NamedTuple):
    """An organization and its group, by their ids."""

    organization_id: int
    group_id: int | None


class Seat(NamedTuple):
    """What one person needs."""

    body: Body
    mode: Mode


@dataclass(frozen=True, kw_only=True)
class Limit:
    """The most places of a pool; None does not count."""

    total: int | None = None
    onsite: int | None = None
    online: int | None = None

    def of(self, mode: Dimension) -> int | None:
        if mode is None:
            return self.total
        return self.onsite if mode is Mode.ONSITE else self.online


@dataclass
class Pools:
    """The pools of one event, and how many of their places are taken.

    A quota keeps its places free for its own people, and is the most they can
    have. What no quota keeps is open to everybody without one. When quotas
    promise more than there is, the wider pool still never holds more than its
    limit.
    """

    limits: Mapping[Pool, Limit]
    groups: Mapping[int, int | None] = field(default_factory=dict)
    """The group of each body that has a quota."""
    taken: Counter[Draw] = field(default_factory=Counter)

    def take(self, seat: Seat, number: int = 1) -> None:
        """Count `number` places more as taken by people like `seat`; fewer when negative."""
        for pool in (Pool(Level.ORGANIZATION, seat.body.organization_id), *_wider(seat.body)):
            self.taken[Draw(pool, None)] += number
            self.taken[Draw(pool, seat.mode)] += number

    def draws(self, seat: Seat) -> list[Draw]:
        """List what `seat` draws from: the narrowest pool that limits its mode, and any mode."""
        path = self._path(seat.body)
        found = []
        for mode in (None, seat.mode):
            pool = next((one for one in path if self._limit(one, mode) is not None), None)
            if pool is not None:
                found.append(Draw(pool, mode))
        return found

    def room(self, seat: Seat) -> int | None:
        """Count how many more people like `seat` get a place; None when nobody counts."""
        rooms = [self._room(draw, seat) for draw in self._limiting(seat)]
        return max(0, min(rooms)) if rooms else None

    def lacking(self, seat: Seat) -> list[Draw]:
        """List the draws of `seat` that are used up, those of the narrowest pools alone.

        Who waits for a place of their own quota waits for nothing beyond it.
        """
        empty = [draw for draw in self._limiting(seat) if self._room(draw, seat) <= 0]
        narrowest = max((draw.pool.level for draw in empty), default=Level.EVENT)
        return [draw for draw in empty if draw.pool.level == narrowest]

    def _path(self, body: Body) -> list[Pool]:
        """List the pools that hold the places of `body`, the narrowest first."""
        return [pool for pool in (_own(body), *_wider(body)) if pool in self.limits]

    def _limiting(self, seat: Seat) -> list[Draw]:
        return [
            Draw(pool, mode)
            for pool in self._path(seat.body)
            for mode in (None, seat.mode)
            if self._limit(pool, mode) is not None
        ]

    def _limit(self, pool: Pool, mode: Dimension) -> int | None:
        limit = self.limits.get(pool)
        return limit.of(mode) if limit else None

    def _room(self, draw: Draw, seat: Seat) -> int:
        """Count the places left to `seat`; those kept for others only where it draws from here."""
        limit = self._limit(draw.pool, draw.mode) or 0
        left = limit - self.taken[draw]
        if draw in self.draws(seat):
            left -= self._kept_for_others(draw, self._path(seat.body))
        return left

    def _kept_for_others(self, draw: Draw, path: Sequence[Pool]) -> int:
        return sum(
            self._kept_for_others(inner, path) if inner.pool in path else self._unclaimed(inner)
            for inner in self._inside(draw)
        )

    def _unclaimed(self, draw: Draw) -> int:
        """Count the places that a pool still keeps for its people."""
        below = sum(self._unclaimed(inner) for inner in self._inside(draw))
        own = self._limit(draw.pool, draw.mode)
        if own is not None:
            return max(0, below, own - self.taken[draw])
        if draw.mode is not None:
            return below
        return max(below, sum(self._unclaimed_in(draw.pool, mode) for mode in Mode))

    def _unclaimed_in(self, pool: Pool, mode: Mode) -> int:
        own = self._limit(pool, mode)
        return 0 if own is None else max(0, own - self.taken[Draw(pool, mode)])

    def _inside(self, draw: Draw) -> Iterable[Draw]:
        """List the same places of the pools directly inside the pool of `draw`."""
        for pool in self.limits:
            if pool != draw.pool and self._parent(pool) == draw.pool:
                yield Draw(pool, draw.mode)

    def _parent(self, pool: Pool) -> Pool | None:
        if pool.level is Level.EVENT:
            return None
        if pool.level is Level.ORGANIZATION:
            group = Pool(Level.GROUP, self.groups.get(pool.id) or 0)
            if group in self.limits:
                return group
        return EVENT


def _own(body: Body) -> Pool:
    return Pool(Level.ORGANIZATION, body.organization_id)


def _wider(body: Body) -> list[Pool]:
    """List the pools around that of `body`, limited or not."""
    return [*([Pool(Level.GROUP, body.group_id)] if body.group_id else []), EVENT]


@dataclass(frozen=True)
class Request:
    """What stands in the queue as one: a person, or a party that comes whole or not at all."""

    seats: tuple[Seat, ...]


def seated(pools: Pools, queue: Sequence[Request]) -> list[int]:
    """Give places to `queue`, first come first served, and take them from `pools`.

    Gives the positions in `queue` of those who got theirs. Nobody is given a
    place that somebody before them waits for: whoever finds no room closes what
    was lacking to everybody behind.
    """
    closed: set[Draw] = set()
    found = []
    for number, request in enumerate(queue):
        if any(draw in closed for seat in request.seats for draw in pools.draws(seat)):
            continue
        lacking = _sit_down(pools, request)
        if lacking:
            closed.update(lacking)
        else:
            found.append(number)
    return found


def _sit_down(pools: Pools, request: Request) -> list[Draw]:
    """Take a place for each of `request`, or none at all, and tell what was lacking."""
    done: list[Seat] = []
    for seat in request.seats:
        lacking = pools.lacking(seat)
        if lacking:
            for one in done:
                pools.take(one, -1)
            return lacking
        pools.take(seat)
        done.append(seat)
    return []
