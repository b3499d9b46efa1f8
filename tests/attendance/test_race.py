"""Two who tap at once, at a server with several processes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.change import ChangeKind
from exchange.domain.registration import Registration
from exchange.extensions import db
from tests.conftest import looking_into
from tests.enrollment.test_race import at_once
from tests.factories import PASSWORD, a_registration, an_account, an_event, an_organization
from tests.processes import Visitor, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from exchange.domain.event import Event
    from tests.processes import Answer, Server


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture(scope="module")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("door") / "server.log"
    with serving(database_url, log, workers=2) as server:
        yield server


@pytest.fixture
def app(server: Server, database_url: str) -> Iterator[Flask]:
    """What looks into the server's database from outside."""
    with looking_into(database_url) as app:
        yield app


@pytest.fixture
def helpers(app: Flask, server: Server) -> list[Visitor]:
    """Four organizers at the door, each with a phone."""
    signing_in = {"email": an_account(role=Role.ORGANIZER).email, "password": PASSWORD}
    db.session.commit()
    phones = [Visitor(server) for _ in range(4)]
    for phone in phones:
        assert phone.post("/login", signing_in).status == 303
    return phones


def door_of(event: Event, path: str = "") -> str:
    return f"/manage/trainings/{event.key}/checkin{path}"


def taps(helpers: list[Visitor], path: str, fields: dict[str, str]) -> list[Answer]:
    """Let all helpers send the same form at the same moment."""
    db.session.commit()
    tokens = [(one, one.open_form(path)) for one in helpers]
    return at_once(
        [lambda one=one, token=token: one.post(path, fields, token=token) for one, token in tokens]
    )


def test_taps_at_the_same_moment_leave_one_record(app: Flask, helpers: list[Visitor]) -> None:
    event = an_event()
    people = [a_registration(event) for _ in range(5)]

    answers = [
        answer
        for one in people
        for answer in taps(helpers, door_of(event), {"present": str(one.id)})
    ]

    marks = db.session.scalars(select(Attendance)).all()
    assert {answer.status for answer in answers} == {303}
    assert Counter((mark.registration_id, mark.presence) for mark in marks) == {
        (one.id, Presence.PRESENT): 1 for one in people
    }
    assert [[change.kind for change in one.changes] for one in people] == [
        [ChangeKind.CHECKED_IN]
    ] * 5


def test_a_walk_in_sent_by_all_at_the_same_moment_is_received_once(
    app: Flask, helpers: list[Visitor]
) -> None:
    event = an_event()
    walk_in = {
        "family_name": "髙橋",
        "given_name": "𠮷之",
        "family_kana": "タカハシ",
        "given_kana": "ヨシユキ",
        "organization": an_organization().address,
        "mode": "onsite",
    }

    answers = taps(helpers, door_of(event, "/new"), walk_in)

    received = db.session.scalars(select(Registration).where(Registration.event_id == event.id))
    assert sorted(answer.status for answer in answers) == [303, 422, 422, 422]
    assert len(received.all()) == 1
