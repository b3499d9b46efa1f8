from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exchange.attendance.drafts import HeadcountDraft, headcount_draft
from exchange.attendance.headcounts import state_headcount
from exchange.domain.draft import revision_of
from exchange.domain.event import EventKind, EventStatus
from exchange.domain.headcount import HeadcountUnit
from exchange.extensions import db
from tests.factories import a_day, an_event

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask


def test_state_headcount_of_what_has_begun_says_that_it_was_held(
    app: Flask, noon: datetime
) -> None:
    begun, coming = an_event(days=[a_day(date(2026, 6, 1))]), an_event()
    draft = HeadcountDraft(total=26, present=("置賜3市5町", "港区"))

    for event in (begun, coming):
        state_headcount(event, draft, revision=revision_of(headcount_draft(event)), at=noon)

    assert [event.status for event in (begun, coming)] == [EventStatus.HELD, EventStatus.PLANNED]
    assert headcount_draft(begun) == draft


def test_state_headcount_with_nothing_takes_it_away(app: Flask, noon: datetime) -> None:
    event = an_event(EventKind.FAIR)
    state_headcount(
        event, HeadcountDraft(total=1), revision=revision_of(headcount_draft(event)), at=noon
    )

    state_headcount(event, HeadcountDraft(), revision=revision_of(headcount_draft(event)), at=noon)

    db.session.expire_all()
    assert event.headcount is None
    assert headcount_draft(event) == HeadcountDraft(unit=HeadcountUnit.VISITORS)
