"""Several people, several processes, one calendar."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from exchange.domain.letter import Letter
from exchange.domain.personal_feed import PersonalFeed
from exchange.extensions import db
from tests.conftest import looking_into
from tests.enrollment.test_race import at_once, entries, form_of
from tests.factories import a_day, a_feed, an_open_event, an_organization
from tests.processes import Visitor, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from tests.processes import Answer, Server

FAR_OFF = date(2099, 9, 26)
"""A day ahead of the server's clock, which nobody holds."""


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


def prepared(server: Server, form: str, path: str, fields: dict[str, str]) -> Callable[[], Answer]:
    """Open the page at `form` as a new visitor, and give what sends its form to `path`."""
    visitor = Visitor(server)
    token = visitor.open_form(form)
    return lambda: visitor.post(path, fields, token=token)


def test_of_several_who_reset_at_once_one_gets_the_new_address(app: Flask, server: Server) -> None:
    feed = a_feed("taro@example.lg.jp")
    page = f"/feeds/my/{feed.token}"
    db.session.rollback()  # which would keep the server waiting
    tasks = [prepared(server, page, f"{page}/reset", {}) for _ in range(6)]

    answers = at_once(tasks)

    db.session.expire_all()
    assert sorted(one.status for one in answers) == [303, *[404] * 5]
    [done] = [one for one in answers if one.status == 303]
    assert done.headers["Location"] == f"/feeds/my/{feed.token}"
    assert Visitor(server).get(f"/feeds/my/{feed.token}.ics").status == 200
    assert Visitor(server).get(f"{page}.ics").status == 404


def test_letters_written_at_once_tell_one_address(app: Flask, server: Server) -> None:
    body = an_organization().address
    # Of different events, so that nobody waits for another's lock.
    forms = [form_of(an_open_event(days=[a_day(FAR_OFF)])) for _ in range(4)]
    db.session.rollback()
    tasks = [prepared(server, form, form, entries(7, body)) for form in forms]

    answers = at_once(tasks)

    assert [one.status for one in answers] == [303] * 4
    db.session.rollback()
    letters = db.session.scalars(
        select(Letter.body).where(Letter.recipient == "person7@example.lg.jp")
    ).all()
    told = [re.findall(r"/feeds/my/(\S+)\.ics", letter) for letter in letters]
    [kept] = db.session.scalars(
        select(PersonalFeed.token).where(PersonalFeed.email == "person7@example.lg.jp")
    )
    assert told == [[kept]] * 4
    assert (
        db.session.scalar(select(func.count(PersonalFeed.id)).where(PersonalFeed.email.is_(None)))
        == 4
    )
