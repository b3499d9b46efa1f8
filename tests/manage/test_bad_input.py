"""Whatever is sent: nothing breaks, and nothing that was typed is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.event import EventKind
from tests.factories import a_note, an_event
from tests.typed import typed

if TYPE_CHECKING:
    from tests.conftest import Browser

MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FORM = "application/x-www-form-urlencoded"

nasty = st.sampled_from(
    [
        "\0",
        "\ud800",
        "あ" * 10_000,
        "１２３",
        "９" * 5_000,
        "令和8年13月45日",
        "R0.0.0",
        "9999-12-31",
        "0001-01-01",
        "H31.4.30",
        "24:00",
        "-1",
        "²",
        "1e9",
        "99999999999",
        "<script>alert(1)</script>",
        "'; DROP TABLE event; --",
        "%(gap)s",
        "{{ 7 * 7 }}",
        "\u202e\ufeff\u2028",
        "http://[::1",
        "https://example.jp:99999999/",
        "cancelled",
        "draft",
        "\r\n",
    ]
)
text = st.one_of(
    nasty, st.text(max_size=20), st.text("0123456789０１R令和年月日:.-/ ", max_size=12)
)
index = st.one_of(
    st.integers(0, 3).map(str), st.sampled_from(["999999", "-1", "abc", "²", "９", "", "0" * 30])
)
day_fields = st.sampled_from(["held_on", "starts", "ends", "label", "number"])
place_fields = st.sampled_from(["groups", "venue", "address", "online", "url", "places-0-venue"])
speaker_fields = st.sampled_from(["name", "affiliation", "position", "remote"])
booth_fields = st.sampled_from(["name", "kind", "organizations", "offers"])
quota_fields = st.sampled_from(["whom", "places", "onsite", "online"])
question_fields = st.sampled_from(["number", "text", "kind", "choices", "is_required"])
note_fields = st.sampled_from(["heading", "kind", "speaker", "lines", "id"])
event_names = st.one_of(
    st.sampled_from(
        [
            "title",
            "series",
            "round",
            "theme",
            "partnership",
            "organizer",
            "fiscal_year",
            "takes_registrations",
            "opens_on",
            "opens_time",
            "closes_on",
            "closes_time",
            "capacity",
            "contact",
            "contact_email",
            "onsite_capacity",
            "online_capacity",
            "released_on",
            "needs_approval",
            "offer_hours",
            "reminder_days",
            "retention_days",
            "quotas",
            "questions-",
            "visibility",
            "status",
            "revision",
            "programme",
            "tier",
            "provider",
            "days",
            "days-",
            "speakers",
        ]
    ),
    st.builds("days-{}-{}".format, index, day_fields),
    st.builds("days-{}-places-{}-{}".format, index, index, place_fields),
    st.builds("speakers-{}-{}".format, index, speaker_fields),
    st.builds("booths-{}-{}".format, index, booth_fields),
    st.builds("quotas-{}-{}".format, index, quota_fields),
    st.builds("questions-{}-{}".format, index, question_fields),
)
note_names = st.one_of(
    st.builds("notes-{}-{}".format, index, note_fields), st.sampled_from(["revision", "notes"])
)
rows = st.sampled_from(["day", "place", "speaker", "booth", "quota", "question", "note", "cat"])
buttons = st.dictionaries(
    st.builds("{}_{}".format, st.sampled_from(["add", "remove", "raise", "lower"]), rows),
    st.one_of(
        index,
        st.builds("{}-{}".format, index, index),
        st.sampled_from(["lunch", "bus", "every"]),
        text,
    ),
    max_size=1,
)


def encoded(fields: dict[str, str]) -> bytes:
    return urlencode(fields, errors="surrogatepass", quote_via=quote).encode()


TYPED = re.compile(
    r"(title|series|round|theme|organizer|opens_on|opens_time|closes_on|closes_time|capacity"
    r"|contact|contact_email|onsite_capacity|online_capacity|released_on|offer_hours|reminder_days"
    r"|quotas-[0-9]{1,6}-(places|onsite|online)|questions-[0-9]{1,6}-(text|choices)"
    r"|days-[0-9]{1,6}-(held_on|starts|ends|label)"
    r"|days-[0-9]{1,6}-places-[0-9]{1,6}-(venue|address|url)"
    r"|speakers-[0-9]{1,6}-(name|affiliation|position)"
    r"|notes-[0-9]{1,6}-(heading|speaker|lines))"
)
"""What people type into every form; the rest is chosen or hidden."""


def bare(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def lost(sent: dict[str, str], shown: dict[str, list[str]]) -> dict[str, str]:
    """Give what was typed and is not on the page any more. Halves of characters never arrive."""
    there = {bare(value) for values in shown.values() for value in values}
    return {
        name: value
        for name, value in sent.items()
        if TYPED.fullmatch(name) and not HALF.search(value) and bare(value) not in there
    }


HALF = re.compile("[\ud800-\udfff]")


def send(browser: Browser, path: str, fields: dict[str, str]) -> None:
    token = browser.csrf_token("/manage/")

    answer = browser.post_bare(
        path, data=encoded({**fields, "csrf_token": token}), content_type=FORM
    )

    assert answer.status_code in {200, 303, 422}
    if answer.status_code != 303 and not any(name.startswith("remove") for name in fields):
        assert lost(fields, typed(answer)) == {}


@MANY
@given(
    kind=st.sampled_from(EventKind),
    fields=st.dictionaries(event_names, text, max_size=25),
    button=buttons,
)
def test_a_new_event(
    organizer: Browser, kind: EventKind, fields: dict[str, str], button: dict[str, str]
) -> None:
    send(organizer, f"/manage/{kind.plural}/new", {**fields, **button})


@MANY
@given(fields=st.dictionaries(event_names, text, max_size=25), button=buttons)
def test_an_event_that_is_edited(
    organizer: Browser, fields: dict[str, str], button: dict[str, str]
) -> None:
    event = an_event(title="研修")

    send(organizer, f"/manage/trainings/{event.key}/edit", {**fields, **button})


@MANY
@given(fields=st.dictionaries(note_names, text, max_size=20), button=buttons)
def test_notes(organizer: Browser, fields: dict[str, str], button: dict[str, str]) -> None:
    event = an_event(notes=[a_note()])

    send(organizer, f"/manage/trainings/{event.key}/notes", {**fields, **button})


@MANY
@given(
    query=st.dictionaries(
        st.sampled_from(["q", "kind", "status", "fiscal_year", "page"]), st.one_of(text, index)
    )
)
def test_the_filters_of_the_desk(organizer: Browser, query: dict[str, str]) -> None:
    answer = organizer.get(f"/manage/?{encoded(query).decode()}")

    assert answer.status_code in {200, 422}
