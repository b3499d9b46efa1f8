"""Every wrong value is found, and said with the path to it."""

from __future__ import annotations

import pytest

from tests.programme.documents import (
    EVERYTHING,
    FORMAT,
    GONE,
    bent,
    encoded,
    everything,
    faults_of,
)

DAY = ("events", 0, "days", 0)
NO_BODY = "not an organization of the file or the database"
NO_EVENT = "not an event of the file or the database"
NO_GROUP = "not a group of the file or the database"
NOTE_KINDS = "lecture, group_work, discussion, site_visit, presentation, impressions or summary"
QUESTION_KINDS = "text, choice, choices or yes_no"
REGISTRATION = ("events", 0, "registration")
TWO_DAYS = "more than one day: say which by its number, day"
MARKS = ("events", 0, "notes", 0, "marks")
MARKED = "events[0].notes[0].marks"
PHOTOS = ("events", 1, "photos")
FIGURES = ("events", 1, "attendance", "parts")


def test_null_is_the_same_as_leaving_a_key_out() -> None:
    document = bent("events", 0, "theme", to=None)
    document["settlement"] = document["events"][0]["days"][1]["start"] = None

    assert faults_of(encoded(document)) == []


@pytest.mark.parametrize(
    ("steps", "value", "fault"),
    [
        # shape
        (("format",), GONE, "format: missing"),
        (("format",), "exchange-programme/2", f'format: "exchange-programme/2" is not {FORMAT}'),
        (("colour",), 1, "colour: unknown key"),
        (("the colour",), None, '["the colour"]: unknown key'),
        (("\ud800",), 1, '["\\\\ud800"]: unknown key'),
        (("plans",), {}, "plans: {} is not a list"),
        (("events", 1), "x", 'events[1]: "x" is not an object'),
        (("events", 0, "kind"), GONE, "events[0].kind: missing"),
        (("events", 0, "kind"), None, "events[0].kind: missing"),
        (
            ("events", 0, "kind"),
            "course",
            'events[0].kind: "course" is not one of training, fair or seminar',
        ),
        (("events", 0, "title"), GONE, "events[0].title: missing"),
        (("events", 0, "title"), " \u3000", 'events[0].title: " \\u3000" is empty'),
        (("events", 0, "title"), 5, "events[0].title: 5 is not text"),
        (("events", 0, "title"), ["a"], "events[0].title: […] is not text"),
        (
            ("events", 0, "title"),
            "a\0b",
            'events[0].title: "a\\u0000b" holds characters that cannot be stored',
        ),
        (
            ("events", 0, "theme"),
            "\x1b[2J",
            'events[0].theme: "\\u001b[2J" holds characters that cannot be stored',
        ),
        (
            ("events", 0, "theme"),
            "\ud83d",
            'events[0].theme: "\\ud83d" holds characters that cannot be stored',
        ),
        (
            ("events", 0, "series"),
            "あ" * 301,
            f'events[0].series: "{"あ" * 60}…" is longer than 300 characters',
        ),
        (
            ("events", 1, "id"),
            "研修",
            'events[1].id: "研修" is not an id of 1 to 64 letters, digits, - and _',
        ),
        (
            ("events", 1, "id"),
            "-a",
            'events[1].id: "-a" is not an id of 1 to 64 letters, digits, - and _',
        ),
        (
            ("events", 1, "id"),
            "a" * 65,
            f'events[1].id: "{"a" * 60}…" is not an id of 1 to 64 letters, digits, - and _',
        ),
        (("events", 0, "round"), 0, "events[0].round: 0 is less than 1"),
        (("events", 0, "round"), True, "events[0].round: true is not a whole number"),
        (("events", 0, "round"), "1", 'events[0].round: "1" is not a whole number'),
        (
            ("events", 0, "status"),
            "done",
            'events[0].status: "done" is not one of draft, planned, held or cancelled',
        ),
        (
            ("events", 0, "visibility"),
            1,
            "events[0].visibility: 1 is not one of public or members",
        ),
        (
            ("events", 0, "fiscal_year"),
            2025,
            "events[0].fiscal_year: 2025 is not the fiscal year of the first day, which is in 2026",
        ),
        # days and places
        ((*DAY, "date"), GONE, "events[0].days[0].date: missing"),
        ((*DAY, "date"), "2026-02-30", 'events[0].days[0].date: "2026-02-30" is not a date'),
        ((*DAY, "date"), "R8.9.26", 'events[0].days[0].date: "R8.9.26" is not a date'),
        ((*DAY, "date"), 20260926, "events[0].days[0].date: 20260926 is not a date"),
        (
            (*DAY, "date"),
            "1600-01-01",
            'events[0].days[0].date: "1600-01-01" is not between the years 1873 and 2999',
        ),
        ((*DAY, "start"), "25:00", 'events[0].days[0].start: "25:00" is not a time'),
        ((*DAY, "start"), "９:00", 'events[0].days[0].start: "９:00" is not a time'),
        ((*DAY, "start"), 1330, "events[0].days[0].start: 1330 is not a time"),
        ((*DAY, "start"), GONE, "events[0].days[0].end: stands without a start"),
        (
            (*DAY, "end"),
            "13:30",
            'events[0].days[0].end: "13:30" is not after the start "13:30"',
        ),
        (
            (*DAY, "places", 0),
            {"groups": ["okitama"]},
            "events[0].days[0].places[0]: is neither a venue nor online",
        ),
        (
            (*DAY, "places", 0, "url"),
            "https://a.example",
            "events[0].days[0].places[0].url: stands at a place that is not online",
        ),
        (
            (*DAY, "places", 0, "online"),
            "yes",
            'events[0].days[0].places[0].online: "yes" is neither true nor false',
        ),
        (
            (*DAY, "places", 0, "groups"),
            ["okitama", "saga"],
            'events[0].days[0].places[0].groups[1]: "saga" is ' + NO_GROUP,
        ),
        (
            (*DAY, "places", 0, "groups"),
            ["okitama", "okitama"],
            'events[0].days[0].places[0].groups[1]: "okitama" stands twice',
        ),
        # registration
        (
            (*REGISTRATION, "closes"),
            "2026-06-30",
            "events[0].registration.closes: is not after the moment it opens",
        ),
        (
            (*REGISTRATION, "opens"),
            "2026-07-01 09:00",
            'events[0].registration.opens: "2026-07-01 09:00" is not a date-time',
        ),
        (
            (*REGISTRATION, "opens"),
            "2026-07-01T09:00+99:00",
            'events[0].registration.opens: "2026-07-01T09:00+99:00" is not a date-time',
        ),
        (
            (*REGISTRATION, "opens"),
            "2026-06-31",
            'events[0].registration.opens: "2026-06-31" is not a date',
        ),
        (
            (*REGISTRATION, "capacity"),
            -1,
            "events[0].registration.capacity: -1 is less than 0",
        ),
        (
            (*REGISTRATION, "quotas", 0, "group"),
            "okitama",
            "events[0].registration.quotas[0]: names both an organization and a group",
        ),
        (
            (*REGISTRATION, "quotas", 0, "organization"),
            GONE,
            "events[0].registration.quotas[0]: names neither an organization nor a group",
        ),
        (
            (*REGISTRATION, "quotas", 0, "organization"),
            "津市",
            'events[0].registration.quotas[0].organization: "津市" is ' + NO_BODY,
        ),
        (
            (*REGISTRATION, "quotas", 1),
            {"organization": "062022", "places": 1},
            'events[0].registration.quotas[1].organization: "062022" stands twice',
        ),
        (
            (*REGISTRATION, "quotas", 1, "online"),
            GONE,
            "events[0].registration.quotas[1].places: missing",
        ),
        (
            (*REGISTRATION, "quotas", 1, "online"),
            -1,
            "events[0].registration.quotas[1].online: -1 is less than 0",
        ),
        (
            (*REGISTRATION, "offer_hours"),
            0,
            "events[0].registration.offer_hours: 0 is less than 1",
        ),
        (
            (*REGISTRATION, "retention_days"),
            36_501,
            "events[0].registration.retention_days: 36501 is more than 36500",
        ),
        (
            (*REGISTRATION, "quotas_released_on"),
            "8月",
            'events[0].registration.quotas_released_on: "8月" is not a date',
        ),
        (
            (*REGISTRATION, "questions", 0, "text"),
            GONE,
            "events[0].registration.questions[0].text: missing",
        ),
        (
            (*REGISTRATION, "questions", 0, "text"),
            "弁当\nバス",
            'events[0].registration.questions[0].text: "弁当\\nバス" is more than one line',
        ),
        (
            (*REGISTRATION, "questions", 1, "text"),
            "お弁当",
            'events[0].registration.questions[1].text: "お弁当" stands twice',
        ),
        (
            (*REGISTRATION, "questions", 0, "kind"),
            "number",
            'events[0].registration.questions[0].kind: "number" is not one of ' + QUESTION_KINDS,
        ),
        (
            (*REGISTRATION, "questions", 1, "choices"),
            GONE,
            "events[0].registration.questions[1].choices: names no two choices",
        ),
        (
            (*REGISTRATION, "questions", 2, "choices"),
            ["紙", "紙"],
            'events[0].registration.questions[2].choices[1]: "紙" stands twice',
        ),
        (
            (*REGISTRATION, "questions", 0, "choices"),
            ["はい", "いいえ"],
            "events[0].registration.questions[0].choices: stands at a question of the kind yes_no",
        ),
        # the other parts of an event
        (
            ("events", 0, "contact_email"),
            "総務課",
            'events[0].contact_email: "総務課" is not a mail address',
        ),
        (
            ("events", 2, "expected"),
            "1月下旬\n2月上旬",
            'events[2].expected: "1月下旬\\n2月上旬" is more than one line',
        ),
        (
            ("events", 2, "expected"),
            "春" * 301,
            f'events[2].expected: "{"春" * 60}…" is longer than 300 characters',
        ),
        ((*FIGURES, 0, "total"), GONE, "events[1].attendance.parts[0].total: missing"),
        (
            (*FIGURES, 0, "date"),
            GONE,
            "events[1].attendance.parts[0]: names neither a day nor an organization",
        ),
        (
            (*FIGURES, 0, "day"),
            1,
            "events[1].attendance.parts[0]: names a day by its date and by its number",
        ),
        (
            (*FIGURES, 1, "organization"),
            "港",
            'events[1].attendance.parts[1].organization: "港" is ' + NO_BODY,
        ),
        (
            (*FIGURES, 0, "date"),
            "2026-05-12",
            'events[1].attendance.parts[0].date: "2026-05-12" is not a day of the event',
        ),
        (
            (*FIGURES, 0, "date"),
            "2026-05-11",
            'events[1].attendance.parts[0].date: "2026-05-11" is ' + TWO_DAYS,
        ),
        (
            (*FIGURES, 2, "day"),
            4,
            "events[1].attendance.parts[2].day: 4 is more days than the event has",
        ),
        (
            (*FIGURES, 1),
            {"day": 1, "total": 5},
            "events[1].attendance.parts[1]: is another figure for the same day and organization",
        ),
        (
            ("events", 0, "partnership"),
            "x",
            'events[0].partnership: "x" is not a partnership of the file or the database',
        ),
        (("events", 0, "speakers", 0, "name"), "", 'events[0].speakers[0].name: "" is empty'),
        (("events", 1, "attendance", "total"), -3, "events[1].attendance.total: -3 is less than 0"),
        (
            ("events", 1, "attendance", "total"),
            3.5,
            "events[1].attendance.total: 3.5 is not a whole number",
        ),
        (
            ("events", 1, "attendance", "unit"),
            "人",
            'events[1].attendance.unit: "人" is not one of people or visitors',
        ),
        (
            ("events", 1, "booths", 0, "organizations"),
            ["米沢市", "062022"],
            'events[1].booths[0].organizations[1]: "062022" stands twice',
        ),
        (
            ("events", 1, "booths", 0, "organizations", 0),
            "港",
            'events[1].booths[0].organizations[0]: "港" is ' + NO_BODY,
        ),
        (
            ("events", 1, "notes", 0, "kind"),
            "speech",
            f'events[1].notes[0].kind: "speech" is not one of {NOTE_KINDS}',
        ),
        (
            ("events", 1, "notes", 0, "items"),
            "一行",
            'events[1].notes[0].items: "一行" is not a list',
        ),
        (
            ("events", 1, "notes", 0, "items"),
            [None],
            "events[1].notes[0].items[0]: null is not text",
        ),
        # bodies
        (
            ("groups", 2, "slug"),
            "Jcrd",
            'groups[2].slug: "Jcrd" is not a slug of a-z, 0-9 and -',
        ),
        (("groups", 0, "name"), GONE, "groups[0].name: missing"),
        (
            ("organizations", 0, "code"),
            "62022",
            'organizations[0].code: "62022" is not a code of six digits',
        ),
        (("organizations", 0, "code"), 62022, "organizations[0].code: 62022 is not text"),
        (
            ("organizations", 0, "code"),
            "062023",
            'organizations[0].code: "062023" has a wrong check digit',
        ),
        (
            ("organizations", 2, "slug"),
            "062022",
            'organizations[2].slug: "062022" looks like a code, not like a slug',
        ),
        (
            ("organizations", 0, "group"),
            "x",
            'organizations[0].group: "x" is ' + NO_GROUP,
        ),
        (
            ("partnerships", 0, "groups", 1),
            "x",
            'partnerships[0].groups[1]: "x" is ' + NO_GROUP,
        ),
        (("partnerships", 0, "since"), 19, "partnerships[0].since: 19 is less than 1873"),
        # the year
        (("fiscal_year",), "2026", 'fiscal_year: "2026" is not a year'),
        (("activities", 1, "no"), 1, "activities[1].no: 1 stands twice"),
        (("activities", 1, "no"), 0, "activities[1].no: 0 is less than 1"),
        (
            ("activities", 1, "organizations"),
            ["x"],
            'activities[1].organizations[0]: "x" is ' + NO_BODY,
        ),
        (
            ("settlement", "income", 0, "amount"),
            0.5,
            "settlement.income[0].amount: 0.5 is not a whole number of yen",
        ),
        (
            ("settlement", "income", 0, "amount"),
            1000.0,
            "settlement.income[0].amount: 1000.0 is not a whole number of yen",
        ),
        (
            ("settlement", "income", 0, "amount"),
            "1,000",
            'settlement.income[0].amount: "1,000" is not a whole number of yen',
        ),
        (
            ("settlement", "income", 0, "amount"),
            10**16,
            "settlement.income[0].amount: 10000000000000000 is more than 1000000000000000",
        ),
        (
            ("settlement", "currency"),
            "円",
            'settlement.currency: "円" is not a currency such as JPY',
        ),
        (
            ("plans", 0, "from_event"),
            "r7-1",
            'plans[0].from_event: "r7-1" is not an event of the file or the database',
        ),
        (("years", 0, "fiscal_year"), 2026, "years[0].fiscal_year: 2026 stands twice"),
        # lines
        ((*MARKS, 0, "item"), GONE, f"{MARKED}[0].item: missing"),
        ((*MARKS, 0, "item"), True, f"{MARKED}[0].item: true is not a whole number"),
        ((*MARKS, 0, "item"), -1, f"{MARKED}[0].item: -1 is less than 0"),
        ((*MARKS, 2, "item"), 4, f"{MARKED}[2].item: 4 is not one of the items, counted from 0"),
        ((*MARKS, 2, "item"), 1, f"{MARKED}[2].item: 1 stands twice"),
        ((*MARKS, 1, "level"), 0, f"{MARKED}[1].level: 0 is less than 1"),
        ((*MARKS, 1, "level"), 2, f"{MARKED}[1].level: 2 is more than 1"),
        ((*MARKS, 1, "level"), "1", f'{MARKED}[1].level: "1" is not a whole number'),
        (
            (*MARKS, 0, "level"),
            1,
            f"{MARKED}[0].level: stands at the first line, which is under no other",
        ),
        ((*MARKS, 1, "speaker"), "a\nb", f'{MARKED}[1].speaker: "a\\nb" is more than one line'),
        ((*MARKS, 1, "proposal"), 1, f"{MARKED}[1].proposal: 1 is neither true nor false"),
        ((*MARKS, 1, "by"), "x", f"{MARKED}[1].by: unknown key"),
        (MARKS, {}, f"{MARKED}: {{}} is not a list"),
        # files
        ((*PHOTOS, 0, "id"), GONE, "events[1].photos[0].id: missing"),
        (
            (*PHOTOS, 0, "id"),
            "../p2",
            'events[1].photos[0].id: "../p2" is not an id of 1 to 64 letters, digits, - and _',
        ),
        (
            (*PHOTOS, 0, "id"),
            "-2",
            'events[1].photos[0].id: "-2" is not an id of 1 to 64 letters, digits, - and _',
        ),
        (
            (*PHOTOS, 1, "name"),
            "a/b.png",
            'events[1].photos[1].name: "a/b.png" is not the name of a file without its folder',
        ),
        ((*PHOTOS, 1, "id"), "p-hoto_1", 'events[1].photos[1].id: "p-hoto_1" stands twice'),
        ((*PHOTOS, 0, "id"), "p2", 'events[1].photos[1].id: "p2" stands twice'),
        ((*PHOTOS, 1, "name"), "", 'events[1].photos[1].name: "" is empty'),
        ((*PHOTOS, 1, "title"), "x", "events[1].photos[1].title: unknown key"),
        (("events", 1, "materials", 0, "id"), "p2", 'events[1].materials[0].id: "p2" stands twice'),
        (("events", 1, "materials", 0, "alt"), "x", "events[1].materials[0].alt: unknown key"),
        # plans
        (
            ("plans", 0, "state"),
            "started",
            'plans[0].state: "started" is not one of considered, under_way, done or dropped',
        ),
        (("plans", 0, "organizations", 0), "x", f'plans[0].organizations[0]: "x" is {NO_BODY}'),
        (
            ("plans", 0, "organizations", 0),
            "131032",
            'plans[0].organizations[1]: "港区" stands twice',
        ),
        (("plans", 0, "progress", 0, "date"), GONE, "plans[0].progress[0].date: missing"),
        (
            ("plans", 0, "progress", 0, "date"),
            "2026-02-29",
            'plans[0].progress[0].date: "2026-02-29" is not a date',
        ),
        (("plans", 0, "progress", 0, "text"), " ", 'plans[0].progress[0].text: " " is empty'),
        (("plans", 0, "events", 0), "r7-1", f'plans[0].events[0]: "r7-1" is {NO_EVENT}'),
        (("plans", 0, "events", 1), "r8-1", 'plans[0].events[1]: "r8-1" stands twice'),
        (
            ("plans", 0, "proposals", 0, "event"),
            "r7-1",
            f'plans[0].proposals[0].event: "r7-1" is {NO_EVENT}',
        ),
        (("plans", 0, "proposals", 0, "text"), GONE, "plans[0].proposals[0].text: missing"),
    ],
)
def test_a_wrong_value_is_a_fault(steps: tuple[str | int, ...], value: object, fault: str) -> None:
    assert faults_of(encoded(bent(*steps, to=value))) == [fault]


def test_a_number_too_long_to_be_read_is_a_fault() -> None:
    content = encoded(EVERYTHING).replace(b'"capacity": 30', b'"capacity": ' + b"9" * 5000)

    assert faults_of(content) == [
        f"events[0].registration.capacity: {'9' * 40} is more than 2147483647"
    ]


def a_twin(section: str, **differences: object) -> bytes:
    """Give the document with the first item of `section` once more, but for `differences`."""
    document = everything()
    document[section].append({**document[section][0], **differences})
    return encoded(document)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (a_twin("groups"), 'groups[3].slug: "okitama" stands twice'),
        (a_twin("organizations", name="x"), 'organizations[3].code: "062022" stands twice'),
        (a_twin("organizations", code="062090"), 'organizations[3].name: "米沢市" stands twice'),
        (a_twin("partnerships"), 'partnerships[1].slug: "okitama-minato" stands twice'),
        (a_twin("events", title="x"), 'events[3].id: "r8-1" stands twice'),
        (
            a_twin("events", id="x", photos=[{"id": "m1", "name": "1.png"}]),
            'events[3].photos[0].id: "m1" stands twice',
        ),
        (a_twin("plans"), "plans[2].no: 1 stands twice in 2027"),
        (a_twin("activities"), "activities[2].no: 1 stands twice"),
        (a_twin("years"), "years[1].fiscal_year: 2025 stands twice"),
    ],
)
def test_what_stands_twice_is_a_fault(content: bytes, fault: str) -> None:
    assert faults_of(content) == [fault]


def test_the_same_number_in_another_year_is_no_fault() -> None:
    assert faults_of(a_twin("plans", fiscal_year=2028)) == []
