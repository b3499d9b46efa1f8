"""The rules of registration against a simple model of them, step by step."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from exchange.domain.change import ChangedAs
from exchange.domain.event import Event, EventStatus
from exchange.domain.hold import Hold
from exchange.domain.organization import Organization
from exchange.domain.quota import Quota
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.enrollment import decisions, duties, parties, services
from exchange.enrollment.answers import hold_places
from exchange.enrollment.applications import Application
from exchange.enrollment.audit import HOLDER, By
from exchange.enrollment.refusals import (
    NoPlaceThatWay,
    NotEnoughPlaces,
    OfferLapsed,
    PartyNeverFits,
    TooLateToChange,
)
from exchange.extensions import db
from exchange.lib import clock
from exchange.seating.house import house, queue, queue_positions
from exchange.seating.pools import served
from exchange.seating.queries import occupancy, rooms
from exchange.seating.services import lock
from exchange.seating.state import RegistrationState
from exchange.unit_of_work import unit_of_work
from tests.enrollment.model import ANY, EVENT, IN, OFFERED, OUT, WAITING, Model, Person
from tests.factories import a_day, a_group, a_place, an_open_event, an_organization

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

NOON = datetime(2026, 6, 1, 3, tzinfo=UTC)
"""In Tokyo. The days of the event are far behind all that happens here."""
TOKYO = ZoneInfo("Asia/Tokyo")
EXAMPLES, STEPS = 30, 25
COORDINATOR, ORGANIZER = By(ChangedAs.COORDINATOR), By(ChangedAs.ORGANIZER)
BODIES = ("米沢市", "長井市", "港区")
GROUP_OF = {"米沢市": "置賜地域", "長井市": "置賜地域"}
MOST = 6
"""More places than this are not looked for."""
figures = st.none() | st.integers(0, 4)
bodies = st.sampled_from(BODIES)
modes = st.sampled_from(Mode)
STATES = {
    RegistrationStatus.CONFIRMED: IN,
    RegistrationStatus.PENDING: IN,
    RegistrationStatus.WAITING: WAITING,
    RegistrationStatus.CANCELLED: OUT,
    RegistrationStatus.DECLINED: OUT,
}


class Registering(RuleBasedStateMachine):
    """Does the same to an event and to a model of it, and compares."""

    group_id: ClassVar[int]
    organizations: ClassVar[dict[str, int]]

    @initialize(
        places=st.tuples(figures, figures, figures),
        offer_hours=st.none() | st.just(30),
        needs_approval=st.booleans(),
        released_after=st.none() | st.integers(1, 9),
    )
    def begin(self, places, offer_hours, needs_approval, released_after) -> None:
        capacity, onsite, online = places
        today = clock.local(NOON, TOKYO).date()
        released_on = today + timedelta(days=released_after) if released_after else None
        event = an_open_event(
            capacity=capacity,
            onsite_capacity=onsite,
            online_capacity=online,
            offer_hours=offer_hours,
            needs_approval=needs_approval,
            quotas_released_on=released_on,
            days=[a_day(places=[a_place(), a_place(online=True)])],
        )
        self.event_id = event.id
        self.keys: list[int] = []
        self.written_at = NOON
        self.parties = 0
        self.model = Model(
            group_of=GROUP_OF,
            now=NOON,
            today=today,
            offered_for=timedelta(hours=offer_hours) if offer_hours else None,
            places=_numbers(capacity, onsite, online),
            released_on=released_on,
        )
        self.before = self.taken()

    @property
    def event(self):
        return db.session.get_one(Event, self.event_id)

    def taken(self) -> dict[object, int]:
        model = self.model
        circles = [EVENT, *GROUP_OF.values(), *BODIES]
        return {
            (circle, mode): model.taken(circle, mode) for circle in circles for mode in (ANY, *Mode)
        }

    def body(self, name: str) -> Organization:
        return db.session.get_one(Organization, self.organizations[name])

    def application(self, body: str, mode: Mode, number: int) -> Application:
        return Application(
            family_name="置賜",
            given_name=f"{number}郎",
            family_kana="オキタマ",
            given_kana="タロウ",
            organization=self.body(body),
            email=f"{number}@example.lg.jp",
            mode=mode,
        )

    def registration(self, number: int) -> Registration:
        return db.session.get_one(Registration, self.keys[number])

    @contextmanager
    def together(self) -> Iterator[Model]:
        """Change the model and the database, or neither where the rules refuse."""
        self.before = self.taken()
        model = deepcopy(self.model)
        with unit_of_work():
            yield model
        self.model = model
        self.written_at = model.now

    def numbers(self, *states: str) -> list[int]:
        return [n for n, one in enumerate(self.model.people) if one.state in states]

    # What people do

    @rule(body=bodies, mode=modes, by=st.sampled_from([HOLDER, COORDINATOR]))
    def register(self, body, mode, by) -> None:
        number = len(self.keys)
        with self.together() as model:
            application = self.application(body, mode, number)
            told = services.examine(self.event, application, by=by, at=model.now)
            made = services.register(self.event, application, by=by, at=model.now)
            self.keys.append(made.id)
            self.join(model, [Person(body, mode)], by)
        is_in = self.model.people[number].state == IN
        assert told is (RegistrationState.OPEN if is_in else RegistrationState.FULL)

    @rule(
        people=st.lists(st.tuples(st.just(BODIES[0]), modes), min_size=2, max_size=3),
        body=bodies,
        is_whole=st.booleans(),
    )
    def register_together(self, people, body, is_whole) -> None:
        number, party = len(self.keys), len(self.keys) if is_whole else None
        newcomers = [Person(body, mode, party) for _, mode in people]
        fits = not is_whole or self.model.could_ever_come(newcomers)
        try:
            with self.together() as model:
                rows = [
                    self.application(body, one.mode, number + n) for n, one in enumerate(newcomers)
                ]
                told = parties.forecast(self.event, rows, is_whole=is_whole, at=model.now)
                made = parties.register_together(
                    self.event,
                    rows,
                    organization=self.body(body),
                    is_whole=is_whole,
                    by=COORDINATOR,
                    at=model.now,
                )
                assert fits
                assert [one.status for one in made.registrations] == told
                self.keys += [one.id for one in made.registrations]
                self.join(model, newcomers, COORDINATOR)
        except PartyNeverFits:
            assert not fits

    def join(self, model: Model, people: list[Person], by: By) -> None:
        """Put people behind the queue; those who are named one by one take held places."""
        waiting = [one for one in model.people if one.state == WAITING and one.party is not None]
        claimed = Counter((one.body, one.mode) for one in waiting)
        model.people += people
        for one in people if by is COORDINATOR and people[0].party is None else ():
            held, until = model.holds.get((one.body, one.mode), (0, model.today))
            if until >= model.today and held > claimed[one.body, one.mode]:
                model.use_up(one)
                one.state = IN
        model.settle()

    @precondition(lambda self: self.numbers(IN, OFFERED, WAITING))
    @rule(data=st.data(), by=st.sampled_from([HOLDER, ORGANIZER]))
    def cancel(self, data, by) -> None:
        number = data.draw(st.sampled_from(self.numbers(IN, OFFERED, WAITING)))
        with self.together() as model:
            services.cancel(self.registration(number), by=by, at=model.now)
            model.people[number].state, model.people[number].offered_until = OUT, None
            model.settle()

    @precondition(lambda self: self.numbers(IN, OFFERED, WAITING))
    @rule(data=st.data(), body=bodies, mode=modes)
    def change(self, data, body, mode) -> None:
        number = data.draw(st.sampled_from(self.numbers(IN, OFFERED, WAITING)))
        one = self.model.people[number]
        has_lapsed = self.model.has_lapsed(one)
        fits = one.state == WAITING or self.model.may_become(one, body, mode)
        is_same = (one.body, one.mode) == (body, mode)
        try:
            with self.together() as model:
                application = self.application(body, mode, number)
                services.change(self.registration(number), application, at=model.now)
                assert fits
                assert not has_lapsed
                if not is_same:
                    model.people[number].body, model.people[number].mode = body, mode
                    model.settle()
        except NoPlaceThatWay:
            assert not fits
        except TooLateToChange:
            assert has_lapsed

    @precondition(lambda self: self.numbers(OFFERED))
    @rule(data=st.data())
    def accept(self, data) -> None:
        number = data.draw(st.sampled_from(self.numbers(OFFERED)))
        one = self.model.people[number]
        try:
            with self.together() as model:
                decisions.accept_offer(self.registration(number), at=model.now)
                for other in model.people:
                    is_alike = other.party == one.party and other.offered_until == one.offered_until
                    if other is model.people[number] or (one.party is not None and is_alike):
                        other.state, other.offered_until = IN, None
                model.settle()
        except OfferLapsed:
            assert self.model.has_lapsed(one)

    @rule(body=bodies, mode=modes, places=st.integers(0, 2), days=st.integers(0, 3))
    def hold(self, body, mode, places, days) -> None:
        trial = deepcopy(self.model)
        trial.settle()
        own = trial.holds.get((body, mode), (0, None))[0]
        fits = trial.room(body, mode, most=MOST) >= places - own
        until = self.model.today + timedelta(days=days)
        try:
            with self.together() as model:
                hold_places(
                    self.event,
                    self.body(body),
                    mode=mode,
                    places=places,
                    until=until,
                    by=COORDINATOR,
                    at=model.now,
                )
                assert fits
                model.settle()
                model.holds.pop((body, mode), None)
                if places:
                    model.holds[body, mode] = (places, until)
                model.settle()
        except NotEnoughPlaces:
            assert not fits

    # What the organizer does

    @precondition(lambda self: self.event.needs_approval and self.numbers(IN))
    @rule(data=st.data(), approves=st.booleans())
    def decide(self, data, approves) -> None:
        pending = [
            number
            for number in self.numbers(IN)
            if self.registration(number).status is RegistrationStatus.PENDING
        ]
        if not pending:
            return
        number = data.draw(st.sampled_from(pending))
        with self.together() as model:
            if approves:
                decisions.approve(self.registration(number), by=ORGANIZER, at=model.now)
            else:
                decisions.decline(self.registration(number), "満員", by=ORGANIZER, at=model.now)
                model.people[number].state = OUT
                model.settle()

    @rule(capacity=figures, onsite=figures, online=figures)
    def set_capacity(self, capacity, onsite, online) -> None:
        with self.together() as model:
            event = lock(self.event)
            event.capacity, event.onsite_capacity, event.online_capacity = capacity, onsite, online
            model.places = _numbers(capacity, onsite, online)
            self.settle(event, model)

    @rule(body=bodies, places=figures, onsite=figures, online=figures)
    def set_quota_of_a_body(self, body, places, onsite, online) -> None:
        with self.together() as model:
            event = lock(self.event)
            event.quotas = [one for one in event.quotas if one.organization != self.body(body)]
            db.session.flush()
            model.quotas.pop(body, None)
            if (places, onsite, online) != (None, None, None):
                quota = Quota(
                    organization=self.body(body), places=places, onsite=onsite, online=online
                )
                event.quotas.append(quota)
                model.quotas[body] = _numbers(places, onsite, online)
            self.settle(event, model)

    @rule(places=figures)
    def set_quota_of_the_group(self, places) -> None:
        with self.together() as model:
            event = lock(self.event)
            event.quotas = [one for one in event.quotas if one.group_id is None]
            db.session.flush()
            model.quotas.pop("置賜地域", None)
            if places is not None:
                event.quotas.append(Quota(group_id=self.group_id, places=places))
                model.quotas["置賜地域"] = _numbers(places, None, None)
            self.settle(event, model)

    def settle(self, event: Event, model: Model) -> None:
        db.session.flush()
        services.settle(event, at=model.now)
        model.settle()

    # Time

    @rule(hours=st.integers(1, 40), does_duties=st.booleans())
    def let_time_pass(self, hours, does_duties) -> None:
        self.before = self.taken()
        self.model.now += timedelta(hours=hours)
        self.model.today = clock.local(self.model.now, TOKYO).date()
        if does_duties:
            duties.perform(at=self.model.now)
            self.model.settle()
            self.written_at = self.model.now

    # What always holds

    @invariant()
    def everybody_stands_as_in_the_model(self) -> None:
        db.session.expire_all()
        found = [self.registration(number) for number in range(len(self.keys))]
        assert [_state(one) for one in found] == [one.state for one in self.model.people]
        asked = [one.queued_at for one in found]
        assert asked == sorted(set(asked))

    @invariant()
    def bodies_hold_what_they_hold_in_the_model(self) -> None:
        holds = db.session.scalars(select(Hold).where(Hold.event_id == self.event_id))
        found = {(one.organization.name, one.mode): (one.places, one.held_until) for one in holds}
        assert found == self.model.holds

    @invariant()
    def the_queue_is_in_the_order_of_asking(self) -> None:
        ids = [[self.keys[self.place_of(one)] for one in request] for request in self.requests()]
        assert [[*one.registration_ids] for one in queue(self.event, self.model.now)] == ids
        assert sorted(queue_positions(self.event, self.model.now)) == sorted(chain(*ids))

    def requests(self):
        return self.model.requests()

    def place_of(self, person: Person) -> int:
        return next(n for n, one in enumerate(self.model.people) if one is person)

    @invariant()
    def no_more_is_taken_than_there_was_when_it_was_given(self) -> None:
        taken = self.taken()
        for (circle, mode), number in taken.items():
            limit = self.model.limit(circle, mode)
            assert limit is None or number <= max(limit, self.before[circle, mode])

    @invariant()
    def no_place_is_free_that_somebody_who_waits_could_have(self) -> None:
        found = house(self.event, self.written_at)
        assert served(found.pools, [one.request for one in found.queue]).seated == []

    @invariant()
    def pages_tell_what_is_taken(self) -> None:
        found, people = occupancy(self.event, self.model.now), self.model.people
        offered = [one for one in people if one.state == OFFERED and not self.model.has_lapsed(one)]
        confirmed = len(self.numbers(IN))
        held = self.model.taken(EVENT, ANY) - confirmed
        assert (found.confirmed, found.waiting) == (confirmed, len(self.numbers(WAITING)))
        assert found.held == held >= len(offered)

    @invariant()
    def pages_tell_who_still_gets_a_place(self) -> None:
        name = BODIES[len(self.keys) % len(BODIES)]
        found = rooms([self.event], self.body(name), self.model.now)[self.event_id]
        for mode in Mode:
            number = found.of(mode)
            expected = self.model.room(name, mode, most=MOST)
            assert (MOST if number is None else min(number, MOST)) == expected

    def teardown(self) -> None:
        db.session.rollback()
        with unit_of_work():
            self.event.status = EventStatus.HELD


def _numbers(total, onsite, online):
    return {
        mode: number
        for mode, number in ((ANY, total), (Mode.ONSITE, onsite), (Mode.ONLINE, online))
        if number is not None
    }


def _state(one: Registration) -> str:
    return OFFERED if one.is_offered else STATES[one.status]


def test_the_rules_are_those_of_the_model(app: Flask) -> None:
    group = a_group("置賜地域")
    Registering.group_id = group.id
    Registering.organizations = {
        name: an_organization(name, group=group if name in GROUP_OF else None).id for name in BODIES
    }

    run_state_machine_as_test(
        Registering,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],  # shrinking takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
