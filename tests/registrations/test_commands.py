from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.disposal import Disposal
from exchange.enrollment import erasure
from exchange.extensions import db
from tests.conftest import SETTINGS
from tests.factories import a_day, a_registration, an_open_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest
    from flask import Flask

    from exchange.domain.event import Event

LONG_OVER = date(2020, 5, 1)


def an_event_long_over(key: str) -> Event:
    return an_open_event(key=key, title="昨年度の研修", days=[a_day(LONG_OVER)])


def purge(app: Flask, *options: str) -> list[str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["registrations", "purge", *options])
    assert (result.exit_code, result.exception) == (0, None)
    return result.output.splitlines()


def test_purge_erases_what_is_over_its_term_and_says_so(app: Flask, noon: datetime) -> None:
    over, coming = an_event_long_over("long-over"), an_open_event()
    people = [a_registration(event) for event in (over, over, coming)]

    said = purge(app)

    assert said == [
        "long-over\t2021-05-01\t2\t昨年度の研修",
        "Erased: the data of 2 people.",
    ]
    assert [one.is_erased for one in people] == [True, True, False]


def test_purge_only_tells_when_it_is_a_dry_run(app: Flask, noon: datetime) -> None:
    registration = a_registration(an_event_long_over("long-over"))

    said = purge(app, "--dry-run")

    assert said == [
        "long-over\t2021-05-01\t1\t昨年度の研修",
        "To be erased: the data of 1 person.",
    ]
    assert not registration.is_erased


def test_purge_has_nothing_to_do_the_second_time(app: Flask, noon: datetime) -> None:
    a_registration(an_event_long_over("long-over"))

    said = [purge(app) for _ in range(2)]

    assert said[1] == ["Erased: the data of 0 people."]
    assert len(db.session.scalars(select(Disposal)).all()) == 1


def test_purge_keeps_what_it_did_when_a_later_event_fails(
    app: Flask, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [an_event_long_over(key) for key in ("first", "second")]
    people = [a_registration(event) for event in events]
    second = events[1].id

    def purge_but_the_second(event: Event, *, at: datetime) -> Disposal | None:
        if event.id == second:
            raise RuntimeError("power cut")
        return real(event, at=at)

    real = erasure.purge
    monkeypatch.setattr(erasure, "purge", purge_but_the_second)
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["registrations", "purge"])

    db.session.expire_all()
    assert result.exit_code == 1
    assert [one.is_erased for one in people] == [True, False]


def test_purge_says_nothing_of_what_somebody_else_has_done_meanwhile(
    app: Flask, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_registration(an_event_long_over("long-over"))
    found = erasure.due(at=noon)
    purge(app)

    def due_a_moment_ago(*, at: datetime) -> Sequence[erasure.Due]:
        return found

    monkeypatch.setattr(erasure, "due", due_a_moment_ago)

    assert purge(app) == ["Erased: the data of 0 people."]


def test_several_at_once_erase_everything_once(app: Flask, database_url: str) -> None:
    event = an_event_long_over("long-over")
    people = [a_registration(event) for _ in range(40)]
    db.session.commit()
    settings = {
        "EXCHANGE_DATABASE_URL": database_url,
        "EXCHANGE_SECRET_KEY": str(SETTINGS["SECRET_KEY"]),
    }

    commands = [
        subprocess.Popen(
            [sys.executable, "-m", "flask", "registrations", "purge"],
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = [command.communicate(timeout=120)[0].splitlines()[-1] for command in commands]

    db.session.expire_all()
    assert [command.returncode for command in commands] == [0, 0, 0]
    assert sorted(said) == [
        "Erased: the data of 0 people.",
        "Erased: the data of 0 people.",
        "Erased: the data of 40 people.",
    ]
    assert [one.registrations for one in db.session.scalars(select(Disposal))] == [40]
    assert len({one.token for one in people}) == 40
    assert all(one.is_erased for one in people)
