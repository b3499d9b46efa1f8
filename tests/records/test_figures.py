"""What there is, in figures, and how the records page shows it."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from exchange.domain.account import Role
from exchange.domain.event import EventStatus, Visibility
from exchange.domain.note import NoteKind, NoteLine
from exchange.extensions import db
from exchange.lib.barchart import Segment
from exchange.publication.services import follow_up
from exchange.records.figures import YEARS_DRAWN, Bar, Figures, figures
from tests.conftest import Browser
from tests.factories import LONG_AGO, a_day, a_note, an_account, an_event
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event
    from exchange.domain.note import Note

NOTHING = Figures(notes={}, sessions=0, proposals=0, speakers=[], themes=[])


def a_session(*notes: Note, year: int = 2022, **columns: object) -> Event:
    return an_event(days=[a_day(date(year, 9, 1))], notes=list(notes), **columns)


def lines_about(*themes: str) -> list[NoteLine]:
    return [NoteLine(text="行。", theme=theme) for theme in themes]


def a_note_about(*themes: str) -> Note:
    note = a_note()
    note.lines = lines_about(*themes)
    return note


def links(answer: TestResponse) -> list[str]:
    """Give where the figures of the table lead to, in their order."""
    table = re.search(r"<table.*?</table>", answer.text, re.DOTALL)
    assert table
    return [html.unescape(one) for one in re.findall(r'href="([^"]*)"', table[0])]


def search(**fields: object) -> str:
    return f"/records/?{urlencode(fields)}"


def test_figures_of_nothing_are_nothing(app: Flask) -> None:
    assert figures(None) == NOTHING
    assert (NOTHING.total, NOTHING.years, NOTHING.kinds, NOTHING.bars) == (0, [], [], [])


def test_figures_count_notes_by_year_and_kind(app: Flask) -> None:
    a_session(a_note(), a_note(), a_note(kind=NoteKind.SUMMARY))
    a_session(a_note(kind=None), year=2024)

    found = figures(None)

    assert found.notes == {
        (2022, NoteKind.LECTURE): 2,
        (2022, NoteKind.SUMMARY): 1,
        (2024, None): 1,
    }
    assert (found.total, found.sessions, found.years) == (4, 2, [2024, 2022])
    assert found.kinds == [NoteKind.LECTURE, NoteKind.SUMMARY, None]
    assert (found.of_year(2022), found.of_kind(NoteKind.LECTURE), found.number(2024, None)) == (
        3,
        2,
        1,
    )


def test_a_year_without_notes_stands_between_the_others(app: Flask) -> None:
    a_session(a_note(), a_note(kind=NoteKind.SUMMARY))
    a_session(a_note(), year=2024)

    assert figures(None).bars == [
        Bar(2024, [1, 0], [Segment(0, 0, 50)]),
        Bar(2023, [0, 0], []),
        Bar(2022, [1, 1], [Segment(0, 0, 50), Segment(1, 50, 50)]),
    ]


def test_the_last_years_are_drawn_and_all_are_told(app: Flask) -> None:
    years = [2026, 2012, 2011, 1999]
    for year in years:
        a_session(a_note(), year=year)

    found = figures(None)

    assert found.years == years
    assert [bar.year for bar in found.bars] == list(range(2026, 2026 - YEARS_DRAWN, -1))
    assert found.are_older


def test_speakers_are_counted_each_by_themselves(app: Flask) -> None:
    a_session(
        a_note(speaker="前神 有里、徳大寺 祥宏"),
        a_note(speaker="長野 麻子"),
        a_note(speaker="徳大寺 祥宏、、徳大寺 祥宏"),
        a_note(),
    )

    assert figures(None).speakers == [("徳大寺 祥宏", 2), ("前神 有里", 1), ("長野 麻子", 1)]


def test_a_theme_counts_once_for_each_note_and_that_of_the_event_where_no_line_has_one(
    app: Flask,
) -> None:
    a_session(a_note_about("森林", "森林", "観光", ""), a_note_about(""), a_note(), theme="交流")
    a_session(a_note_about("森林"), theme="森林")

    assert figures(None).themes == [("交流", 2), ("森林", 2), ("観光", 1)]


def test_only_the_most_frequent_are_named(app: Flask) -> None:
    a_session(*(a_note(speaker=f"講師{number:02}") for number in range(20)))

    assert [name for name, _ in figures(None).speakers] == [f"講師{n:02}" for n in range(12)]


def test_proposals_are_counted(app: Flask) -> None:
    note = a_note("まとめ", "提案。", "感想。")
    note.lines[0].is_proposal = True
    a_session(note)

    assert figures(None).proposals == 1


HIDDEN = [{"status": EventStatus.DRAFT}, {"visibility": Visibility.MEMBERS}]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nothing_is_counted_that_one_may_not_see(app: Flask, hidden: dict[str, object]) -> None:
    note = a_note(speaker="長野 麻子")
    note.lines = lines_about("森林")
    note.lines[0].is_proposal = True
    a_session(note, theme="交流", **hidden)

    shown = [figures(one).total for one in (an_account(Role.ORGANIZER), an_account(), None)]

    assert figures(None) == NOTHING
    assert shown == [1, 0 if "status" in hidden else 1, 0]


def test_figures_change_with_what_there_is(app: Flask) -> None:
    event = a_session(a_note(), a_note())
    assert figures(None).total == 2

    event.notes.pop()
    follow_up(event, at=LONG_AGO)
    db.session.commit()

    assert figures(None).total == 1


def test_figures_are_counted_once_for_all_who_see_the_same(app: Flask) -> None:
    a_session(a_note())
    first, second = an_account(), an_account()
    figures(first)

    with statements() as sent:
        figures(second)

    assert [one for one in sent if "note" in one] == []


def test_counting_takes_as_many_statements_for_three_sessions(app: Flask) -> None:
    numbers = []
    for year in (2022, 2023):
        a_session(a_note_about("森林"), a_note(speaker="長野 麻子"), year=year)
        with statements() as sent:
            figures(None)
        numbers.append(sum(one.startswith("SELECT") for one in sent))

    assert numbers == [7, 7]


def test_the_page_leads_from_each_figure_to_its_notes(browser: Browser) -> None:
    a_session(a_note(), a_note(kind=NoteKind.SUMMARY), a_note(kind=None))
    a_session(a_note(), year=2023)

    assert links(browser.get("/records/")) == [
        search(fiscal_year=2023, block="lecture"),
        search(fiscal_year=2023),
        search(fiscal_year=2022, block="lecture"),
        search(fiscal_year=2022, block="summary"),
        search(fiscal_year=2022),
        search(block="lecture"),
        search(block="summary"),
    ]


def test_the_page_leads_from_speakers_and_themes_to_their_notes(browser: Browser) -> None:
    a_session(a_note(speaker="長野 麻子"), theme="DX OR「GX」 -とは")

    answer = browser.get("/records/")

    shown = re.findall(r'<li><a lang="ja" href="([^"]*)">', answer.text)
    found = [html.unescape(one) for one in shown]
    assert found == [search(speaker="長野 麻子"), search(q='"DX OR「GX」 -とは"')]
    assert [browser.get(one).text.count('class="record"') for one in found] == [1, 2]


def test_the_page_draws_the_figures_for_those_who_cannot_see_them_too(browser: Browser) -> None:
    a_session(a_note(), a_note(kind=NoteKind.SUMMARY))

    picture = re.search(
        r"<svg class=\"chart__picture\".*?</svg>", browser.get("/records/").text, re.DOTALL
    )

    assert picture
    assert 'role="img" aria-labelledby="chart-title chart-text"' in picture[0]
    assert '<desc id="chart-text">令和4年度: 2</desc>' in picture[0]
    assert re.findall(r'width="([\d.]+)%" height="24" fill="(.*?)"', picture[0]) == [
        ("29.000", "url(#chart-lecture)"),
        ("29.000", "url(#chart-summary)"),
    ]
    assert "style=" not in picture[0]


def test_the_page_tells_of_proposals_and_leads_members_to_the_plans(app: Flask) -> None:
    note = a_note("まとめ", "提案。")
    note.lines[0].is_proposal = True
    a_session(note)

    pages = [
        who.get("/records/").text for who in (Browser(app), Browser(app).sign_in(an_account()))
    ]

    stats = [re.findall(r'stat__label">(.*?)<', page) for page in pages]
    assert stats == [["開催記録", "開催記録のある行事", "年度", "提案"]] * 2
    assert ['">事業案へ</a>' in page for page in pages] == [False, True]


def test_the_page_sends_as_many_statements_for_three_sessions(app: Flask, browser: Browser) -> None:
    numbers = []
    for year in (2022, 2023):
        a_session(a_note_about("森林"), a_note(speaker="長野 麻子"), year=year)
        with statements() as sent:
            browser.get("/records/")
        numbers.append(len(sent))

    assert numbers[0] == numbers[1]
