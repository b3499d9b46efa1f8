"""Facets: every count is what following its link finds, for whoever reads."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.note import Note, NoteKind
from exchange.domain.series import Series
from exchange.extensions import db
from exchange.lib.text import fold
from exchange.lib.wareki import parse_fiscal_year
from exchange.publication.audience import organizations_of
from exchange.records.narrowing import VALUES_SHOWN
from exchange.search.query import Words, parse
from tests.conftest import Browser
from tests.factories import a_note, an_account, an_event, an_organization
from tests.records.a_collection import NAMES, a_collection
from tests.records.test_showing import words_typed
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event

OFFERED = re.compile(
    r'<a class="facet__value" href="([^"]*)">.*?<span class="facet__number">\(([\d,]+)\)'
)
CHIP = re.compile(r'<a class="chip" href="([^"]*)">')
NUMBER = re.compile(r'class="section__title">開催記録 ([\d,]+)件')


def follow(browser: Browser, link: str) -> TestResponse:
    return browser.get(html.unescape(link))


def total(answer: TestResponse) -> int:
    found = NUMBER.search(answer.text)
    return int(found[1].replace(",", "")) if found else 0


def ids(answer: TestResponse) -> list[int]:
    return [int(one) for one in re.findall(r'#note-(\d+)"', answer.text)]


def reading(app: Flask, role: Role | None) -> Browser:
    return Browser(app) if role is None else Browser(app).sign_in(an_account(role))


READERS = [None, Role.STAFF, Role.ORGANIZER]


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize(
    "asked",
    [
        {"q": "の"},
        {"q": "森 OR ガス", "kind": "training"},
        {"q": "研修", "block": "lecture", "order": "relevance"},
        {"speaker": "林"},
        {"fiscal_year": "2020", "organization": "団体1"},
        {"q": "どこにもない", "fiscal_year": "2021"},
    ],
)
def test_each_count_is_what_its_link_finds(
    app: Flask, role: Role | None, asked: dict[str, str]
) -> None:
    a_collection(events=12)
    browser = reading(app, role)

    page = browser.get("/records/", query_string=urlencode(asked))

    told = {link: int(number.replace(",", "")) for link, number in OFFERED.findall(page.text)}
    assert {link: total(follow(browser, link)) for link in told} == told
    assert 0 not in told.values()
    assert told or "q" in asked


def test_what_is_chosen_can_be_removed_again(app: Flask, browser: Browser) -> None:
    a_collection()
    first = browser.get("/records/", query_string=urlencode({"q": "の", "order": "relevance"}))

    for link, _ in OFFERED.findall(first.text):
        narrowed = follow(browser, link)
        (chip,) = CHIP.findall(narrowed.text)
        again = follow(browser, chip)
        assert "order=relevance" in html.unescape(chip)
        assert (total(again), ids(again)) == (total(first), ids(first))


def test_one_choice_keeps_the_others(app: Flask, browser: Browser) -> None:
    a_collection()
    page = browser.get("/records/?q=の&kind=training")

    links = [html.unescape(link) for link, _ in OFFERED.findall(page.text)]

    others = [link for link in links if "kind=training" not in link]
    assert all("q=%E3%81%AE" in link for link in links)
    assert {re.sub(r".*kind=(\w+).*", r"\1", link) for link in others} <= {"fair", "seminar"}


def test_a_part_of_a_name_counts_for_all_who_have_it(app: Flask, browser: Browser) -> None:
    an_event(notes=[a_note(speaker=name) for name in ("林", "小林 一", "小林一", "小林 一、林")])

    page = browser.get("/records/?q=森林")

    speakers = page.text.partition("講師</h3>")[2].partition("</section>")[0]
    assert re.findall(r'">([^<]+) <span class="facet__number">\((\d)\)', speakers) == [
        ("林", "4"),
        ("小林 一", "3"),
    ]


def test_some_values_are_shown_at_once_and_the_others_on_demand(
    app: Flask, browser: Browser
) -> None:
    an_event(notes=[a_note(speaker=f"講師{number:02}") for number in range(VALUES_SHOWN + 3)])

    page = browser.get("/records/?q=森林").text

    at_once, _, on_demand = page.partition('<details class="facet__rest">')
    assert re.findall(r">(講師\d\d) <", at_once) == [f"講師{number:02}" for number in range(8)]
    assert re.findall(r">(講師\d\d) <", on_demand) == ["講師08", "講師09", "講師10"]
    assert "<summary>ほか3件</summary>" in page


@pytest.mark.parametrize("hidden", [3, 4])
def test_the_name_of_a_series_that_is_hidden_is_not_told(
    app: Flask, browser: Browser, hidden: int
) -> None:
    event = a_collection(events=5, notes=1)[hidden]
    event.series = Series(name="秘密の連続研修")
    db.session.commit()
    series_id = event.series_id

    pages = ("/records/", "/records/feed.atom")
    outside = [browser.get(f"{page}?series={series_id}").text for page in pages]
    seen_inside = reading(app, Role.ORGANIZER).get(f"/records/?series={series_id}").text

    assert [one for one in outside if "秘密" in one] == []
    assert "不明" in outside[0]
    assert "秘密の連続研修" in seen_inside


def test_narrowing_takes_as_many_statements_for_one_note_as_for_many(
    app: Flask, browser: Browser
) -> None:
    def sent() -> int:
        with statements() as made:
            browser.get("/records/?q=森林&speaker=林")
        return len(made)

    an_organization()
    an_event(notes=[a_note(speaker="林")], series=Series(name="一"))
    for_one = sent()
    for number in range(3):
        an_organization()
        an_event(notes=[a_note(speaker=f"小林{number}")], series=Series(name=f"{number}"))

    assert sent() == for_one


TYPED = st.fixed_dictionaries(
    {},
    optional={
        "q": words_typed,
        "fiscal_year": st.sampled_from(["2020", "R3", "令和４年度", "2019"]),
        "kind": st.sampled_from([*EventKind, NoteKind.SUMMARY]),
        "block": st.sampled_from([*NoteKind]),
        "series": st.sampled_from(["1", "2", "3", "99"]),
        "organization": st.sampled_from(["団体0", "団体1"]),
        "speaker": st.sampled_from([*NAMES, "康子", "髙橋", "、"]),
        "order": st.sampled_from(["date", "relevance"]),
    },
)


@pytest.fixture
def browsers(app: Flask) -> dict[bool, Browser]:
    """Give who reads from outside, and who sees everything."""
    a_collection(events=6, notes=3)
    return {False: Browser(app), True: reading(app, Role.ORGANIZER)}


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=TYPED, sees_all=st.booleans())
def test_what_is_found_is_what_a_plain_comparison_finds(
    browsers: dict[bool, Browser],
    typed: dict[str, str],
    sees_all: bool,  # noqa: FBT001  # drawn by name
) -> None:
    answer = browsers[sees_all].get("/records/", query_string=urlencode(typed))

    if contradicts(typed):
        assert answer.status_code == 422
    elif parse(typed.get("q", "")) or names(typed) or typed.keys() - {"q", "speaker", "order"}:
        notes = expected(typed, sees_all=sees_all)
        assert (answer.status_code, ids(answer)) == (200, [note.id for note in notes])
        assert total(answer) == len(notes)
    else:
        assert (answer.status_code, ids(answer), BEGINNING in answer.text) == (200, [], True)


BEGINNING = 'id="figures"'


def contradicts(typed: dict[str, str]) -> bool:
    kind, block = typed.get("kind"), typed.get("block")
    return kind in set(NoteKind) and block not in (None, kind)


def names(typed: dict[str, str]) -> list[str]:
    return list(filter(None, map(fold, typed.get("speaker", "").split("、"))))


def expected(typed: dict[str, str], *, sees_all: bool) -> list[Note]:
    """Find notes by reading them all, and bring them in their order."""
    words = parse(typed.get("q", ""))
    found = [
        note
        for note in db.session.scalars(select(Note))
        if (sees_all or is_public(note.event))
        and words.are_in("\n".join(map(fold, texts(note))))
        and all(name in fold(note.speaker) for name in names(typed))
        and is_chosen(note, typed)
    ]
    found.sort(key=lambda note: (-note.event.first_on.toordinal(), note.ordinal))
    if typed.get("order") == "relevance" and words.wanted:
        found.sort(key=lambda note: not Words(words.wanted).are_in(fold(note.heading)))
    return found


def is_public(event: Event) -> bool:
    return event.status is not EventStatus.DRAFT and event.visibility is Visibility.PUBLIC


def texts(note: Note) -> list[str]:
    event = note.event
    return [
        *(text for line in note.lines for text in (line.text, line.speaker, line.theme)),
        *(note.heading, note.speaker, event.title, event.theme),
        *([event.series.name] if event.series else []),
        *(place.venue for day in event.days for place in day.places),
        *(text for photo in event.photos for text in (photo.name, photo.caption)),
        *(material.name for material in event.materials),
    ]


def is_chosen(note: Note, typed: dict[str, str]) -> bool:
    event, year, body = note.event, typed.get("fiscal_year"), typed.get("organization")
    concerned = [one.name for one in organizations_of(event)]
    return (
        (year is None or event.fiscal_year == parse_fiscal_year(year))
        and typed.get("kind") in (None, event.kind, note.kind)
        and typed.get("block") in (None, note.kind)
        and typed.get("series") in (None, str(event.series_id))
        and (body is None or not concerned or body in concerned)
    )
