"""A programme is changed step by step; whoever reads its feeds is never misled."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from exchange.domain.event import EventStatus, Visibility
from tests.calendars.history import counted_for_nothing, history
from tests.calendars.programmes import (
    dates,
    days,
    events,
    hours,
    places,
    programmes,
    speakers,
    texts,
    words,
)
from tests.calendars.proof import HOST, Memory, said
from tests.calendars.rules import faults
from tests.calendars.secretariat import a_secretariat

if TYPE_CHECKING:
    from collections.abc import Callable

    from exchange.manage.drafts import DayDraft, EventDraft
    from tests.calendars.readers import Reader

EXAMPLES, STEPS = 8, 12
which = st.integers(0, 3)
"""Picks one of however many there are."""


class Changing(RuleBasedStateMachine):
    """Does what organizers do, and compares every feed with the one before and the database."""

    new_database: ClassVar[Callable[[], str]]
    readers: ClassVar[list[Reader]]

    @initialize(programme=programmes)
    def begin(self, programme) -> None:
        self.stack = ExitStack()
        self.office = self.stack.enter_context(a_secretariat(type(self).new_database()))
        self.keys = [self.office.announce(planned) for planned in programme]
        self.known: dict[str, bytes] = {}
        self.memory = Memory()
        self.is_for_others = False
        """Whether it changed for whom an event is: a day has one revision for all audiences."""

    def edit(self, event: int, change: Callable[[EventDraft], EventDraft]) -> None:
        self.office.change(self.keys[event % len(self.keys)], change)

    def edit_day(self, event: int, number: int, change: Callable[[DayDraft], DayDraft]) -> None:
        def change_one(draft: EventDraft) -> EventDraft:
            changed = list(draft.days)
            if changed:
                changed[number % len(changed)] = change(changed[number % len(changed)])
            return replace(draft, days=tuple(changed))

        self.edit(event, change_one)

    @rule(time=st.sampled_from([timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)]))
    def wait(self, time) -> None:
        self.office.now += time

    @rule(planned=events)
    def announce(self, planned) -> None:
        self.keys.append(self.office.announce(planned))

    @rule(
        event=which,
        field=st.sampled_from(
            ["title", "theme", "organizer", "provider", "tier", "programme", "series"]
        ),
        text=words,
    )
    def reword(self, event, field, text) -> None:
        self.edit(event, lambda draft: replace(draft, **{field: text}))

    @rule(event=which, speakers=speakers)
    def name_speakers(self, event, speakers) -> None:
        self.edit(event, lambda draft: replace(draft, speakers=speakers))

    @rule(event=which, number=which, held_on=dates)
    def move(self, event, number, held_on) -> None:
        self.edit_day(event, number, lambda day: replace(day, held_on=held_on))

    @rule(event=which, number=which, hours=hours())
    def change_hours(self, event, number, hours) -> None:
        starts, ends = hours
        self.edit_day(event, number, lambda day: replace(day, starts=starts, ends=ends))

    @rule(event=which, number=which, label=texts)
    def relabel(self, event, number, label) -> None:
        self.edit_day(event, number, lambda day: replace(day, label=label))

    @rule(event=which, number=which, field=st.sampled_from(["venue", "address"]), text=words)
    def change_place(self, event, number, field, text) -> None:
        def elsewhere(day: DayDraft) -> DayDraft:
            first, *others = day.places
            return replace(day, places=(replace(first, **{field: text}), *others))

        self.edit_day(event, number, elsewhere)

    @rule(event=which, number=which, places=places)
    def change_places(self, event, number, places) -> None:
        self.is_for_others = True
        self.edit_day(event, number, lambda day: replace(day, places=places))

    @rule(event=which, day=days())
    def add_day(self, event, day) -> None:
        self.is_for_others = True
        self.edit(event, lambda draft: replace(draft, days=(*draft.days, day)))

    @rule(event=which, number=which)
    def strike_out(self, event, number) -> None:
        def without(draft: EventDraft) -> EventDraft:
            left = [day for n, day in enumerate(draft.days) if n != number % len(draft.days)]
            return replace(draft, days=tuple(left or draft.days))

        self.edit(event, without)

    @rule(event=which)
    def cancel(self, event) -> None:
        self.office.cancel(self.keys[event % len(self.keys)])

    @rule(event=which)
    def reinstate(self, event) -> None:
        self.office.reinstate(self.keys[event % len(self.keys)])

    @rule(event=which)
    def hold(self, event) -> None:
        self.edit(event, lambda draft: replace(draft, status=EventStatus.HELD))

    @rule(event=which, visibility=st.sampled_from(Visibility))
    def show(self, event, visibility) -> None:
        self.is_for_others = True
        self.edit(event, lambda draft: replace(draft, visibility=visibility))

    @invariant()
    def no_reader_is_misled(self) -> None:
        before, self.known = self.known, self.office.feeds()
        assert self.known == self.office.feeds_elsewhere()
        for path, octets in self.known.items():
            known = before.get(path)
            expected = self.memory.expected(path, self.office.events, self.office.now)
            if octets == known:
                continue
            assert (path, faults(octets, now=self.office.now, host=HOST)) == (path, [])
            if known is not None:
                assert (path, history(known, octets, now=self.office.now)) == (path, [])
                assert self.is_for_others or counted_for_nothing(known, octets) == []
            assert (path, said(octets, self.readers)) == (path, expected)
        self.is_for_others = False

    def teardown(self) -> None:
        self.stack.close()


def test_no_change_misleads_a_reader(
    new_database: Callable[[], str], readers: list[Reader]
) -> None:
    Changing.new_database, Changing.readers = new_database, readers

    run_state_machine_as_test(
        Changing,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],  # shrinking takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
