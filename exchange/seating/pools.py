"""Pools of places: who may draw from which, and how many are left.

An event is a pool; each of its quotas is one inside it, that of a body inside
that of its group. A pool may limit the places of any mode and those of each
mode. Pure arithmetic: what is taken is told, not asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from exchange.domain.registration import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


Limits = dict[Pool, Limit]


@dataclass
class Pools:
    """The pools of one event, and how many of their places are taken.

    A quota keeps its places free for its own people, and is the most they can
    have. What no quota keeps is open to everybody without one. When quotas
    promise more than there is, the wider pool still never holds more than its
    limit.
    """

    limits: Limits
    groups: Mapping[int, int | None] = field(default_factory=dict)
    """The group of each body that has a quota."""
    later: Limits | None = None
    """The limits once the quotas are released; None where nothing will be released."""
    taken: Counter[Draw] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._draws: dict[Seat, list[Draw]] = {}
        self._within: dict[Pool, list[Pool]] = defaultdict(list)
        for pool in self.limits:
            if pool != EVENT:
                self._within[self._around(pool)].append(pool)

    def take(self, seat: Seat, number: int = 1) -> None:
        """Count `number` places more as taken by people like `seat`; fewer when negative."""
        for pool in _pools_of(seat.body):
            self.taken[Draw(pool, None)] += number
            self.taken[Draw(pool, seat.mode)] += number

    def draws(self, seat: Seat) -> Sequence[Draw]:
        """List what `seat` draws from: the narrowest pools that limit its mode, and any mode.

        Places that a quota keeps in the mode of `seat` are kept whatever the mode, too: who has
        one of them draws on nothing beyond it.
        """
        found = self._draws.get(seat)
        if found is None:
            way, any_way = self._narrowest(seat, seat.mode), self._narrowest(seat, None)
            if way and any_way and way.pool.level > any_way.pool.level:
                any_way = None
            found = self._draws[seat] = [draw for draw in (any_way, way) if draw]
        return found

    def _narrowest(self, seat: Seat, mode: Dimension) -> Draw | None:
        pools = (one for one in _pools_of(seat.body) if self._limit(one, mode) is not None)
        return next((Draw(pool, mode) for pool in pools), None)

    def limiting(self, seat: Seat) -> Sequence[Draw]:
        """List all that limits `seat`: what it draws from, and the same in the wider pools."""
        return [
            Draw(pool, mode)
            for pool in _pools_of(seat.body)
            for mode in (None, seat.mode)
            if self._limit(pool, mode) is not None
        ]

    def left(self, draw: Draw, seat: Seat) -> int:
        """Count the places of `draw` that are left to people like `seat`; below 0 where too many.

        What is kept within a pool counts only for who draws from it: what is
        kept for themselves is a part of the wider pools.
        """
        left = (self._limit(draw.pool, draw.mode) or 0) - self.taken[draw]
        return left - self._below(draw.pool, draw.mode) if draw in self.draws(seat) else left

    def room(self, seat: Seat) -> int | None:
        """Count how many more people like `seat` get a place; None when nobody counts."""
        rooms = [self.left(draw, seat) for draw in self.limiting(seat)]
        return max(0, min(rooms)) if rooms else None

    def lacking(self, seat: Seat) -> Sequence[Draw]:
        """List the draws of `seat` that are used up, those of the narrowest pools alone.

        Who waits for a place of their own quota waits for nothing beyond it.
        """
        empty = [draw for draw in self.limiting(seat) if self.left(draw, seat) <= 0]
        narrowest = max((draw.pool.level for draw in empty), default=Level.EVENT)
        return [draw for draw in empty if draw.pool.level == narrowest]

    def could_hold(self, seats: Sequence[Seat]) -> bool:
        """Tell whether all of `seats` would find room if nothing were taken, now or later."""
        return any(most == len(seats) for most in self._most(seats))

    def most(self, seats: Sequence[Seat]) -> int:
        """Count how many of `seats`, one by one, find room at the most: with nothing taken."""
        return max(self._most(seats))

    def _most(self, seats: Sequence[Seat]) -> Sequence[int]:
        emptied = [
            Pools(limits=limits, groups=self.groups)
            for limits in (self.limits, self.later)
            if limits is not None
        ]
        return [len(served(one, [Request((seat,)) for seat in seats]).seated) for one in emptied]

    def _limit(self, pool: Pool, mode: Dimension) -> int | None:
        limit = self.limits.get(pool)
        return limit.of(mode) if limit else None

    def _around(self, pool: Pool) -> Pool:
        """Give the pool that `pool` is a part of."""
        if pool.level is Level.ORGANIZATION:
            group = Pool(Level.GROUP, self.groups.get(pool.id) or 0)
            if group in self.limits:
                return group
        return EVENT

    def _unclaimed(self, pool: Pool, mode: Dimension) -> int:
        """Count the places that a pool still keeps for its people."""
        if mode is not None:
            return self._unclaimed_in(pool, mode)
        by_mode = [self._unclaimed_in(pool, one) for one in Mode]
        own = self._own(pool, None)
        if own is None:
            return max(sum(by_mode), self._below(pool, None))
        if all(self._limit(pool, one) is not None for one in Mode):
            return min(own, sum(by_mode))
        return own

    def _unclaimed_in(self, pool: Pool, mode: Mode) -> int:
        own, total = self._own(pool, mode), self._own(pool, None)
        kept = self._below(pool, mode) if own is None else own
        return kept if total is None else min(kept, total)

    def _below(self, pool: Pool, mode: Dimension) -> int:
        return sum(self._unclaimed(inner, mode) for inner in self._within.get(pool, ()))

    def _own(self, pool: Pool, mode: Dimension) -> int | None:
        """Count what is left of the limit of `pool` itself."""
        limit = self._limit(pool, mode)
        return None if limit is None else max(0, limit - self.taken[Draw(pool, mode)])


def _pools_of(body: Body) -> Sequence[Pool]:
    """List the pools around `body`, limited or not, the narrowest first."""
    own = Pool(Level.ORGANIZATION, body.organization_id)
    return (own, Pool(Level.GROUP, body.group_id), EVENT) if body.group_id else (own, EVENT)


@dataclass(frozen=True)
class Request:
    """What stands in the queue as one: a person, or a party that comes whole or not at all."""

    seats: tuple[Seat, ...]
    held: tuple[Seat, ...] = ()
    """Seats of the same party for which its body holds places: they take no others."""


@dataclass(frozen=True)
class Served:
    """What came of serving a queue."""

    seated: Sequence[int]
    """The positions in the queue, from 0, of those who got their places."""
    wanting: Sequence[frozenset[Draw]]
    """What each in the queue waits for: nothing, for those who got their places."""
    closed: frozenset[Draw]
    """What nobody behind gets, because somebody waits for it."""


def served(pools: Pools, queue: Sequence[Request]) -> Served:
    """Give places to `queue`, first come first served, and take them from `pools`.

    Nobody is given a place that somebody before them waits for: whoever finds
    no room closes what was lacking to everybody behind. What a party that waits
    for the rest of its places could have is set aside, and taken from `pools`
    too, unless it is too large ever to come: then it waits, and blocks nobody.

    Where a quota has places of one mode and of any, who takes one of the latter
    may leave less to be kept of the former: so the queue is gone through until
    nobody finds room any more.
    """
    seated: set[int] = set()
    while True:
        before = len(seated)
        aside, found = _go_through(pools, queue, seated)
        if len(seated) == before or len(pools.limits) == 1:
            return found
        for seat in aside:
            pools.take(seat, -1)


def _go_through(
    pools: Pools, queue: Sequence[Request], seated: set[int]
) -> tuple[Sequence[Seat], Served]:
    """Seat those who find room, and tell what is set aside for the others."""
    closed: set[Draw] = set()
    aside: list[Seat] = []
    wanting: list[frozenset[Draw]] = []
    for number, request in enumerate(queue):
        if number in seated:
            wanting.append(frozenset())
            continue
        found, lacking = _sit_down(pools, request, closed)
        wanting.append(frozenset(lacking.union(*(pools.draws(seat) for seat in found))))
        if not lacking:
            seated.add(number)
            wanting[-1] = frozenset()
        elif len(request.seats) == 1 or pools.could_hold((*request.held, *request.seats)):
            closed |= lacking
            aside += found
        else:
            for seat in found:
                pools.take(seat, -1)
    return aside, Served(sorted(seated), wanting, frozenset(closed))


def _sit_down(
    pools: Pools, request: Request, closed: set[Draw]
) -> tuple[Sequence[Seat], set[Draw]]:
    """Take a place for each of `request` who finds one, and tell what the others lack."""
    found: list[Seat] = []
    lacking: set[Draw] = set()
    for seat in request.seats:
        shut = [draw for draw in pools.draws(seat) if draw in closed] or pools.lacking(seat)
        if shut:
            lacking.update(shut)
        else:
            pools.take(seat)
            found.append(seat)
    return found, lacking
