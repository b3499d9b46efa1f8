"""A document is taken in whole, changes what differs, and nothing twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from exchange.domain.event import Event, EventStatus
from exchange.domain.group import Group
from exchange.domain.letter import LetterKind
from exchange.domain.organization import Organization
from exchange.domain.question import Answer
from exchange.domain.registration import RegistrationStatus
from exchange.domain.year import Year
from exchange.extensions import db
from exchange.publication import editions
from tests.factories import LONG_AGO, a_registration, an_event, an_organization
from tests.programme.documents import (
    EVERYTHING,
    FORMAT,
    GONE,
    YEAR,
    bent,
    everything,
    export,
    lost,
    snapshot,
    take_in,
)

if TYPE_CHECKING:
    from flask import Flask

LATER = datetime(2026, 6, 1, 3, tzinfo=UTC)


def the_event(key: str = "r8-1") -> Event:
    return db.session.scalars(select(Event).where(Event.key == key)).one()


def revisions() -> dict[str, int]:
    return {event.key: event.revision for event in db.session.scalars(select(Event))}


def in_days(*days: str, **more: object) -> dict[str, Any]:
    """Give a document of one published event on `days`."""
    event = {"id": "e", "kind": "training", "title": "x", "days": [{"date": d} for d in days]}
    return {"format": FORMAT, "fiscal_year": 2026, "events": [{**event, **more}]}


def days_of(key: str = "e") -> list[tuple[int, str, bool]]:
    """List number, date and whether it was struck out, of the days of an event."""
    db.session.expire_all()
    days = sorted(the_event(key).days, key=lambda day: day.number)
    return [(day.number, day.held_on.isoformat(), day.is_cancelled) for day in days]


def test_everything_that_is_taken_in_is_given_back(app: Flask) -> None:
    said = take_in(EVERYTHING)

    assert export() == EVERYTHING
    assert said == (
        "created: 3 groups, 3 organizations, 1 partnership, 3 events, 2 years, 3 activities, 2 plans"
    )


def test_nothing_of_the_demonstration_year_is_lost(app: Flask) -> None:
    take_in(YEAR)

    assert lost(YEAR, export()) == []


@pytest.mark.parametrize("document", [EVERYTHING, YEAR])
def test_the_same_document_changes_nothing_the_second_time(app: Flask, document: object) -> None:
    take_in(document)
    before = snapshot()

    said = take_in(document, at=LATER)

    assert said == "nothing to change"
    assert snapshot() == before


def test_the_same_document_in_other_words_changes_nothing(app: Flask) -> None:
    take_in(EVERYTHING)
    before = snapshot()
    document = everything()
    document["events"][0]["days"].reverse()
    document["events"][0]["registration"]["opens"] = "2026-07-01"
    document["events"][0]["registration"]["closes"] = "2026-09-01T08:00Z"
    document["events"][0]["registration"]["quotas"][0]["organization"] = "062022"
    document["events"][1]["booths"][0]["organizations"] = ["minato-ku", "062022"]
    document["organizations"][1].pop("slug")
    figures = document["events"][1]["attendance"]["parts"]
    figures[0] = {"day": 1, "total": 3000, "unit": "visitors", "approximate": True}
    figures[1]["organization"] = "062022"
    document["events"][0]["contact_email"] = "Soumu@example.lg.jp"

    said = take_in(document, at=LATER)

    assert said == "nothing to change"
    assert snapshot() == before


def test_only_what_differs_is_touched(app: Flask) -> None:
    take_in(EVERYTHING)
    edition = editions.current()

    said = take_in(bent("events", 1, "title", to="秋まつり"), at=LATER)

    assert said == "updated: 1 event"
    assert revisions() == {"r8-1": 1, "r8-fair": 2, "r8-seminar": 1}
    assert editions.current() == edition + 1


@pytest.mark.parametrize(
    ("steps", "value", "said"),
    [
        (("groups", 2, "name"), "財団", "updated: 1 group"),
        (("organizations", 2, "kana"), "せんたー", "updated: 1 organization"),
        (("partnerships", 0, "summary"), "", "updated: 1 partnership"),
        (("title",), "新しい題", "updated: 1 year"),
        (("settlement", "income", 0, "amount"), 1, "updated: 1 year"),
        (("activities", 0, "organizations"), ["米沢市", "港区"], "updated: 1 activity"),
        (("plans", 0, "from_event"), GONE, "updated: 1 plan"),
        (("years", 0, "settlement", "income", 0, "remark"), "x", "updated: 1 year"),
        (("events", 0, "registration", "quotas", 0, "places"), 11, "updated: 1 event"),
        (("events", 1, "booths", 0, "organizations"), ["米沢市", "港区"], "updated: 1 event"),
        (("events", 1, "notes", 0, "items", 1), "三行目。", "updated: 1 event"),
        (("events", 0, "notes", 0, "marks", 1, "level"), GONE, "updated: 1 event"),
        (("events", 0, "notes", 0, "marks", 0, "theme"), "酒", "updated: 1 event"),
        (("events", 1, "photos", 1, "caption"), "二枚目", "updated: 1 event"),
        (("events", 1, "photos", 0), GONE, "updated: 1 event"),
        (("events", 1, "materials", 0, "title"), GONE, "updated: 1 event"),
        (("plans", 0, "state"), "done", "updated: 1 plan"),
        (("plans", 0, "organizations", 0), "米沢市", "updated: 1 plan"),
        (("plans", 0, "progress", 1), GONE, "updated: 1 plan"),
        (("plans", 0, "events", 0), GONE, "updated: 1 plan"),
        (("plans", 0, "proposals", 1), GONE, "updated: 1 plan"),
        (("plans", 1, "proposals", 0, "text"), "一行目。", "updated: 1 plan"),
        (("events", 1, "attendance"), GONE, "updated: 1 event"),
        (("events", 2, "registration"), GONE, "updated: 1 event"),
        (("events", 0, "contact"), GONE, "updated: 1 event"),
        (("events", 0, "registration", "retention_days"), GONE, "updated: 1 event"),
        (("events", 0, "registration", "questions", 1, "choices", 0), "片道", "updated: 1 event"),
        (("events", 0, "registration", "questions", 3), GONE, "updated: 1 event"),
        (("events", 1, "attendance", "parts", 1, "total"), 13, "updated: 1 event"),
        (("events", 1, "attendance", "parts", 3), GONE, "updated: 1 event"),
        (("events", 2, "fiscal_year"), 2028, "updated: 1 event"),
    ],
)
def test_a_difference_is_taken_over(
    app: Flask, steps: tuple[str | int, ...], value: object, said: str
) -> None:
    take_in(EVERYTHING)
    edition = editions.current()
    document = bent(*steps, to=value)

    assert take_in(document, at=LATER) == said

    emptied = {"summary": ""} if value == "" else {}
    assert lost({k: v for k, v in document.items() if not emptied}, export()) == []
    assert editions.current() > edition
    assert take_in(document, at=LATER) == "nothing to change"


def test_what_the_file_does_not_name_is_left_alone(app: Flask) -> None:
    take_in(EVERYTHING)

    said = take_in({"format": FORMAT, "fiscal_year": 2026, "events": []}, at=LATER)

    assert said == "nothing to change"
    assert export() == EVERYTHING


def test_what_an_event_no_longer_lists_goes(app: Flask) -> None:
    take_in(EVERYTHING)
    bare = {"id": "r8-fair", "kind": "fair", "title": "まつり", "fiscal_year": 2026}

    take_in({"format": FORMAT, "events": [bare]}, at=LATER)

    files = {key: EVERYTHING["events"][1][key] for key in ("photos", "materials")}
    assert export()["events"][1] == {**bare, "status": "planned", "visibility": "public", **files}
    assert (the_event("r8-fair").headcount, the_event("r8-fair").booths) == (None, [])


def test_a_day_that_moves_keeps_its_number(app: Flask) -> None:
    take_in(in_days("2026-09-01", "2026-09-02"))

    take_in(in_days("2026-09-02", "2026-09-09"), at=LATER)

    assert days_of() == [(1, "2026-09-09", False), (2, "2026-09-02", False)]


def test_a_day_no_longer_listed_is_struck_out_and_comes_back(app: Flask) -> None:
    take_in(in_days("2026-09-01", "2026-09-02"))

    take_in(in_days("2026-09-02"), at=LATER)
    struck_out = days_of()
    listed = export()["events"][0]["days"]
    take_in(in_days("2026-09-01", "2026-09-02"), at=LATER)

    assert struck_out == [(1, "2026-09-01", True), (2, "2026-09-02", False)]
    assert listed == [{"date": "2026-09-02"}]
    assert days_of() == [(1, "2026-09-01", False), (2, "2026-09-02", False)]
    assert the_event("e").days[0].revision == 2


def test_a_day_of_a_draft_goes_when_it_is_no_longer_listed(app: Flask) -> None:
    take_in(in_days("2026-09-01", "2026-09-02", status="draft"))

    take_in(in_days("2026-09-02", status="draft"), at=LATER)

    assert days_of() == [(2, "2026-09-02", False)]


def test_a_day_of_a_draft_that_somebody_chose_is_struck_out(app: Flask) -> None:
    take_in(in_days("2026-09-01", "2026-09-02", status="draft"))
    a_registration(the_event("e"))

    take_in(in_days("2026-09-02", status="draft"), at=LATER)

    assert days_of() == [(1, "2026-09-01", True), (2, "2026-09-02", False)]


@pytest.mark.parametrize(("status", "year"), [("cancelled", 2025), ("planned", 2026)])
def test_the_year_of_struck_out_days_is_kept_unless_others_are_awaited(
    app: Flask, status: str, year: int
) -> None:
    take_in(in_days("2026-03-31"))
    document = {**in_days(status=status), "fiscal_year": 2026}

    take_in(document, at=LATER)

    assert take_in(document, at=LATER) == "nothing to change"
    assert export()["events"][0]["fiscal_year"] == year


def test_a_day_that_is_fixed_is_that_of_who_registered_and_told(app: Flask) -> None:
    take_in(in_days(expected="1月下旬", registration={}))
    registration = a_registration(the_event("e"))

    take_in(in_days("2027-01-26", expected="1月下旬", registration={}), at=LATER)

    assert registration.days == the_event("e").days
    assert [one.kind for one in registration.letters] == [LetterKind.EVENT_CHANGED]
    assert export()["events"][0]["expected"] == "1月下旬"


def test_two_parts_of_one_date_stay_apart(app: Flask) -> None:
    document = in_days("2026-09-01", "2026-09-01")
    document["events"][0]["days"][0] |= {"start": "09:00", "label": "午前"}
    document["events"][0]["days"][1] |= {"start": "13:00", "label": "午後"}
    take_in(document)
    document["events"][0]["days"].pop(0)

    take_in(document, at=LATER)

    assert days_of() == [(1, "2026-09-01", True), (2, "2026-09-01", False)]


def test_a_note_that_keeps_its_heading_stays_the_same_note(app: Flask) -> None:
    take_in(EVERYTHING)
    before = {note.heading: note.id for note in the_event("r8-fair").notes}
    document = everything()
    document["events"][1]["notes"].insert(0, {"heading": "はじめに", "items": ["新しい。"]})

    take_in(document, at=LATER)

    db.session.expire_all()
    after = {note.heading: note.id for note in the_event("r8-fair").notes}
    assert list(after) == ["はじめに", "まとめ", "種類なし"]
    assert before.items() <= after.items()


def test_an_event_without_an_id_gets_a_key_and_is_found_again(app: Flask) -> None:
    event = {"kind": "training", "title": "x", "days": [{"date": "2026-09-01"}]}
    undated = {"kind": "training", "title": "x", "fiscal_year": 2026}
    taken = {"kind": "training", "title": "y", "id": "training-2026-2", "fiscal_year": 2026}
    document: dict[str, Any] = {"format": FORMAT, "events": [event, undated, taken]}
    take_in(document)
    document["events"][0]["theme"] = "新しいテーマ"

    said = take_in(document, at=LATER)

    assert said == "updated: 1 event"
    assert revisions() == {"training-2026-1": 2, "training-2026-3": 1, "training-2026-2": 1}


def test_an_event_that_the_file_names_by_its_id_is_not_found_by_its_words(app: Flask) -> None:
    take_in(in_days("2026-09-01"))
    document = in_days("2026-09-01")
    document["events"].append({**document["events"][0], "id": None})

    said = take_in(document, at=LATER)

    assert said == "created: 1 event"
    assert sorted(revisions()) == ["e", "training-2026-1"]


def test_a_body_without_a_code_gets_a_slug_that_stays(app: Flask) -> None:
    body = {"name": "地域活性化センター"}
    take_in({"format": FORMAT, "organizations": [body]})

    take_in({"format": FORMAT, "organizations": [{**body, "code": "062022"}]}, at=LATER)

    assert export()["organizations"] == [
        {"code": "062022", "slug": "body-ba4a56de", "name": "地域活性化センター"}
    ]


def test_a_renamed_organization_is_found_by_its_code(app: Flask) -> None:
    take_in(EVERYTHING)
    document = everything()
    document["organizations"] = [{"code": "062022", "name": "新米沢市", "group": "okitama"}]
    for event in document["events"]:
        event.pop("booths", None)
        event.pop("registration", None)
        event.get("attendance", {}).pop("parts", None)
    document["activities"][0]["organizations"] = ["新米沢市"]

    take_in(document, at=LATER)

    assert [body.name for body in db.session.scalars(select(Organization).order_by("id"))] == [
        "新米沢市",
        "港区",
        "センター",
    ]


def test_a_renamed_group_reaches_the_calendars_of_the_events_that_show_it(app: Flask) -> None:
    take_in(EVERYTHING)

    said = take_in(
        {"format": FORMAT, "groups": [{"slug": "okitama", "name": "おきたま"}]}, at=LATER
    )

    assert said == "updated: 1 group"
    assert revisions() == {"r8-1": 2, "r8-fair": 2, "r8-seminar": 1}
    assert [day.revision for day in the_event("r8-1").days] == [1, 0]


@pytest.mark.parametrize(
    ("steps", "touched"),
    [
        (("organizations", 0, "kana"), "r8-fair"),  # its booth; the quota's event is r8-1
        (("partnerships", 0, "name"), "r8-1"),
    ],
)
def test_a_changed_body_reaches_the_events_that_name_it(
    app: Flask, steps: tuple[str | int, ...], touched: str
) -> None:
    take_in(EVERYTHING)

    take_in(bent(*steps, to="新しい名"), at=LATER)

    assert revisions()[touched] == 2
    assert revisions()["r8-seminar"] == 1


def test_days_of_one_hour_stay_in_the_order_of_the_file(app: Flask) -> None:
    document = in_days("2026-09-01", "2026-09-01")
    document["events"][0]["days"][0]["label"] = "会議室A"
    document["events"][0]["days"][1]["label"] = "会議室B"

    take_in(document)

    assert export()["events"][0]["days"] == document["events"][0]["days"]


def test_days_that_come_to_begin_at_one_hour_stay_in_the_order_of_the_file(app: Flask) -> None:
    take_in(EVERYTHING)
    document = bent("events", 1, "days", 1, "start", to="13:00")

    take_in(document, at=LATER)

    assert export() == document
    assert take_in(document, at=LATER) == "nothing to change"


def test_a_day_that_moved_changes_only_once(app: Flask) -> None:
    take_in(in_days("2026-09-01", "2026-09-02"))
    take_in(in_days("2026-09-02", "2026-09-09"), at=LATER)
    moved = [day.revision for day in the_event("e").days]

    take_in(in_days("2026-09-02", "2026-09-09", attendance={"total": 1}), at=LATER)

    assert [day.revision for day in the_event("e").days] == moved


def test_a_new_group_reaches_the_events_that_word_it(app: Flask) -> None:
    attendance = {"total": 1, "organizations": ["最上1市4町"]}
    take_in(in_days("2026-05-01", attendance=attendance))

    take_in({"format": FORMAT, "groups": [{"slug": "mogami", "name": "最上地域"}]}, at=LATER)

    groups = [part.group for part in the_event("e").audiences]
    assert groups == [db.session.scalars(select(Group)).one()]


def test_places_that_come_free_go_to_those_who_wait(app: Flask) -> None:
    full = in_days("2026-09-01", registration={"capacity": 1})
    take_in(full)
    a_registration(the_event("e"))
    waiting = a_registration(the_event("e"), status=RegistrationStatus.WAITING)
    full["events"][0]["registration"]["capacity"] = 2

    take_in(full, at=LATER)

    assert (waiting.status, waiting.changed_at) == (RegistrationStatus.CONFIRMED, LATER)


def test_a_larger_quota_lets_its_people_in(app: Flask) -> None:
    body = an_organization("団体")
    quota = {"organization": "団体", "onsite": 1}
    document = in_days("2026-09-01", registration={"quotas": [quota]})
    take_in(document)
    a_registration(the_event("e"), organization=body)
    waiting = a_registration(the_event("e"), organization=body, status=RegistrationStatus.WAITING)
    quota["onsite"] = 2

    take_in(document, at=LATER)

    assert waiting.status is RegistrationStatus.CONFIRMED


def asking(*texts: str, **more: object) -> dict[str, Any]:
    questions = [{"text": text} for text in texts]
    return in_days("2026-09-01", registration={"questions": questions}, **more)


def questions_of(key: str = "e") -> list[tuple[int, str, bool]]:
    """List number, text and whether it is retired, of the questions of an event in order."""
    db.session.expire_all()
    return [(one.number, one.text, one.is_retired) for one in the_event(key).questions]


def test_a_question_no_longer_asked_is_retired_with_its_answers_and_comes_back(
    app: Flask,
) -> None:
    take_in(asking("弁当", "バス"))
    lunch, _ = the_event("e").questions
    a_registration(the_event("e"), answers=[Answer(question=lunch, values=["要る"])])

    take_in(asking("バス", "資料"))
    without = questions_of()
    take_in(asking("弁当", "資料", "バス"))

    assert without == [(2, "バス", False), (3, "資料", False), (1, "弁当", True)]
    assert questions_of() == [(1, "弁当", False), (3, "資料", False), (2, "バス", False)]
    assert [one.values for one in db.session.scalars(select(Answer))] == [["要る"]]


def test_a_question_of_a_draft_goes_when_it_is_no_longer_asked(app: Flask) -> None:
    take_in(asking("弁当", "バス", status="draft"))

    take_in(asking("バス", status="draft"))

    assert questions_of() == [(2, "バス", False)]


def test_a_question_asked_in_another_kind_is_another_question(app: Flask) -> None:
    document = asking("弁当")
    take_in(document)
    document["events"][0]["registration"]["questions"][0]["kind"] = "yes_no"

    take_in(document)

    assert questions_of() == [(2, "弁当", False), (1, "弁当", True)]


def test_only_a_figure_that_differs_forgets_who_stated_it(app: Flask) -> None:
    counted = in_days("2026-05-10", attendance={"total": 9, "parts": []})
    figures = counted["events"][0]["attendance"]["parts"]
    figures += [{"date": "2026-05-10", "total": 4}, {"organization": "団体", "total": 5}]
    an_organization("団体")
    take_in(counted)
    headcount = the_event("e").headcount
    assert headcount
    for stated in (headcount, *headcount.parts):
        stated.stated_at = LONG_AGO
    figures[0]["total"] = 6

    take_in(counted, at=LATER)

    assert headcount.stated_at == LONG_AGO
    assert [(part.total, part.stated_at) for part in headcount.parts] == [(6, None), (5, LONG_AGO)]


def test_the_figure_of_a_day_that_is_struck_out_stays_unseen(app: Flask) -> None:
    figures = [{"date": "2026-05-10", "total": 4}, {"date": "2026-05-11", "total": 5}]
    take_in(in_days("2026-05-10", "2026-05-11", attendance={"parts": figures}))

    take_in(in_days("2026-05-11", attendance={"parts": figures[1:]}))
    shown = export()["events"][0]["attendance"]["parts"]
    take_in(in_days("2026-05-10", "2026-05-11", attendance={"parts": figures}))

    assert shown == figures[1:]
    assert export()["events"][0]["attendance"]["parts"] == figures


def test_what_is_usual_is_not_said(app: Flask) -> None:
    take_in(in_days("2026-09-01", registration={"retention_days": 365, "approval": False}))

    assert export()["events"][0].get("registration") == {}


def test_a_date_opens_with_its_day_and_closes_with_it(app: Flask) -> None:
    window = {"opens": "2026-07-01", "closes": "2026-07-31"}

    take_in(in_days("2026-09-01", registration=window))

    assert export()["events"][0]["registration"] == {
        "opens": "2026-07-01T00:00:00+09:00",
        "closes": "2026-07-31T23:59:00+09:00",
    }


def test_a_file_that_says_nothing_of_a_year_makes_none(app: Flask) -> None:
    take_in({"format": FORMAT, "events": in_days("2026-09-01")["events"]})

    assert db.session.scalars(select(Year)).all() == []


def test_what_is_not_said_of_a_year_is_left_alone(app: Flask) -> None:
    take_in(EVERYTHING)

    take_in({"format": FORMAT, "fiscal_year": 2026, "host": "別の事務局"}, at=LATER)

    assert export() == {**EVERYTHING, "host": "別の事務局"}


def test_the_export_of_a_year_holds_what_belongs_to_it(app: Flask) -> None:
    take_in(EVERYTHING)
    bodies = {key: EVERYTHING[key] for key in ("groups", "organizations", "partnerships")}
    years = {year: export(year) for year in (2024, 2025, 2026, 2027)}

    assert years == {
        2024: {"format": FORMAT, "fiscal_year": 2024, **bodies},
        2025: {"format": FORMAT, **EVERYTHING["years"][0], **bodies},
        2026: {
            k: v
            for k, v in {
                **bent("plans", 0, "events", to=["r8-1"]),
                "events": EVERYTHING["events"][:2],
            }.items()
            if k != "years"
        },
        2027: {"format": FORMAT, "fiscal_year": 2027, **bodies, "events": EVERYTHING["events"][2:]},
    }


def test_a_plan_belongs_to_the_year_of_its_event_or_else_to_the_year_before(app: Flask) -> None:
    document = in_days("2026-09-01")
    document["plans"] = [
        {"fiscal_year": 2028, "no": 1, "title": "a", "from_event": "e"},
        {"fiscal_year": 2028, "no": 2, "title": "b"},
    ]
    take_in(document)

    plans = {year: export(year).get("plans", []) for year in (2026, 2027, 2028)}

    assert plans == {2026: document["plans"][:1], 2027: document["plans"][1:], 2028: []}


def test_events_that_others_made_are_given_too(app: Flask) -> None:
    an_event(title="フォームから", key="training-2026-9", status=EventStatus.CANCELLED)

    assert [event["id"] for event in export()["events"]] == ["training-2026-9"]
    assert the_event("training-2026-9").first_on == date(2026, 9, 26)
