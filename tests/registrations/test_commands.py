from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.disposal import Disposal
from exchange.enrollment import erasure
from exchange.extensions import db
from tests.factories import a_day, a_registration, an_open_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest
    from flask import Flask

    from exchange.domain.event import Event

LONG_OVER = date(2025, 5, 1)


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
        "long-over\t2026-05-01\t2\t昨年度の研修",
        "Erased: 2 people's data.",
    ]
    assert [one.is_erased for one in people] == [True, True, False]


def test_purge_only_tells_when_it_is_a_dry_run(app: Flask, noon: datetime) -> None:
    registration = a_registration(an_event_long_over("long-over"))

    said = purge(app, "--dry-run")

    assert said == [
        "long-over\t2026-05-01\t1\t昨年度の研修",
        "To be erased: 1 people's data.",
    ]
    assert not registration.is_erased


def test_purge_has_nothing_to_do_the_second_time(app: Flask, noon: datetime) -> None:
    a_registration(an_event_long_over("long-over"))

    said = [purge(app) for _ in range(2)]

    assert said[1] == ["Erased: 0 people's data."]
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

    assert purge(app) == ["Erased: 0 people's data."]
