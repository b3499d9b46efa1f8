from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exchange.attendance.drafts import HeadcountDraft, PartDraft, headcount_draft
from exchange.attendance.headcounts import state_headcount
from exchange.domain.account import Role
from exchange.domain.draft import revision_of
from exchange.domain.event import EventKind, EventStatus
from exchange.domain.headcount import HeadcountUnit
from exchange.extensions import db
from tests.factories import a_day, an_account, an_event, an_organization

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from exchange.domain.account import Account
    from exchange.domain.event import Event


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


def stated_by(event: Event) -> dict[int, tuple[Account | None, datetime | None]]:
    """Give who stated each figure and when, by the figure."""
    db.session.expire_all()
    count = event.headcount
    assert count is not None
    return {one.total or 0: (one.stated_by, one.stated_at) for one in (count, *count.parts)}


def state(event: Event, draft: HeadcountDraft, *, by: Account, at: datetime) -> None:
    state_headcount(event, draft, revision=revision_of(headcount_draft(event)), by=by, at=at)


def test_state_headcount_says_who_stated_each_figure_and_when_it_changed(
    app: Flask, noon: datetime
) -> None:
    event = an_event()
    one, other = (an_account(role=Role.ORGANIZER) for _ in range(2))
    later = noon + timedelta(hours=1)
    day, bodies = event.days[0], [an_organization().id for _ in range(3)]
    kept = PartDraft(organization_id=bodies[0], total=11)
    parts = (
        PartDraft(day_id=day.id, organization_id=bodies[0], total=10),
        kept,
        PartDraft(organization_id=bodies[1], total=12),
        PartDraft(organization_id=bodies[2], total=13),
    )
    state(event, HeadcountDraft(total=50, parts=parts), by=one, at=noon)

    changed = (parts[0], kept, replace(parts[2], total=22), replace(parts[3], approximate=True))
    state(event, HeadcountDraft(total=50, present=("港区",), parts=changed), by=other, at=later)

    assert stated_by(event) == {
        50: (one, noon),
        10: (one, noon),
        11: (one, noon),
        22: (other, later),
        13: (other, later),
    }
    assert headcount_draft(event).parts == changed


def test_state_headcount_of_words_alone_states_no_figure(app: Flask, noon: datetime) -> None:
    event = an_event()

    state(event, HeadcountDraft(present=("港区",)), by=an_account(role=Role.ORGANIZER), at=noon)

    assert stated_by(event) == {0: (None, None)}


def test_state_headcount_takes_a_part_away_that_was_left_blank(app: Flask, noon: datetime) -> None:
    event, account = an_event(), an_account(role=Role.ORGANIZER)
    part = PartDraft(organization_id=an_organization().id, total=0)
    state(event, HeadcountDraft(parts=(part,)), by=account, at=noon)
    assert headcount_draft(event).parts == (part,)

    state(event, HeadcountDraft(total=1), by=account, at=noon)

    assert headcount_draft(event) == HeadcountDraft(total=1)
