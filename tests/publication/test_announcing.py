"""Whose calendars have an event is remembered once, and for good."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from exchange.domain.event import Event, EventStatus, Visibility
from exchange.domain.publication import Publication
from exchange.extensions import db
from exchange.manage import services
from exchange.manage.drafts import EventDraft, event_draft
from exchange.publication import announcing
from exchange.publication.services import follow_up
from tests.factories import (
    LATER_ON,
    a_day,
    a_group,
    a_place,
    a_quota,
    a_registration,
    an_event,
    an_organization,
)
from tests.programme.documents import FORMAT, take_in
from tests.statements import statements

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

HIDDEN = [{"status": EventStatus.DRAFT}, {"visibility": Visibility.MEMBERS}]


def publications(event: Event) -> list[tuple[int | None, int | None]]:
    wanted = select(Publication).where(Publication.event_id == event.id).order_by(Publication.id)
    return [(one.organization_id, one.group_id) for one in db.session.scalars(wanted)]


def test_what_is_public_is_remembered_once_however_often_it_is_saved(
    app: Flask, noon: datetime
) -> None:
    group = a_group()
    body = an_organization()
    event = an_event(days=[a_day(places=[a_place(groups=[group])])])
    a_quota(event, organization=body, places=1)
    follow_up(event, at=noon)
    event.title = "改題"
    with statements() as sent:
        follow_up(event, at=noon)

    assert publications(event) == [(None, group.id), (body.id, None)]
    assert [one for one in sent if "INSERT INTO publication" in one] == []


def test_what_names_nobody_is_for_everybody(app: Flask) -> None:
    assert publications(an_event()) == [(None, None)]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_was_never_public_is_not_remembered(app: Flask, hidden: dict[str, Any]) -> None:
    event = an_event(**hidden)

    assert publications(event) == []
    assert [day.published_on for day in event.days] == [None]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_hidden_stays_remembered_as_it_was(
    app: Flask, noon: datetime, hidden: dict[str, Any]
) -> None:
    event = an_event()
    for name, value in hidden.items():
        setattr(event, name, value)
    event.days[0].held_on += timedelta(days=7)
    event.days[0].starts = event.days[0].ends = None
    follow_up(event, at=noon)

    day = event.days[0]
    assert publications(event) == [(None, None)]
    assert (day.published_on, day.published_starts is None) == (LATER_ON, False)


def test_what_was_lost_is_still_remembered(app: Flask, noon: datetime) -> None:
    one, other = a_group("置賜地域"), a_group("港区")
    event = an_event(days=[a_day(places=[a_place(groups=[one])])])
    event.days[0].places[0].groups = [other]
    follow_up(event, at=noon)

    assert publications(event) == [(None, one.id), (None, other.id)]
    assert announcing.lost(event) == [("group", one.id)]


def test_lost_names_the_bodies_of_a_group_but_not_those_that_are_meant_themselves(
    app: Flask, noon: datetime
) -> None:
    group = a_group()
    stays, goes = an_organization(group=group), an_organization(group=group)
    event = an_event(days=[a_day(places=[a_place(groups=[group])])])
    event.days[0].places[0].groups = []
    a_quota(event, organization=stays, places=1)
    follow_up(event, at=noon)

    assert announcing.lost(event) == [("body", goes.id)]


def test_of_what_everybody_had_all_is_lost_but_what_is_meant(app: Flask, noon: datetime) -> None:
    group = a_group()
    body = an_organization(group=group)
    event = an_event()
    event.days[0].places[0].groups = [group]
    follow_up(event, at=noon)

    assert announcing.lost(event) == [["all but"], ("body", body.id), ("group", group.id)]


def test_until_when_calendars_have_it_never_comes_nearer(app: Flask, noon: datetime) -> None:
    event = an_event(visibility=Visibility.MEMBERS)
    seen = [event.shown_until]
    for days in (-30, 60):
        event.days[0].held_on += timedelta(days=days)
        follow_up(event, at=noon)
        seen.append(event.shown_until)

    assert seen == [LATER_ON, LATER_ON, LATER_ON + timedelta(days=30)]
    assert an_event(status=EventStatus.DRAFT).shown_until is None


def in_groups(*slugs: str) -> dict[str, Any]:
    """Give a document of one event at a place for some groups."""
    places = [{"venue": "会場", "groups": list(slugs)}]
    days = [{"date": "2026-09-26", "places": places}]
    return {
        "format": FORMAT,
        "fiscal_year": 2026,
        "groups": [{"slug": slug, "name": slug.title()} for slug in ("okitama", "minato")],
        "events": [{"id": "e", "kind": "training", "title": "研修", "days": days}],
    }


def test_a_document_is_remembered_as_a_form_is(app: Flask, noon: datetime) -> None:
    for slugs in (["okitama"], ["okitama"], ["minato"], ["okitama"]):
        take_in(in_groups(*slugs), at=noon)

    event = db.session.scalars(select(Event)).one()
    assert len(publications(event)) == 2
    assert (event.days[0].revision, announcing.lost(event)[0][0]) == (2, "group")


def test_a_day_left_out_of_a_document_stays_where_a_calendar_may_have_it(
    app: Flask, noon: datetime
) -> None:
    document = in_groups()
    event = document["events"][0]
    dates = ("2026-09-26", "2026-09-27", "2026-09-28")
    event["days"] = [{"date": one, "places": [{"venue": "会場"}]} for one in dates]
    take_in(document, at=noon)
    for status, kept in (("draft", 2), ("draft", 1), ("planned", 2)):
        event |= {"status": status, "days": event["days"][:kept]}
        if kept == 2 and status == "planned":
            event["days"].append({"date": "2026-10-09", "places": [{"venue": "会場"}]})
        take_in(document, at=noon)

    days = db.session.scalars(select(Event)).one().days
    assert sorted((day.number, day.is_cancelled) for day in days) == [
        (1, False),
        (2, True),
        (3, True),
        (4, False),
    ]


def test_a_copy_begins_as_what_nobody_has(app: Flask, noon: datetime) -> None:
    event = an_event(days=[a_day(), a_day(date(2026, 9, 27))])
    a_registration(event)

    said = event_draft(event)
    copy = services.create_event(event.kind, EventDraft(title=said.title, days=said.days), at=noon)

    assert [(day.number, day.revision, day.published_on) for day in copy.days] == [
        (1, 0, None),
        (2, 0, None),
    ]
    assert publications(copy) == []
    assert [announcing.is_known(day) for day in (*event.days, *copy.days)] == [
        *(True, True),
        *(False, False),
    ]
