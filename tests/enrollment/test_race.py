"""Many people, several processes, one last place."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import TYPE_CHECKING, TypeVar

import pytest
from sqlalchemy import select

from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db
from exchange.seating.house import queue_position
from tests.conftest import looking_into
from tests.factories import a_day, a_registration, an_open_event, an_organization
from tests.processes import Visitor, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flask import Flask

    from exchange.domain.event import Event
    from tests.processes import Answer, Server

T = TypeVar("T")
CAPACITY = 5
FAR_OFF = date(2099, 9, 26)
"""A day ahead of the server's clock, which nobody holds."""
CONFIRMED = RegistrationStatus.CONFIRMED
WAITING = RegistrationStatus.WAITING
CANCELLED = RegistrationStatus.CANCELLED


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture(scope="module")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("race") / "server.log"
    with serving(database_url, log, workers=4) as server:
        yield server


@pytest.fixture
def app(server: Server, database_url: str) -> Iterator[Flask]:
    """What looks into the server's database from outside."""
    with looking_into(database_url) as app:
        yield app


def at_once(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """Do all tasks at the same moment, and give their results in order."""
    start = Barrier(len(tasks), timeout=60)

    def run(task: Callable[[], T]) -> T:
        start.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def prepared(server: Server, path: str, fields: dict[str, str]) -> Callable[[], Answer]:
    """Open the form at `path` as a new visitor, and give what sends it."""
    visitor = Visitor(server)
    token = visitor.open_form(path)
    return lambda: visitor.post(path, fields, token=token)


def entries(number: int, organization: str) -> dict[str, str]:
    return {
        "family_name": "髙橋",
        "given_name": f"{number}郎",
        "family_kana": "タカハシ",
        "given_kana": "ロウ",
        "organization": organization,
        "email": f"person{number}@example.lg.jp",
        "mode": "onsite",
    }


def a_race(*, capacity: int | None = None) -> Event:
    return an_open_event(capacity=capacity, days=[a_day(FAR_OFF)])


def form_of(event: Event) -> str:
    return f"/trainings/{event.key}/register"


def queue_of(event: Event) -> list[Registration]:
    """Everybody who ever applied for `event`, in order, as the database has it now."""
    db.session.expire_all()
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event.id)
            .order_by(Registration.queued_at, Registration.id)
        )
    )


def statuses(registrations: Sequence[Registration]) -> list[RegistrationStatus]:
    return [one.status for one in registrations]


def test_the_last_places_are_given_once_however_many_ask_at_the_same_moment(
    app: Flask, server: Server
) -> None:
    event, body = a_race(capacity=CAPACITY), an_organization().address
    visits = [prepared(server, form_of(event), entries(number, body)) for number in range(40)]
    db.session.commit()

    answers = at_once(visits)

    queue = queue_of(event)
    assert Counter(answer.status for answer in answers) == {303: 40}
    assert statuses(queue) == [CONFIRMED] * CAPACITY + [WAITING] * 35
    assert [queue_position(one) for one in queue[CAPACITY:]] == list(range(1, 36))
    by_address = {f"/registrations/{one.token}": one.email for one in queue}
    told = {answer.location: f"person{n}@example.lg.jp" for n, answer in enumerate(answers)}
    assert told == by_address
    assert len(server.processes) > 1


def test_a_form_sent_twice_at_the_same_moment_counts_once(app: Flask, server: Server) -> None:
    event, body = a_race(), an_organization().address
    visits = [
        prepared(server, form_of(event), entries(number, body)) for number in [*range(10)] * 3
    ]
    db.session.commit()

    answers = at_once(visits)

    emails = [one.email for one in queue_of(event)]
    assert Counter(answer.status for answer in answers) == {303: 10, 422: 20}
    assert sorted(emails) == [f"person{number}@example.lg.jp" for number in range(10)]


def test_no_place_is_free_while_somebody_waits_however_people_come_and_go(
    app: Flask, server: Server
) -> None:
    event, body = a_race(capacity=CAPACITY), an_organization()
    holders = [a_registration(event, organization=body) for _ in range(CAPACITY)]
    waiting = [a_registration(event, organization=body, status=WAITING) for _ in range(10)]
    leaving = [*holders[:4], *waiting[:4]]
    goodbyes = [_cancelling(server, one) for one in leaving for _ in range(2)]
    arrivals = [
        prepared(server, form_of(event), entries(number, body.address)) for number in range(16)
    ]
    db.session.commit()

    answers = at_once([*goodbyes, *arrivals])

    queue = queue_of(event)
    standing = [one for one in queue if one.status is not CANCELLED]
    assert {answer.status for answer in answers} == {303}
    assert {one.id for one in queue if one.status is CANCELLED} == {one.id for one in leaving}
    assert statuses(standing) == [CONFIRMED] * CAPACITY + [WAITING] * (len(standing) - CAPACITY)
    assert len(standing) == 15 - 8 + 16


def _cancelling(server: Server, registration: Registration) -> Callable[[], Answer]:
    return prepared(server, f"/registrations/{registration.token}/cancel", {})
