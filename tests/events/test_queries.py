from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.account import Role
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.series import Series
from exchange.events.queries import (
    EventFilter,
    Rounds,
    awaited,
    events,
    fiscal_years,
    latest_recorded,
    neighbors,
    upcoming,
    year_figures,
)
from exchange.extensions import db
from tests.factories import a_day, a_note, an_account, an_event
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask

HIDDEN: list[dict[str, Any]] = [
    {"status": EventStatus.DRAFT},
    {"visibility": Visibility.MEMBERS},
]


def test_events_come_newest_first_and_what_has_no_day_above_the_days_of_its_year(
    app: Flask,
) -> None:
    spring = an_event(days=[a_day(date(2026, 4, 10))])
    autumn = an_event(days=[a_day(date(2026, 10, 10))])
    undated = an_event(days=[])
    next_year = an_event(days=[a_day(date(2027, 4, 10))])
    same_day = an_event(days=[a_day(date(2026, 4, 10))])

    listed = db.session.scalars(events(EventFilter(), None)).all()

    assert listed == [next_year, undated, autumn, same_day, spring]


def test_events_hold_every_word_in_title_theme_or_series(app: Flask) -> None:
    wanted = an_event(title="ＤＸ研修", theme="取組みの共有", series=Series(name="連続講座"))
    an_event(title="ＤＸ研修", theme="講義")

    listed = db.session.scalars(events(EventFilter(text="dx　取り組み 連続"), None)).all()

    assert listed == [wanted]


def test_events_take_signs_of_patterns_as_they_are(app: Flask) -> None:
    wanted = an_event(title="100%の研修")
    an_event(title="1000人の研修")

    listed = db.session.scalars(events(EventFilter(text="0%の"), None)).all()

    assert listed == [wanted]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_one_may_not_see_is_in_no_answer(app: Flask, hidden: dict[str, Any]) -> None:
    series = Series(name="連続講座")
    shown = an_event(days=[a_day(date(2022, 9, 1))], series=series, status=EventStatus.HELD)
    an_event(
        **{"status": EventStatus.HELD, **hidden},
        days=[a_day(date(2030, 9, 1))],
        series=series,
        notes=[a_note()],
    )

    answers = (
        db.session.scalars(events(EventFilter(), None)).all(),
        fiscal_years(EventKind.TRAINING, None),
        upcoming(None, date(2026, 6, 1), limit=5),
        latest_recorded(None),
        neighbors(shown, None),
    )

    assert answers == ([shown], [2022], [], None, Rounds())
    figures = year_figures(None)
    assert figures is not None
    assert figures.fiscal_year == 2022


def test_neighbors_are_what_was_held_before_and_after_in_the_series(app: Flask) -> None:
    series = Series(name="連続講座")
    third, first, second = (
        an_event(days=[a_day(date(2022, month, 1))], series=series) for month in (12, 6, 9)
    )
    next_year = an_event(days=[a_day(date(2023, 6, 1))], series=series, round=1)
    an_event(days=[a_day(date(2022, 10, 1))])

    around = [neighbors(one, None) for one in (first, second, third, next_year)]

    assert around == [
        Rounds(None, second),
        Rounds(first, third),
        Rounds(second, next_year),
        Rounds(third, None),
    ]


def test_what_has_no_day_yet_follows_the_rounds_of_its_year(app: Flask) -> None:
    series = Series(name="連続講座")
    undated = an_event(days=[], series=series)
    next_year = an_event(days=[a_day(date(2027, 4, 1))], series=series)
    last = an_event(days=[a_day(date(2027, 3, 31))], series=series)

    around = [neighbors(one, None) for one in (last, undated, next_year)]

    assert around == [Rounds(None, undated), Rounds(last, next_year), Rounds(undated, None)]


def test_neighbors_of_what_has_no_series_are_none(app: Flask) -> None:
    an_event(days=[], series=Series(name="連続講座"))

    assert neighbors(an_event(), None) == Rounds()


def test_awaited_are_the_planned_events_without_a_day_of_this_year_and_later_ones(
    app: Flask,
) -> None:
    later, this_year, last_year = (an_event(days=[]) for _ in range(3))
    later.fiscal_year, last_year.fiscal_year = 2027, 2025
    an_event()
    an_event(days=[], status=EventStatus.CANCELLED)
    an_event(days=[], status=EventStatus.DRAFT)
    members = an_event(days=[], visibility=Visibility.MEMBERS)

    found = awaited(None, date(2027, 3, 31), limit=5)

    assert found == [this_year, later]
    assert awaited(an_account(), date(2027, 3, 31), limit=2) == [this_year, members]


def test_latest_recorded_is_the_last_one_with_notes(app: Flask) -> None:
    an_event(days=[a_day(date(2022, 9, 1))], notes=[a_note()])
    latest = an_event(days=[a_day(date(2023, 1, 1))], notes=[a_note("まとめ"), a_note()])
    an_event(days=[a_day(date(2023, 2, 1))])

    found = latest_recorded(None)

    assert found == latest
    assert [note.heading for note in latest.notes] == ["まとめ", "森林に関する講義"]


def test_latest_recorded_of_members_may_be_for_members(app: Flask) -> None:
    private = an_event(visibility=Visibility.MEMBERS, notes=[a_note()])

    assert latest_recorded(an_account(Role.STAFF)) == private


def test_upcoming_sends_the_same_number_of_statements_for_one_event_and_three(app: Flask) -> None:
    counts = []
    for _ in range(2):
        an_event(series=Series(name=f"連続講座{len(counts)}"))
        db.session.expire_all()
        db.session.expunge_all()
        with statements() as sent:
            upcoming(None, date(2026, 6, 1), limit=5)
        counts.append(len(sent))
        an_event()

    assert counts[0] == counts[1]
