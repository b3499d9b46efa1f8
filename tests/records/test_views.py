"""The records page, as a browser sees it."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.headcount import Headcount
from exchange.domain.note import NoteKind
from exchange.domain.series import Series
from exchange.extensions import db
from tests.conftest import Browser
from tests.factories import a_day, a_group, a_note, a_place, an_account, an_event, an_organization
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event

FIELDS = (
    "q",
    "fiscal_year",
    "kind",
    "block",
    "series",
    "organization",
    "speaker",
    "order",
    "page",
)


def search(browser: Browser, **fields: object) -> TestResponse:
    return browser.get("/records/", query_string=urlencode(fields))


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()


def headings(answer: TestResponse) -> list[str]:
    """Give the headings of what was found, notes and events, in their order."""
    found = re.findall(r'class="record__heading"[^>]*><a[^>]*>(.*?)</a>', answer.text)
    return [plain(heading) for heading in found]


def counts(answer: TestResponse) -> list[str]:
    return [
        plain(one) for one in re.findall(r'class="section__title"[^>]*>(.*?)</h2>', answer.text)
    ]


def offered(answer: TestResponse) -> dict[str, list[str]]:
    """Give what can be chosen, by the name of the facet."""
    facets = re.findall(r'class="facet__title">(.*?)</h3>(.*?)</section>', answer.text, re.DOTALL)
    return {
        plain(name): [" ".join(plain(one).split()) for one in re.findall(VALUE, values, re.DOTALL)]
        for name, values in facets
    }


VALUE = r'<a class="facet__value"[^>]*>(.*?)</a>'


def chips(answer: TestResponse) -> list[str]:
    """Give the conditions that can be removed."""
    found = re.findall(r'<a class="chip"[^>]*>(.*?)<svg', answer.text, re.DOTALL)
    return [" ".join(plain(one).split()) for one in found]


def marked(answer: TestResponse) -> list[str]:
    return re.findall(r'<mark class="hit">(.*?)</mark>', answer.text)


def errors(answer: TestResponse) -> dict[str, str]:
    """Give what stands beside the fields, by the name of the field."""
    beside = re.findall(r'id="(\w+)-error">(.*?)</div>', answer.text, re.DOTALL)
    return {name: plain(error) for name, error in beside}


def a_session(**columns: object) -> Event:
    return an_event(
        title="第3回交流研修",
        key="r4-koryu-3",
        status=EventStatus.HELD,
        days=[a_day(date(2023, 3, 14))],
        notes=[
            a_note("森林に関する講義", "木を植える。", "森林環境譲与税の話。", speaker="長野 麻子")
        ],
        **columns,
    )


def test_index_finds_a_note_and_leads_to_it(browser: Browser) -> None:
    note = a_session().notes[0]
    note_id = note.id

    answer = search(browser, q="森林")

    assert (answer.status_code, counts(answer)) == (200, ["開催記録 1件"])
    record = re.search(r'<li class="record">(.*?)\n</li>', answer.text, re.DOTALL)
    assert record
    assert " ".join(plain(record[1]).split()) == (
        "交流研修 講義 第3回交流研修 R5.3.14 森林に関する講義 長野 麻子"
        " 木を植える。 森林環境譲与税の話。"
    )
    assert f'href="/trainings/r4-koryu-3?q={quote("森林")}#note-{note_id}"' in record[1]
    assert marked(answer) == ["森林", "森林"]


def test_index_marks_hits_wherever_they_stand(browser: Browser) -> None:
    a_session()

    assert marked(search(browser, q="3回 長野 譲与 講義")) == ["3回", "講義", "長野", "譲与"]


def test_index_shows_markup_as_text(browser: Browser) -> None:
    an_event(title="<b>題", notes=[a_note("<i>見出し", "行 <script>", speaker='"<u>')])

    answer = search(browser, q="<script>")

    assert headings(answer) == ["<i>見出し"]
    assert marked(answer) == ["&lt;script&gt;"]
    assert "<script>" not in answer.text


BEGINNING = "開催記録の概要"
"""What stands above the figures, where nothing is asked."""


def test_index_says_what_there_is_before_anything_is_asked(browser: Browser) -> None:
    a_session()

    answer = browser.get("/records/")

    assert (answer.status_code, counts(answer)[0], headings(answer)) == (200, BEGINNING, [])
    assert (offered(answer), chips(answer)) == ({}, [])


@pytest.mark.parametrize("words", ["", " ", "　", "\u200b"])  # a full-width space
def test_index_takes_blanks_for_nothing_asked(browser: Browser, words: str) -> None:
    a_session()

    assert counts(search(browser, q=words))[0] == BEGINNING


def test_index_says_when_there_are_no_notes_at_all(browser: Browser) -> None:
    assert "開催記録はまだありません。" in browser.get("/records/").text


@pytest.mark.parametrize(
    ("fields", "suggested"),
    [
        ({"q": "森林 海底"}, ["「森林」だけで探す (1)"]),
        ({"q": "森林 海底", "fiscal_year": "2022"}, ["「森林」だけで探す (1)"]),
        ({"q": "森林 海底", "fiscal_year": "2021"}, ["条件なしで「森林」を探す (1)"]),
        ({"q": "森林", "speaker": "誰か"}, ["条件なしで「森林」を探す (1)"]),
        ({"q": "森林 -木"}, ["「森林」だけで探す (1)"]),
        ({"q": "海 OR 森林 湖"}, ["「海 OR 森林」だけで探す (1)"]),
        ({"q": "海"}, []),
        ({"q": "海 湖", "fiscal_year": "2022"}, []),
        ({"fiscal_year": "2021"}, []),
    ],
)
def test_index_suggests_nothing_but_what_is_found(
    browser: Browser, fields: dict[str, str], suggested: list[str]
) -> None:
    a_session()

    answer = search(browser, **fields)

    links = re.findall(r'<a class="button button--secondary" href="(.*?)">(.*?)</a>', answer.text)
    assert "該当する開催記録はありません。" in answer.text
    assert [plain(text) for _, text in links] == suggested
    assert [counts(browser.get(html.unescape(url))) for url, _ in links] == [
        ["開催記録 1件"] for _ in links
    ]


def test_index_lists_events_by_their_names_too(browser: Browser) -> None:
    a_session()
    an_event(EventKind.FAIR, title="森林まつり", days=[a_day(date(2023, 5, 1))])

    answer = search(browser, q="森林")

    assert counts(answer) == ["開催記録 1件", "行事 1件"]
    assert headings(answer) == ["森林に関する講義", "森林まつり"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"fiscal_year": "2022"}, ["講義", "まとめ"]),
        ({"fiscal_year": "R4"}, ["講義", "まとめ"]),
        ({"fiscal_year": "令和４年度"}, ["講義", "まとめ"]),
        ({"fiscal_year": "2021"}, []),
        ({"kind": "training"}, ["講義"]),
        ({"kind": "seminar"}, []),
        ({"kind": "lecture"}, ["講義"]),
        ({"kind": "summary"}, ["まとめ"]),
        ({"kind": "group_work"}, []),
        ({"block": "summary"}, ["まとめ"]),
        ({"block": "summary", "kind": "summary"}, ["まとめ"]),
        ({"block": "summary", "kind": "training"}, []),
        ({"series": "1"}, []),
        ({"speaker": "麻子"}, ["講義"]),
        ({"speaker": "長野麻子"}, ["講義"]),
        ({"organization": "062022"}, ["講義"]),
        ({"organization": "米沢市"}, ["講義"]),
        ({"organization": "131032"}, ["まとめ"]),
        ({"organization": "131032", "q": "講義"}, []),
        ({"kind": "training", "speaker": "長野", "fiscal_year": "2022", "q": "木"}, ["講義"]),
    ],
)
def test_index_narrows_to_what_was_chosen(
    browser: Browser, fields: dict[str, str], found: list[str]
) -> None:
    okitama, minato = a_group("置賜地域"), a_group("港区", "minato")
    an_organization("米沢市", code="062022", group=okitama)
    an_organization("港区", code="131032", group=minato)
    an_event(
        days=[a_day(date(2022, 9, 26), places=[a_place(groups=[okitama])])],
        notes=[a_note("講義", "木", speaker="長野 麻子")],
    )
    an_event(
        EventKind.FAIR,
        days=[a_day(date(2022, 9, 1), places=[a_place(groups=[minato])])],
        notes=[a_note("まとめ", "木", kind=NoteKind.SUMMARY)],
    )

    assert headings(search(browser, **fields)) == found


def test_index_offers_what_can_be_chosen_with_how_many_it_leaves(browser: Browser) -> None:
    okitama = a_group("置賜地域")
    an_organization("米沢市", code="062022", group=okitama)
    an_organization("どこか", code="011002")
    a_session(headcount=Headcount(total=20, present=["置賜3市5町"]), series=Series(name="連続"))
    an_event(EventKind.SEMINAR, title="記録のない外部研修")

    assert offered(search(browser, q="森林")) == {
        "年度": ["令和4年度 (1)"],
        "行事の種別": ["交流研修 (1)"],
        "記録の種別": ["講義 (1)"],
        "連続研修": ["連続 (1)"],
        "団体名": ["米沢市 (1)"],
        "講師": ["長野 麻子 (1)"],
    }


def test_index_shows_what_was_chosen_although_there_is_none_of_it(browser: Browser) -> None:
    an_organization("米沢市", code="062022")
    a_session()

    answer = search(
        browser,
        q="海",
        fiscal_year="R元",
        kind="impressions",
        organization="062022",
        speaker="誰か",
        series="99",
    )

    assert answer.status_code == 200
    assert chips(answer) == [
        "年度 令和元年度",
        "記録の種別 参加者の声",
        "連続研修 不明",
        "団体名 米沢市",
        "講師 誰か",
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"q": "木" * 201}, {"q": "200文字以内で入力してください。"}),
        ({"q": "木\0"}, {"q": "使用できない文字が含まれています。削除してください。"}),
        ({"speaker": "木" * 201}, {"speaker": "200文字以内で入力してください。"}),
        ({"kind": "party"}, {"kind": "選択肢の中から選んでください。"}),
        ({"kind": "lecture", "block": "summary"}, {"kind": "選択肢の中から選んでください。"}),
        ({"block": "training"}, {"block": "選択肢の中から選んでください。"}),
        ({"order": "size"}, {"order": "選択肢の中から選んでください。"}),
        ({"series": "x"}, {"series": "整数で入力してください。"}),
        (
            {"fiscal_year": "abc"},
            {"fiscal_year": "年度として読み取れません。例：2026、R8、令和8年度"},
        ),
        ({"organization": "zzz"}, {"organization": "この団体は登録されていません。"}),
    ],
)
def test_index_says_beside_the_field_what_it_cannot_understand(
    browser: Browser, fields: dict[str, str], said: dict[str, str]
) -> None:
    a_session()

    answer = search(browser, **fields)

    assert (answer.status_code, errors(answer), headings(answer)) == (422, said, [])
    assert all(html.escape(typed) in answer.text for typed in fields.values())


@pytest.mark.parametrize("number", ["-1", "0", "abc", "1.5"])
def test_index_refuses_a_page_that_is_none(browser: Browser, number: str) -> None:
    assert search(browser, q="森林", page=number).status_code == 422


def test_index_pages_and_keeps_what_was_asked(browser: Browser) -> None:
    for number in range(1, 22):
        an_event(
            days=[a_day(date(2022, 5, number))], notes=[a_note(f"森林 {number}", speaker="長野")]
        )

    first = search(browser, q="森林", speaker="長野")
    last = search(browser, q="森林", speaker="長野", page=99)

    assert headings(first) == [f"森林 {number}" for number in range(21, 1, -1)]
    assert headings(last) == ["森林 1"]
    assert counts(last) == ["開催記録 21件"]
    link = re.search(r'rel="next" href="([^"]*)"', first.text)
    assert link
    assert headings(browser.get(html.unescape(link[1]))) == ["森林 1"]


HIDDEN = [
    {"status": EventStatus.DRAFT},
    {"visibility": Visibility.MEMBERS},
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_index_neither_shows_nor_counts_nor_offers_what_is_hidden(
    app: Flask, browser: Browser, hidden: dict[str, object]
) -> None:
    body = an_organization("秘密の町", code="062022", group=a_group("秘密の地域"))
    an_event(
        EventKind.SEMINAR,
        title="秘密の森林",
        days=[a_day(date(2019, 5, 1), places=[a_place(groups=[body.group])])],
        notes=[a_note("秘密の森林", speaker="秘密の人", kind=NoteKind.SUMMARY)],
        series=Series(name="秘密の研修"),
        **hidden,
    )
    a_session()
    series_id = db.session.scalar(select(Series.id))
    pages = [
        {},
        {"q": "森林"},
        {"q": "秘密"},
        {"kind": "seminar"},
        {"fiscal_year": "2019"},
        {"speaker": "秘密の"},
        {"series": str(series_id)},
    ]

    seen = [search(browser, **fields) for fields in pages]
    seen_by_organizer = search(Browser(app).sign_in(an_account(Role.ORGANIZER)), q="秘密")

    assert [counts(page)[:1] for page in seen] == [
        [BEGINNING],
        ["開催記録 1件"],
        [],
        [],
        [],
        [],
        [],
    ]
    assert [text for page in seen for text in re.findall("秘密の[人町森研]", page.text)] == []
    assert {value for page in seen for values in offered(page).values() for value in values} == {
        "令和4年度 (1)",
        "交流研修 (1)",
        "講義 (1)",
        "長野 麻子 (1)",
    }
    assert headings(seen_by_organizer) == ["秘密の森林", "秘密の森林"]


def test_index_sends_the_same_number_of_statements_for_one_note_and_for_many(
    browser: Browser,
) -> None:
    def statements_sent() -> int:
        with statements() as sent:
            search(browser, q="森林", organization="062022")
        return len(sent)

    an_organization("米沢市", code="062022")
    an_event(title="森林", notes=[a_note()])
    for_one = statements_sent()
    for _ in range(3):
        an_event(title="森林", notes=[a_note(), a_note()])

    assert statements_sent() == for_one


def test_index_speaks_english(browser: Browser) -> None:
    a_session()
    browser.post("/language", {"language": "en", "next": "/records/"}, form="/login")

    answer = search(browser, q="森林")

    assert counts(answer) == ["1 session note"]
    assert "Mar 14, 2023" in answer.text


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    [
        "\0",
        "\ud800",
        "木" * 10_000,
        "－１",
        "２０２２",
        "令和99年度",
        "%",
        "_",
        "1e9",
        "training",
        "062022",
    ]  # what is typed
)


@pytest.fixture
def _session(app: Flask) -> None:
    a_session()


@pytest.mark.usefixtures("_session")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(fields=st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_index_answers_whatever_stands_in_the_address(
    browser: Browser, fields: dict[str, str]
) -> None:
    query = urlencode(
        {name: value.encode("utf-8", "surrogatepass") for name, value in fields.items()}
    )

    assert browser.get("/records/", query_string=query).status_code in {200, 422}


def test_index_finds_a_heading_without_lines(browser: Browser) -> None:
    note = a_note("森林")
    note.lines = []
    an_event(notes=[note])

    assert headings(search(browser, q="森林")) == ["森林"]


def test_index_says_when_there_are_more_than_are_counted(browser: Browser) -> None:
    an_event(notes=[a_note("森林") for _ in range(1001)])

    found, last = search(browser, q="森林"), search(browser, q="森林", page=50)

    assert [count[:1] for count in counts(found)] == [counts(last)[0][:1]]
    assert "1,000" in counts(found)[0]
    assert [len(headings(answer)) for answer in (found, last)] == [20, 20]
    assert headings(search(browser, q="森林", page=51)) == headings(last)
