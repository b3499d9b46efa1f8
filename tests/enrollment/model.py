"""The rules of places in their simplest words: a list of people, gone through from the front.

Slow and without a database, and nothing of it is taken from what it is compared with.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exchange.domain.registration import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime, timedelta

IN, OFFERED, WAITING, OUT = "in", "offered", "waiting", "out"
EVENT = "event"
ANY = None
"""Whatever the mode."""

Circle = str
"""The event, a group of bodies or a body."""
Numbers = dict["Mode | None", int]
"""The most places by mode, and in any."""


@dataclass
class Person:
    body: str
    mode: Mode
    party: int | None = None
    """Of those who come together or not at all."""
    state: str = WAITING
    is_new: bool = True
    offered_until: datetime | None = None

    @property
    def is_seated(self) -> bool:
        return self.state in {IN, OFFERED}


@dataclass
class Model:
    group_of: dict[str, str]
    now: datetime
    today: date
    offered_for: timedelta | None = None
    places: Numbers = field(default_factory=dict)
    quotas: dict[Circle, Numbers] = field(default_factory=dict)
    released_on: date | None = None
    people: list[Person] = field(default_factory=list)
    """In the order in which they asked."""
    holds: dict[tuple[str, Mode], tuple[int, date]] = field(default_factory=dict)
    aside: list[Person] = field(default_factory=list)
    """Who could sit down, but waits for the rest of their party."""

    def limit(self, circle: Circle, mode: Mode | None) -> int | None:
        if circle != EVENT:
            is_over = self.released_on is not None and self.released_on <= self.today
            return None if is_over else self.quotas.get(circle, {}).get(mode)
        own = self.places.get(mode)
        ways = [self.places.get(one) for one in Mode]
        if mode is not ANY or None in ways:
            return own
        if own is not None and own < sum(way or 0 for way in ways):
            return own
        promises = any(self.limit(one, ANY) is not None for one in self.quotas)
        return sum(way or 0 for way in ways) if promises else None

    def taken(self, circle: Circle, mode: Mode | None) -> int:
        seated = [one for one in self.people if one.is_seated and not self.has_lapsed(one)]
        heads = Counter((one.body, one.mode) for one in [*seated, *self.aside])
        for key, (number, until) in self.holds.items():
            heads[key] += number if until >= self.today else 0
        return sum(
            number
            for (body, way), number in heads.items()
            if circle in self.around(body) and mode in {ANY, way}
        )

    def has_lapsed(self, one: Person) -> bool:
        return one.offered_until is not None and one.offered_until < self.now

    def around(self, body: str) -> Sequence[Circle]:
        """List the circles around a body, the narrowest first."""
        return [body, *([self.group_of[body]] if body in self.group_of else []), EVENT]

    def rest(self, circle: Circle, mode: Mode | None) -> int | None:
        limit = self.limit(circle, mode)
        return None if limit is None else max(0, limit - self.taken(circle, mode))

    def inner(self, circle: Circle) -> Iterable[Circle]:
        has_limits = {name for name in self.quotas if self.quotas[name]}
        if circle == EVENT:
            mine = {body for body, group in self.group_of.items() if group in has_limits}
            return has_limits - mine
        return {body for body, group in self.group_of.items() if group == circle} & has_limits

    def kept(self, circle: Circle, mode: Mode | None) -> int:
        """Count the places that a circle still keeps for its people."""
        own, total = self.rest(circle, mode), self.rest(circle, ANY)
        if mode is not ANY:
            inside = sum(self.kept(one, mode) for one in self.inner(circle))
            return min(inside if own is None else own, inside + 99 if total is None else total)
        ways = sum(self.kept(circle, one) for one in Mode)
        if total is None:
            return max(ways, sum(self.kept(one, ANY) for one in self.inner(circle)))
        counts_all = all(self.limit(circle, one) is not None for one in Mode)
        return min(total, ways) if counts_all else total

    def promised(self, circle: Circle, mode: Mode | None) -> int:
        """Count the places that are taken, or kept for somebody."""
        return self.taken(circle, mode) + sum(self.kept(one, mode) for one in self.inner(circle))

    def limits(self, one: Person) -> Sequence[tuple[Circle, Mode | None, int]]:
        return [
            (circle, mode, limit)
            for circle in self.around(one.body)
            for mode in (ANY, one.mode)
            if (limit := self.limit(circle, mode)) is not None
        ]

    def figures(self, one: Person) -> dict[tuple[Circle, Mode | None], tuple[int, int]]:
        return {
            (circle, mode): (self.taken(circle, mode), self.promised(circle, mode))
            for circle, mode, _ in self.limits(one)
        }

    def sit_down(self, one: Person, shut: set[tuple[Circle, Mode | None]]) -> set[object]:
        """Let a person sit down if there is room, and tell what is lacking otherwise."""
        before = self.figures(one)
        self.aside.append(one)
        after = self.figures(one)
        used_up, shut_to = [], set()
        for circle, mode, limit in self.limits(one):
            key = circle, mode
            takes_more = after[key][1] > before[key][1]
            if after[key][0] > limit or (takes_more and after[key][1] > limit):
                used_up.append(key)
            if takes_more and key in shut:
                shut_to.add(key)
        if not used_up and not shut_to:
            return set()
        self.aside.remove(one)
        narrowest = used_up[0][0] if used_up else ""
        return {key for key in used_up if key[0] == narrowest} | shut_to

    def requests(self) -> Sequence[Sequence[Person]]:
        """List who waits, in order; those of a party as one."""
        found: dict[object, list[Person]] = {}
        for number, one in enumerate(self.people):
            if one.state == WAITING:
                key = number if one.party is None else f"party {one.party}"
                found.setdefault(key, []).append(one)
        return list(found.values())

    def serve(self) -> set[tuple[Circle, Mode | None]]:
        """Let everybody sit down who can, from the front, and tell what somebody waits for."""
        shut: set = set()
        spare = Counter({key: n for key, (n, until) in self.holds.items() if until >= self.today})
        for request in self.requests():
            on_hold = self.on_hold(request, spare)
            others = [one for one in request if not any(one is other for other in on_hold)]
            start = len(self.aside)
            lacking: set = set().union(*(self.sit_down(one, shut) for one in others))
            if not lacking:
                del self.aside[start:]
                self.seat(request)
                for one in on_hold:
                    self.use_up(one)
            elif len(others) == 1 or self.could_ever_come(request):
                shut |= lacking
            else:
                del self.aside[start:]
        return shut

    def on_hold(self, request: Sequence[Person], spare: Counter) -> Sequence[Person]:
        if request[0].party is None:
            return []
        found = []
        for one in request:
            if spare[one.body, one.mode] > 0:
                spare[one.body, one.mode] -= 1
                found.append(one)
        return found

    def use_up(self, one: Person) -> None:
        number, until = self.holds.pop((one.body, one.mode))
        if number > 1:
            self.holds[one.body, one.mode] = (number - 1, until)

    def seat(self, people: Sequence[Person]) -> None:
        for one in people:
            one.state = IN
            if self.offered_for is not None and not one.is_new:
                one.state, one.offered_until = OFFERED, self.now + self.offered_for

    def could_ever_come(self, people: Sequence[Person]) -> bool:
        return self.most(people) == len(people)

    def most(self, people: Sequence[Person]) -> int:
        """Count who finds room in an empty house, with quotas or, where they end, without."""
        empty = Model(self.group_of, self.now, self.today, places=self.places)
        houses = [empty]
        is_over = self.released_on is not None and self.released_on <= self.today
        if not is_over:
            full = deepcopy(empty)
            full.quotas = self.quotas
            houses = [full, empty] if self.released_on else [full]
        return max(
            sum(not house.sit_down(Person(one.body, one.mode), set()) for one in people)
            for house in houses
        )

    def settle(self) -> None:
        for one in self.people:
            if self.has_lapsed(one):
                one.state, one.offered_until = OUT, None
        self.holds = {
            key: (number, until)
            for key, (number, until) in self.holds.items()
            if until >= self.today
        }
        while self.seats_somebody():
            pass
        for one in self.people:
            one.is_new = False

    def seats_somebody(self) -> bool:
        before = [one.state for one in self.people]
        self.serve()
        self.aside.clear()
        return [one.state for one in self.people] != before

    def serve_all(self) -> set[tuple[Circle, Mode | None]]:
        """Serve until nobody finds room any more, and leave aside what is set aside then."""
        while self.seats_somebody():
            pass
        return self.serve()

    def room(self, body: str, mode: Mode, *, most: int) -> int:
        """Count how many more would sit down behind those who wait; not beyond `most`."""
        trial = deepcopy(self)
        for one in trial.people:
            if trial.has_lapsed(one):
                one.state, one.offered_until = OUT, None
        shut = trial.serve_all()
        number = 0
        while number < most and not trial.sit_down(Person(body, mode), shut):
            number += 1
        return number

    def may_become(self, one: Person, body: str, mode: Mode) -> bool:
        """Tell whether somebody with a place may have another one instead."""
        trial = deepcopy(self)
        me = trial.people[next(n for n, other in enumerate(self.people) if other is one)]
        shut = trial.serve_all()
        wanted = Person(body, mode)
        before = trial.figures(wanted)
        me.body, me.mode = body, mode
        after = trial.figures(wanted)
        for circle, way, limit in trial.limits(wanted):
            key = circle, way
            takes, promises = (after[key][n] > before[key][n] for n in (0, 1))
            if takes and after[key][0] > limit:
                return False
            if promises and (after[key][1] > limit or key in shut):
                return False
        return True
