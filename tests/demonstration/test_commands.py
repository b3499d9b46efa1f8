"""`flask demonstration load`: once, into an empty database, and never beside anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from exchange.demonstration import coming, people
from exchange.demonstration.commands import IN_USE
from exchange.domain.account import Account, Role
from exchange.domain.event import Event
from exchange.domain.hold import Hold
from exchange.domain.letter import Letter
from exchange.domain.organization import Organization
from exchange.domain.party import Party
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from exchange.lib import clock
from exchange.policy import visible_to
from exchange.seating.queries import occupancy, rooms
from exchange.seating.state import RegistrationState
from exchange.seating.window import registration_state
from tests.factories import an_account, an_event
from tests.programme.documents import YEAR, export, lost, snapshot

if TYPE_CHECKING:
    from datetime import datetime

    from click.testing import Result
    from flask import Flask

    from tests.conftest import Browser

ACCOUNTS = """\
Accounts, for demonstration only, all with the password kaiko-mihon-2026
  admin@demo.example        admin
  organizer@demo.example    organizer
  coordinator@demo.example  coordinator of 米沢市
  staff@demo.example        staff of 港区
"""


def load(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["demonstration", "load"])


def the_event(key: str) -> Event:
    return db.session.scalars(select(Event).where(Event.key == key)).one()


def registered_for(event: Event) -> list[Registration]:
    people_of_event = select(Registration).where(Registration.event_id == event.id)
    return list(db.session.scalars(people_of_event.order_by(Registration.queued_at)))


def test_load_prints_the_accounts_each_time_and_loads_once(app: Flask) -> None:
    first = load(app)
    loaded = snapshot()

    second = load(app)

    assert (first.exit_code, first.output) == (0, f"Demonstration loaded.\n{ACCOUNTS}")
    assert (second.exit_code, second.output) == (
        0,
        f"Demonstration loaded before; kept as it is.\n{ACCOUNTS}",
    )
    assert snapshot() == loaded


def test_load_leaves_what_was_done_with_the_demonstration_since(app: Flask) -> None:
    load(app)
    an_event(title="自分で作った行事")
    an_account(role=Role.ADMIN)
    kept = snapshot()

    result = load(app)

    assert result.exit_code == 0
    assert snapshot() == kept


@pytest.mark.parametrize("make", [an_event, an_account])
def test_load_refuses_a_database_in_which_somebody_works(app: Flask, make: object) -> None:
    assert callable(make)
    make()
    before = snapshot()

    result = load(app)

    assert (result.exit_code, result.output) == (1, f"Error: {IN_USE}\n")
    assert snapshot() == before


def test_load_brings_the_whole_year(app: Flask, noon: datetime) -> None:
    load(app)

    assert lost(YEAR, export(2022)) == []


def test_load_makes_events_in_each_state(app: Flask, noon: datetime) -> None:
    load(app)

    states = {}
    for key in (
        coming.OPEN,
        coming.FULL,
        coming.MEMBERS,
        coming.DRAFT,
        coming.FAIR,
        coming.SEMINAR,
    ):
        event = the_event(key)
        seats = occupancy(event)
        states[key] = registration_state(event, seats, noon), seats.confirmed, seats.waiting
    assert states == {
        coming.OPEN: (RegistrationState.OPEN, 6, 0),
        coming.FULL: (RegistrationState.FULL, 6, 3),
        coming.MEMBERS: (RegistrationState.UPCOMING, 0, 0),
        coming.DRAFT: (RegistrationState.NONE, 0, 0),
        coming.FAIR: (RegistrationState.NONE, 0, 0),
        coming.SEMINAR: (RegistrationState.OPEN, 2, 0),
    }


def test_load_hides_the_draft_and_what_is_for_members(app: Flask) -> None:
    load(app)

    seen = set(db.session.scalars(select(Event.key).where(visible_to(None))))

    assert {coming.OPEN, coming.FULL, coming.MEMBERS, coming.DRAFT} & seen == {
        coming.OPEN,
        coming.FULL,
    }


def test_load_keeps_the_queue_in_the_order_of_asking(app: Flask) -> None:
    load(app)

    waiting = db.session.scalars(
        select(Registration.given_name)
        .where(Registration.status == RegistrationStatus.WAITING)
        .order_by(Registration.queued_at)
    ).all()

    assert waiting == ["守", "大地", "芝"]


def test_load_sets_places_aside_of_which_some_are_left(app: Flask, noon: datetime) -> None:
    load(app)
    bodies = {one.name: one for one in db.session.scalars(select(Organization))}

    left = {
        name: rooms([the_event(coming.OPEN)], bodies[name])[the_event(coming.OPEN).id].of(mode)
        for name, mode in (("米沢市", Mode.ONSITE), ("港区", Mode.ONLINE), ("南陽市", Mode.ONSITE))
    }

    assert left == {"米沢市": 1, "港区": 8, "南陽市": 14}


def test_load_registers_some_together_holds_a_place_and_leaves_some_to_be_decided(
    app: Flask,
) -> None:
    load(app)

    parties = [len(one.registrations) for one in db.session.scalars(select(Party))]
    holds = db.session.scalars(select(Hold)).all()
    statuses = db.session.scalars(
        select(Registration.status).join(Registration.event).where(Event.key == coming.SEMINAR)
    ).all()

    assert parties == [2]
    assert [(one.organization.name, one.places) for one in holds] == [("米沢市", 1)]
    assert statuses == [RegistrationStatus.PENDING] * 2


def test_load_asks_about_lunch_and_the_bus(app: Flask) -> None:
    load(app)
    event = the_event(coming.OPEN)

    answered = [len(person.answers) for person in registered_for(event)]

    assert [one.text for one in event.live_questions] == [coming.LUNCH, coming.BUS]
    assert answered == [2, 2, 2, 0, 0, 0]


def test_load_writes_only_to_people_who_are_made_up(app: Flask) -> None:
    load(app)

    recipients = db.session.scalars(select(Letter.recipient)).all()

    assert recipients
    assert [one for one in recipients if not one.endswith(people.DOMAIN)] == []


def test_load_marks_everybody_as_made_up(app: Flask) -> None:
    load(app)
    real = [
        select(func.count()).select_from(Account).where(~Account.name.endswith("（見本）")),
        select(func.count()).select_from(Account).where(~Account.email.endswith(people.DOMAIN)),
        select(func.count()).select_from(Registration).where(Registration.family_name != "見本"),
        select(func.count()).where(~Registration.email.endswith(people.DOMAIN)),
    ]

    assert [db.session.scalar(query) for query in real] == [0, 0, 0, 0]


@pytest.mark.parametrize("person", people.ACCOUNTS, ids=lambda person: person.word)
def test_everybody_in_the_list_can_sign_in(
    app: Flask, browser: Browser, person: people.Person
) -> None:
    load(app)

    answer = browser.post("/login", {"email": person.email, "password": people.PASSWORD})

    assert answer.status_code == 303


def test_the_dates_lie_around_today(app: Flask) -> None:
    load(app)

    assert the_event(coming.OPEN).first_on > clock.now().date()  # type: ignore[operator]
