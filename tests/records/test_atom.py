"""The feeds of searches, read back as a reader of feeds does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.account import Role
from exchange.domain.event import EventStatus, Visibility
from exchange.domain.note import NoteKind
from exchange.extensions import db
from exchange.publication.services import follow_up
from exchange.records import saved
from exchange.records.atom import MOST
from tests.conftest import BASE_URL, Browser
from tests.factories import LONG_AGO, a_day, a_note, an_account, an_event, an_organization
from tests.lib.strategies import typed_text
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.note import Note

HOUR = timedelta(hours=1)


def feed(browser: Browser, **fields: object) -> TestResponse:
    return browser.get("/records/feed.atom", query_string=urlencode(fields))


def titles(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200
    read = feedparser.parse(answer.data)
    assert not read.bozo
    return [entry.title for entry in read.entries]


def a_session(*notes: Note, status: EventStatus = EventStatus.HELD, **columns: object) -> Event:
    return an_event(
        title="第3回交流研修",
        status=status,
        days=[a_day(date(2023, 3, 14))],
        notes=list(notes),
        **columns,
    )


def change(event: Event, at: datetime) -> None:
    follow_up(event, at=at)
    db.session.commit()


def private_feed(account: Account, query: str = "") -> str:
    search = saved.save(account, "保存した検索", query, at=LONG_AGO)
    db.session.commit()
    return f"/feeds/records/{search.token}.atom"


def test_the_feed_of_a_search_tells_what_is_found(browser: Browser) -> None:
    note = a_note("森林に関する講義", "木を植える。", "苗木。", speaker="長野 麻子、前神 有里")
    note.lines[1].level = 1
    event = a_session(note)
    note_id = note.id

    answer = feed(browser, q="森林", page=7, unknown="x")

    read = feedparser.parse(answer.data)
    query = f"q={quote('森林')}"
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert (read.bozo, read.feed.title, read.feed.id, read.feed.updated) == (
        False,
        "開催記録「森林」｜開港 Kaikō",
        f"tag:kaiko.example.lg.jp,2026:records?{query}",
        "2026-04-01T00:00:00Z",
    )
    assert {link.rel: link.href for link in read.feed.links} == {
        "self": f"{BASE_URL}/records/feed.atom?{query}",
        "alternate": f"{BASE_URL}/records/?{query}",
    }
    [entry] = read.entries
    assert (entry.id, entry.title, entry.link, entry.updated) == (
        f"tag:kaiko.example.lg.jp,2026:notes/{note_id}",
        "森林に関する講義（第3回交流研修）",
        f"{BASE_URL}/trainings/{event.key}#note-{note_id}",
        "2026-04-01T00:00:00Z",
    )
    assert [author.name for author in entry.authors] == ["長野 麻子", "前神 有里"]
    assert [(tag.term, tag.label) for tag in entry.tags] == [("lecture", "講義")]
    assert entry.content[0].value == "<ul><li>木を植える。<ul><li>苗木。</li></ul></li></ul>"


def test_the_feed_of_a_search_is_narrowed_as_its_page_is(browser: Browser) -> None:
    a_session(a_note("講義"), a_note("まとめ", kind=NoteKind.SUMMARY))
    a_session(a_note("別の講義", speaker="前神 有里"))

    assert titles(feed(browser, block="summary")) == ["まとめ（第3回交流研修）"]
    assert titles(feed(browser, kind="summary")) == ["まとめ（第3回交流研修）"]
    assert titles(feed(browser, speaker="前神")) == ["別の講義（第3回交流研修）"]
    assert titles(feed(browser, kind="fair")) == []
    assert len(titles(feed(browser))) == 3


def test_what_was_changed_last_comes_first(browser: Browser) -> None:
    older, newer = a_session(a_note("前", "文。")), a_session(a_note("後", "文。"))
    older.notes[0].heading = "書き直した"
    change(older, LONG_AGO + HOUR)
    newer.title = "題だけ新しい"
    change(newer, LONG_AGO + 2 * HOUR)

    read = feedparser.parse(feed(browser, q="文").data)

    assert [(entry.title, entry.updated) for entry in read.entries] == [
        ("書き直した（第3回交流研修）", "2026-04-01T01:00:00Z"),
        ("後（題だけ新しい）", "2026-04-01T00:00:00Z"),
    ]
    assert read.feed.updated == "2026-04-01T01:00:00Z"


def test_no_more_than_the_newest_are_told(browser: Browser) -> None:
    a_session(*(a_note(f"第{number}の話") for number in range(MOST + 1)))

    told = titles(feed(browser))

    assert (len(told), told[0]) == (MOST, f"第{MOST}の話（第3回交流研修）")
    assert "第0の話（第3回交流研修）" not in told


def test_an_entry_stays_the_same_when_its_note_moves_to_another_event(browser: Browser) -> None:
    here, there = a_session(a_note("森林")), a_session()
    before = feedparser.parse(feed(browser).data).entries[0]
    there.notes.append(here.notes.pop())
    change(here, LONG_AGO + HOUR)
    change(there, LONG_AGO + HOUR)

    after = feedparser.parse(feed(browser).data).entries[0]

    assert after.id == before.id
    assert after.link == before.link.replace(here.key, there.key)


def test_no_entry_is_ever_taken_for_one_that_is_gone(browser: Browser) -> None:
    event = a_session(a_note("前の話"))
    before = feedparser.parse(feed(browser).data).entries[0]
    event.notes.clear()
    change(event, LONG_AGO)
    event.notes.append(a_note("次の話"))
    change(event, LONG_AGO)

    after = feedparser.parse(feed(browser).data).entries[0]

    assert (before.title, after.title) == ("前の話（第3回交流研修）", "次の話（第3回交流研修）")
    assert before.id != after.id


@pytest.mark.parametrize(
    "hidden", [{"status": EventStatus.DRAFT}, {"visibility": Visibility.MEMBERS}]
)
def test_the_feed_of_a_search_is_the_same_for_everybody(
    app: Flask, hidden: dict[str, object]
) -> None:
    a_session(a_note("見える話"))
    secret = a_session(a_note("見えない話"))
    for name, value in hidden.items():
        setattr(secret, name, value)
    change(secret, LONG_AGO)

    told = [
        feed(who, q="話") for who in (Browser(app), Browser(app).sign_in(an_account(Role.ADMIN)))
    ]

    assert [titles(answer) for answer in told] == [["見える話（第3回交流研修）"]] * 2
    assert told[0].data == told[1].data


def test_what_is_made_private_or_deleted_leaves_the_feed(browser: Browser) -> None:
    first, second = (
        a_session(a_note("一つめの話")),
        a_session(a_note("二つめの話"), a_note("三つめ")),
    )
    etag = feed(browser, q="話").headers["ETag"]

    first.visibility = Visibility.MEMBERS
    change(first, LONG_AGO + HOUR)
    second.notes.pop(0)
    change(second, LONG_AGO + HOUR)

    answer = browser.get("/records/feed.atom?q=話", headers={"If-None-Match": etag})
    assert (titles(answer), "話" in feedparser.parse(answer.data).feed.title) == ([], True)


def test_whoever_has_a_feed_is_sent_nothing(browser: Browser) -> None:
    a_session(a_note())
    first = feed(browser)

    for name, value in {
        "If-None-Match": first.headers["ETag"],
        "If-Modified-Since": first.headers["Last-Modified"],
    }.items():
        again = browser.get("/records/feed.atom", headers={name: value})

        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]


def test_whoever_had_a_feed_before_it_lost_a_note_is_sent_it_anew(browser: Browser) -> None:
    event = a_session(a_note("去る"), a_note("残る"))
    before = feed(browser).headers["Last-Modified"]

    event.notes.pop(0)
    change(event, datetime(2026, 5, 1, tzinfo=UTC))

    answer = browser.get("/records/feed.atom", headers={"If-Modified-Since": before})
    assert titles(answer) == ["残る（第3回交流研修）"]


def test_a_feed_does_not_depend_on_the_language_of_the_reader(app: Flask, browser: Browser) -> None:
    a_session(a_note())
    english = Browser(app)
    english.client.set_cookie("language", "en")

    assert feed(english, block="lecture").data == feed(browser, block="lecture").data


@pytest.mark.parametrize("query", ["fiscal_year=x", "organization=none", "q=" + "x" * 201])
def test_what_cannot_be_understood_has_no_feed(browser: Browser, query: str) -> None:
    assert browser.get(f"/records/feed.atom?{query}").status_code == 422


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(["q", "kind", "block", "series", "speaker", "order"]), typed_text
    )
)
def test_whatever_is_asked_is_answered(browser: Browser, fields: dict[str, str]) -> None:
    query = urlencode({name: text.encode(errors="replace") for name, text in fields.items()})

    answer = browser.get(f"/records/feed.atom?{query}")

    assert answer.status_code in {200, 422}
    assert answer.status_code == 422 or not feedparser.parse(answer.data).bozo


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(heading=typed_text, line=typed_text, speaker=typed_text)
def test_a_feed_is_whole_whatever_the_notes_hold(
    browser: Browser, heading: str, line: str, speaker: str
) -> None:
    def kept(text: str) -> str:
        return text.replace("\0", "").encode("utf-8", "ignore").decode()

    event = a_session(a_note(kept(heading), kept(line), speaker=kept(speaker)))
    key = event.key

    read = feedparser.parse(feed(browser).data)

    assert not read.bozo
    assert f"/trainings/{key}#" in read.entries[0].link


def test_a_feed_takes_as_many_statements_for_three_notes(browser: Browser) -> None:
    numbers = []
    for count in (1, 2):
        for _ in range(count):
            a_session(a_note("森林", "一行。", "二行。"))
        with statements() as sent:
            feed(browser, q="森林")
        numbers.append(len(sent))

    assert numbers[0] == numbers[1]


def test_a_saved_feed_tells_what_its_owner_may_see(app: Flask, browser: Browser) -> None:
    for word, hidden in {
        "公開": {},
        "会員": {"visibility": Visibility.MEMBERS},
        "下書き": {"status": EventStatus.DRAFT},
    }.items():
        event = a_session(a_note(f"{word}の話"))
        for name, value in hidden.items():
            setattr(event, name, value)
        change(event, LONG_AGO)
    a_session(a_note("ほか"))
    member, organizer = an_account(), an_account(Role.ORGANIZER)
    asked = f"q={quote('話')}"

    told = [titles(browser.get(private_feed(one, asked))) for one in (member, organizer)]

    assert [{title[: title.index("の話")] for title in found} for found in told] == [
        {"公開", "会員"},
        {"公開", "会員", "下書き"},
    ]


def test_a_saved_feed_is_somebodys_whoever_asks_for_it(app: Flask) -> None:
    a_session(a_note("会員の話"), visibility=Visibility.MEMBERS)
    path = private_feed(an_account())

    answers = [
        who.get(path) for who in (Browser(app), Browser(app).sign_in(an_account(Role.ADMIN)))
    ]

    assert [titles(answer) for answer in answers] == [["会員の話（第3回交流研修）"]] * 2
    assert answers[0].headers["Cache-Control"] == "private, max-age=300"
    assert answers[0].headers["X-Robots-Tag"] == "noindex"
    assert answers[0].headers["Referrer-Policy"] == "no-referrer"


def test_a_saved_feed_follows_what_its_owner_may_see(browser: Browser) -> None:
    account = an_account(Role.ORGANIZER)
    a_session(a_note("下書きの話"), status=EventStatus.DRAFT)
    path = private_feed(account)
    assert titles(browser.get(path)) == ["下書きの話（第3回交流研修）"]

    account.role, account.organization = Role.STAFF, an_organization()
    db.session.commit()

    assert titles(browser.get(path)) == []


def test_a_saved_feed_ends_with_the_account(browser: Browser) -> None:
    account = an_account()
    path = private_feed(account)
    assert browser.get(path).status_code == 200

    account.disabled_at = LONG_AGO
    db.session.commit()

    assert browser.get(path).status_code == 404


def test_an_address_that_nobody_was_given_leads_nowhere(browser: Browser) -> None:
    answer = browser.get("/feeds/records/unknown-token.atom")

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_saved_feed_has_the_name_of_the_search_and_keeps_its_own(browser: Browser) -> None:
    account = an_account()
    path = private_feed(account, "fiscal_year=2022")
    before = feedparser.parse(browser.get(path).data).feed
    [search] = saved.searches_of(account)
    saved.renew(search)
    saved.rename(search, "<山> & 木")
    db.session.commit()

    after = feedparser.parse(browser.get(f"/feeds/records/{search.token}.atom").data).feed

    assert (before.title, after.title) == (
        "開催記録「保存した検索」｜開港 Kaikō",
        "開催記録「<山> & 木」｜開港 Kaikō",
    )
    assert (after.id, after.links[1].href) == (before.id, f"{BASE_URL}/records/?fiscal_year=2022")
    assert search.token not in after.id


def test_a_page_names_the_feed_of_what_it_shows(browser: Browser) -> None:
    a_session(a_note("森林"))
    query = f"q={quote('森林')}&amp;fiscal_year=2022"

    shown = browser.get("/records/?page=1&fiscal_year=R4&q=森林&order=relevance").text

    assert (
        f'type="application/atom+xml" title="この検索のフィード（Atom）" href="/records/feed.atom?{query}"'
        in shown
    )
    assert f'readonly value="{BASE_URL}/records/feed.atom?{query}"' in shown
    assert 'href="/records/feed.atom"' in browser.get("/records/").text
