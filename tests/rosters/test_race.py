"""Two organizers, one application, the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from exchange.domain.letter import LetterKind
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import db
from tests.conftest import looking_into
from tests.factories import PASSWORD, a_day, a_registration, an_account, an_open_event
from tests.processes import Visitor, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from tests.processes import Answer, Server

ROUNDS = 6
FAR_OFF = date(2099, 9, 26)
"""A day ahead of the server's clock, which nobody holds."""
OUTCOMES = {
    RegistrationStatus.CONFIRMED: ([303, 422], LetterKind.CONFIRMED),
    RegistrationStatus.DECLINED: ([422, 303], LetterKind.DECLINED),
}
"""What is answered to who approves and to who declines, and what is written."""


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    with serving(database_url, tmp_path / "server.log", workers=2) as server:
        yield server


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """What looks into the server's database from outside."""
    with looking_into(database_url) as app:
        yield app


def an_organizer(server: Server) -> Visitor:
    email = an_account(Role.ORGANIZER).email
    db.session.remove()  # on SQLite the server waits for whoever reads outside a request
    visitor = Visitor(server)
    assert visitor.post("/login", {"email": email, "password": PASSWORD}).status == 303
    return visitor


def at_once(*tasks: Callable[[], Answer]) -> list[int]:
    """Do all tasks at the same moment, and give what each is answered."""
    start = Barrier(len(tasks), timeout=60)

    def run(task: Callable[[], Answer]) -> int:
        start.wait()
        return task().status

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_an_application_is_decided_on_once_when_two_organizers_differ(
    app: Flask, server: Server
) -> None:
    organizers = [an_organizer(server), an_organizer(server)]
    event = an_open_event(needs_approval=True, days=[a_day(FAR_OFF)])
    people = [a_registration(event, status=RegistrationStatus.PENDING) for _ in range(ROUNDS)]
    pages = [f"/manage/trainings/{event.key}/registrations/{one.id}" for one in people]
    db.session.remove()

    answers = [_decide_both_ways(page, *organizers) for page in pages]

    for one, statuses in zip(people, answers, strict=True):
        db.session.add(one)
        db.session.refresh(one)
        expected, letter = OUTCOMES[one.status]
        assert (statuses, [each.kind for each in one.letters]) == (expected, [letter])
        assert len(one.changes) == 1


def _decide_both_ways(page: str, approving: Visitor, declining: Visitor) -> list[int]:
    """Approve and decline the person of `page` at the same moment."""
    tokens = [approving.open_form(page), declining.open_form(page)]
    return at_once(
        lambda: approving.post(f"{page}/approve", {}, token=tokens[0]),
        lambda: declining.post(f"{page}/decline", {"reason": "対象外"}, token=tokens[1]),
    )
