"""What must fit together, within a file and with the database."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from exchange.domain.event import EventKind
from exchange.programme.known import Body, Known
from tests.programme.documents import (
    FORMAT,
    encoded,
    faults_of,
)

NO_BODY = "not an organization of the file or the database"


def test_events_without_an_id_differ_in_kind_title_or_first_day() -> None:
    twin = {"kind": "fair", "title": "市", "days": [{"date": "2026-05-10"}]}
    other = {**twin, "days": [{"date": "2026-05-11"}]}

    assert faults_of(encoded({"format": FORMAT, "events": [twin, other, twin]})) == [
        "events[2]: is another event of this kind, title and first day without an id"
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"title": "年度のない年"},
        {"host": "x"},
        {"activities": [{"no": 1, "title": "x"}]},
        {"settlement": {}},
    ],
)
def test_what_is_said_of_a_year_needs_a_year(more: dict[str, object]) -> None:
    assert faults_of(encoded({"format": FORMAT, **more})) == [
        "fiscal_year: missing, and there is no day of an event to tell it by"
    ]


def test_the_first_day_of_an_event_tells_the_year() -> None:
    events = [{"kind": "fair", "title": "x", "days": [{"date": "2027-03-31"}]}]
    document = {"format": FORMAT, "title": "x", "events": events, "years": [{"fiscal_year": 2026}]}

    assert faults_of(encoded(document)) == ["years[0].fiscal_year: 2026 stands twice"]


def test_an_event_without_a_day_needs_a_year() -> None:
    document = {"format": FORMAT, "events": [{"kind": "fair", "title": "x"}]}

    assert faults_of(encoded(document)) == [
        "events[0].fiscal_year: missing, and the event has no day to tell it by"
    ]


def a_database() -> Known:
    return Known(
        zone=ZoneInfo("Asia/Tokyo"),
        groups={"saga"},
        bodies=[
            Body(1, "津市", "242012", None),
            Body(2, "センター", None, "center"),
            Body(3, "旧名町", "062022", None),
        ],
        partnerships={"other"},
        event_kinds={"r7-1": EventKind.FAIR},
    )


def test_a_file_may_name_what_the_database_holds() -> None:
    document = {
        "format": FORMAT,
        "organizations": [{"name": "新設町", "slug": "shinsetsu", "group": "saga"}],
        "events": [
            {
                "kind": "fair",
                "title": "x",
                "partnership": "other",
                "days": [{"date": "2026-05-01"}],
                "booths": [{"name": "b", "organizations": ["津市", "center", "062022"]}],
            }
        ],
        "plans": [{"fiscal_year": 2027, "no": 1, "title": "x", "from_event": "r7-1"}],
    }

    assert faults_of(encoded(document), a_database()) == []


def test_an_id_stays_with_its_kind() -> None:
    event = {"id": "r7-1", "kind": "training", "title": "x", "days": [{"date": "2026-05-01"}]}

    assert faults_of(encoded({"format": FORMAT, "events": [event]}), a_database()) == [
        'events[0].kind: "r7-1" is a fair in the database, not a training'
    ]


def test_an_organization_is_one_organization_of_the_database_and_keeps_its_addresses() -> None:
    organizations = [
        {"name": "津市", "slug": "center"},
        {"name": "センター", "slug": "other"},
        {"name": "旧名町", "code": "062090"},
        {"name": "新名町", "code": "062022"},
    ]

    assert faults_of(encoded({"format": FORMAT, "organizations": organizations}), a_database()) == [
        'organizations[0]: names more than one organization of the database: "津市", "センター"',
        'organizations[1].slug: "other" is "center" in the database',
        'organizations[2].code: "062090" is "062022" in the database',
        "organizations[3]: is the same organization as organizations[2]",
    ]


def test_the_old_name_of_a_renamed_organization_is_unknown() -> None:
    document = {
        "format": FORMAT,
        "organizations": [{"name": "新名町", "code": "062022"}],
        "activities": [{"no": 1, "title": "x", "organizations": ["旧名町"]}],
        "fiscal_year": 2026,
    }

    assert faults_of(encoded(document), a_database()) == [
        'activities[0].organizations[0]: "旧名町" is ' + NO_BODY
    ]
