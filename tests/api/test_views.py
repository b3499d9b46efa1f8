from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.headcount import Headcount, HeadcountUnit
from exchange.domain.note import NoteKind
from exchange.domain.registration import RegistrationStatus
from exchange.domain.series import Series
from tests.conftest import BASE_URL
from tests.factories import (
    a_day,
    a_group,
    a_hold,
    a_note,
    a_place,
    a_quota,
    a_registration,
    an_event,
    an_open_event,
    an_organization,
)
from tests.statements import statements

if TYPE_CHECKING:
    from datetime import datetime

    from tests.conftest import Browser

EVENTS, RECORDS = "/api/v1/events.json", "/api/v1/records.json"


def test_events_gives_every_public_fact_of_an_event(browser: Browser, noon: datetime) -> None:
    group = a_group("置賜地域", "okitama")
    an_organization("米沢市", code="062022", group=group)
    day = a_day(
        date(2026, 9, 26),
        time(13, 30),
        time(16, 30),
        places=[
            a_place("米沢市産業会館", groups=[group]),
            a_place(online=True, url="https://x.example"),
        ],
    )
    event = an_open_event(
        key="r8-koryu-1",
        theme="これからを考える",
        series=Series(name="交流研修"),
        round=1,
        days=[day],
        capacity=2,
        headcount=Headcount(total=20, unit=HeadcountUnit.PEOPLE, is_approximate=True),
    )
    a_registration(event)

    assert browser.get(EVENTS).json == {
        "total": 1,
        "page": 1,
        "pages": 1,
        "events": [
            {
                "key": "r8-koryu-1",
                "kind": "training",
                "title": "第1回交流研修",
                "fiscal_year": 2026,
                "series": "交流研修",
                "round": 1,
                "theme": "これからを考える",
                "days": [
                    {
                        "date": "2026-09-26",
                        "start": "13:30",
                        "end": "16:30",
                        "label": None,
                        "places": [
                            {"groups": ["okitama"], "venue": "米沢市産業会館", "online": False},
                            {"groups": [], "venue": None, "online": True},
                        ],
                    }
                ],
                "status": "planned",
                "organizations": ["米沢市"],
                "registration": {
                    "state": "open",
                    "capacity": 2,
                    "confirmed": 1,
                    "waiting": 0,
                    "free": 1,
                },
                "headcount": {"total": 20, "unit": "people", "approximate": True},
                "url": f"{BASE_URL}/trainings/r8-koryu-1",
                "ics": f"{BASE_URL}/trainings/r8-koryu-1.ics",
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["b-2023", "a-2022"]),
        ("?kind=fair", ["b-2023"]),
        ("?fiscal_year=2022", ["a-2022"]),
        ("?fiscal_year=令和5年度", ["b-2023"]),
        ("?organization=131032", ["a-2022"]),
        ("?organization=港区&kind=fair", []),
    ],
)
def test_events_are_narrowed_by_what_the_address_says(
    browser: Browser, query: str, keys: list[str]
) -> None:
    minato = a_group("港区", "minato")
    other = a_group("置賜地域", "okitama")
    an_organization("港区", code="131032", group=minato)
    an_event(key="a-2022", days=[a_day(date(2022, 9, 26), places=[a_place(groups=[minato])])])
    an_event(
        EventKind.FAIR,
        key="b-2023",
        days=[a_day(date(2023, 9, 26), places=[a_place(groups=[other])])],
    )

    assert [one["key"] for one in browser.get(EVENTS + query).json["events"]] == keys


def test_events_hold_no_draft_and_nothing_for_members_even_for_an_organizer(
    organizer: Browser,
) -> None:
    an_event(key="seen", notes=[a_note("森林")])
    an_event(key="draft", status=EventStatus.DRAFT, notes=[a_note("森林")])
    an_event(key="members", visibility=Visibility.MEMBERS, notes=[a_note("森林")])

    events, records = organizer.get(EVENTS).json, organizer.get(f"{RECORDS}?q=森林").json

    assert (events["total"], [one["key"] for one in events["events"]]) == (1, ["seen"])
    assert (records["total"], [one["event"] for one in records["records"]]) == (1, ["seen"])


def test_records_gives_what_was_said(browser: Browser) -> None:
    note = a_note(
        "森林に関する講義", "配分額の14%が基金に積み立てられている。", speaker="長野 麻子"
    )
    an_event(key="r4-koryu-3", title="第3回交流研修", notes=[note])

    assert browser.get(f"{RECORDS}?q=基金").json == {
        "total": 1,
        "page": 1,
        "pages": 1,
        "records": [
            {
                "id": note.id,
                "event": "r4-koryu-3",
                "event_title": "第3回交流研修",
                "heading": "森林に関する講義",
                "kind": "lecture",
                "speaker": "長野 麻子",
                "date": "2026-09-26",
                "snippet": "配分額の14%が基金に積み立てられている。",
                "url": f"{BASE_URL}/trainings/r4-koryu-3#note-{note.id}",
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "headings"),
    [("?kind=lecture", ["講義"]), ("?kind=seminar", ["感想"]), ("?speaker=長野", ["講義"])],
)
def test_records_are_narrowed_by_kind_of_note_kind_of_event_and_speaker(
    browser: Browser, query: str, headings: list[str]
) -> None:
    an_event(notes=[a_note("講義", speaker="長野 麻子"), a_note("まとめ", kind=NoteKind.SUMMARY)])
    an_event(EventKind.SEMINAR, notes=[a_note("感想", kind=NoteKind.IMPRESSIONS)])

    assert [one["heading"] for one in browser.get(RECORDS + query).json["records"]] == headings


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (f"{EVENTS}?fiscal_year=abc", "fiscal_year"),
        (f"{EVENTS}?kind=party", "kind"),
        (f"{EVENTS}?organization=nowhere", "organization"),
        (f"{EVENTS}?page=-1", "page"),
        (f"{EVENTS}?page=0", "page"),
        (f"{RECORDS}?kind=party", "kind"),
        (f"{RECORDS}?q=" + "森" * 201, "q"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_named(browser: Browser, path: str, field: str) -> None:
    answer = browser.get(path)

    assert answer.status_code == 422
    assert list(answer.json["error"]["fields"]) == [field]


def test_an_unknown_document_is_a_problem_in_json(browser: Browser) -> None:
    answer = browser.get("/api/v1/nothing.json")

    assert (answer.status_code, answer.json["error"]["status"]) == (404, 404)


def test_events_counts_places_as_held_and_limited_by_way(browser: Browser, noon: datetime) -> None:
    both = [a_day(places=[a_place(), a_place(online=True)])]
    event = an_open_event(capacity=10, onsite_capacity=2, online_capacity=3, days=both)
    a_registration(event)
    a_hold(event, an_organization(), places=1)

    found = browser.get(EVENTS).json["events"][0]["registration"]

    assert found == {"state": "open", "capacity": 10, "confirmed": 1, "waiting": 0, "free": 3}


def test_events_are_full_when_each_quota_of_those_invited_is(
    browser: Browser, noon: datetime
) -> None:
    group = a_group()
    event = an_open_event(capacity=10, days=[a_day(places=[a_place(groups=[group])])])
    a_quota(event, group=group, places=1)
    a_registration(event, organization=an_organization(group=group))

    found = browser.get(EVENTS).json["events"][0]["registration"]

    assert found == {"state": "full", "capacity": 10, "confirmed": 1, "waiting": 0, "free": 9}


def _matches(schema: dict[str, Any], value: Any, schemas: dict[str, Any]) -> bool:
    """Tell whether `value` has the keys that `schema` describes, all the way down."""
    if "$ref" in schema:
        return _matches(schemas[schema["$ref"].rpartition("/")[2]], value, schemas)
    if "oneOf" in schema:
        return any(_matches(one, value, schemas) for one in schema["oneOf"])
    if schema.get("type") == "object":
        return set(value) == set(schema["required"]) and all(
            _matches(schema["properties"][key], part, schemas) for key, part in value.items()
        )
    if schema.get("type") == "array":
        return all(_matches(schema["items"], part, schemas) for part in value)
    return value in schema["enum"] if "enum" in schema else True


def test_the_description_names_every_key_that_is_sent(browser: Browser) -> None:
    event = an_open_event(notes=[a_note()], headcount=Headcount(total=1))
    a_registration(event, status=RegistrationStatus.WAITING)
    schemas = browser.get("/api/v1/openapi.json").json["components"]["schemas"]

    assert _matches(schemas["Events"], browser.get(EVENTS).json, schemas)
    assert _matches(schemas["Records"], browser.get(RECORDS).json, schemas)


def test_events_sends_the_same_number_of_statements_for_one_event_and_three(
    browser: Browser,
) -> None:
    group = a_group()
    an_organization(group=group)

    def make() -> None:
        an_event(days=[a_day(places=[a_place(groups=[group])])], headcount=Headcount(total=1))

    make()
    with statements() as for_one:
        browser.get(EVENTS)
    make()
    make()
    with statements() as for_three:
        browser.get(EVENTS)

    assert len(for_three) == len(for_one)


NAMES = ["q", "kind", "fiscal_year", "organization", "speaker", "page"]


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    query=st.dictionaries(
        st.sampled_from(NAMES),
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(["-1", "2022", "R4", "\0", "%", "_", "９９９９", "x" * 10_000]),
        ),
    )
)
def test_no_query_string_brings_it_down(browser: Browser, query: dict[str, str]) -> None:
    for path in (EVENTS, RECORDS):
        assert browser.get(path, query_string=_sendable(query)).status_code in {200, 422}


def _sendable(query: dict[str, str]) -> dict[str, str]:
    """Make lone surrogates into what a client can put on the wire."""
    return {k: v.encode("utf-8", "replace").decode() for k, v in query.items()}
