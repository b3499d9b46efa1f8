from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.account import Role
from exchange.domain.booth import Booth, BoothKind
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.headcount import Headcount, HeadcountUnit
from exchange.domain.note import NoteKind, NoteLine
from exchange.domain.programme import Programme
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.domain.series import Series
from exchange.extensions import db
from tests.conftest import Browser
from tests.factories import (
    LATER_ON,
    a_day,
    a_group,
    a_hold,
    a_note,
    a_place,
    a_quota,
    a_registration,
    a_speaker,
    an_account,
    an_event,
    an_open_event,
    an_organization,
)
from tests.pages import main_text
from tests.statements import statements
from tests.typed import typed

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event

HIDDEN: list[dict[str, Any]] = [
    {"status": EventStatus.DRAFT},
    {"visibility": Visibility.MEMBERS},
]


def test_index_lists_the_events_of_its_kind_newest_first(browser: Browser) -> None:
    an_event(title="春の研修", days=[a_day(date(2026, 4, 10))])
    an_event(title="秋の研修", days=[a_day(date(2026, 10, 10))])
    an_event(EventKind.FAIR, title="まつり")

    text = main_text(browser.get("/trainings/"))

    assert "2件" in text
    assert text.index("秋の研修") < text.index("春の研修")
    assert "まつり" not in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("fiscal_year=2022", {"森林の研修"}),
        ("fiscal_year=R4", {"森林の研修"}),
        ("fiscal_year=令和5年度", {"防災の研修"}),
        ("organization=131032", {"森林の研修"}),
        ("organization=港区", {"森林の研修"}),
        ("q=ｼﾝﾘﾝ", set()),
        ("q=森林", {"森林の研修"}),
        ("q=研修 防災", {"防災の研修"}),
        ("q=%25", set()),
    ],
)
def test_index_is_narrowed_by_what_the_address_says(
    browser: Browser, query: str, shown: set[str]
) -> None:
    minato, okitama = a_group("港区", "minato"), a_group("置賜地域", "okitama")
    an_organization("港区", code="131032", group=minato)
    an_event(title="森林の研修", days=[a_day(date(2022, 9, 1), places=[a_place(groups=[minato])])])
    an_event(title="防災の研修", days=[a_day(date(2023, 9, 1), places=[a_place(groups=[okitama])])])

    text = main_text(browser.get(f"/trainings/?{query}"))

    assert {title for title in ("森林の研修", "防災の研修") if title in text} == shown


def test_index_keeps_the_filter_from_page_to_page(browser: Browser) -> None:
    for number in range(21):
        an_event(title=f"研修{number:02}")

    answer = browser.get("/trainings/?q=研修")

    assert "21件" in main_text(answer)
    assert 'href="/trainings/?q=%E7%A0%94%E4%BF%AE&amp;page=2"' in answer.text
    assert "研修00" in main_text(browser.get("/trainings/?q=研修&page=2"))


def test_index_shows_the_last_page_when_a_later_one_is_asked_for(browser: Browser) -> None:
    an_event(title="ただ一つ")

    assert "ただ一つ" in main_text(browser.get("/trainings/?page=99"))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("fiscal_year=abc", "年度として読み取れません"),
        ("organization=nowhere", "この団体は登録されていません"),
        ("page=-1", "整数"),
        ("q=" + "森" * 201, "200"),
    ],
)
def test_index_says_what_it_does_not_understand_and_keeps_it(
    browser: Browser, query: str, message: str
) -> None:
    answer = browser.get(f"/trainings/?{query}")

    assert answer.status_code == 422
    assert message in main_text(answer)
    assert query.partition("=")[2] in answer.text


@pytest.mark.parametrize("path", ["/trainings/", "/fairs/", "/seminars/"])
def test_index_says_that_there_is_nothing_yet(browser: Browser, path: str) -> None:
    answer = browser.get(path)

    assert answer.status_code == 200
    assert "この種別の行事はまだありません。" in main_text(answer)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_index_neither_shows_nor_counts_what_one_may_not_see(
    browser: Browser, hidden: dict[str, Any]
) -> None:
    an_event(title="公開の研修")
    an_event(title="内緒の研修", days=[a_day(date(2019, 9, 1))], **hidden)

    answer = browser.get("/trainings/")

    assert "1件" in main_text(answer)
    assert "内緒" not in answer.text
    assert "令和元年度" not in answer.text


def test_index_shows_members_what_is_for_members_and_organizers_the_drafts(app: Flask) -> None:
    an_event(title="関係者の研修", visibility=Visibility.MEMBERS)
    an_event(title="下書きの研修", status=EventStatus.DRAFT)
    staff, organizer = (
        main_text(Browser(app).sign_in(an_account(role)).get("/trainings/"))
        for role in (Role.STAFF, Role.ORGANIZER)
    )

    assert ("関係者の研修" in staff, "下書きの研修" in staff) == (True, False)
    assert ("関係者の研修" in organizer, "下書きの研修" in organizer) == (True, True)


def test_index_sends_the_same_number_of_statements_for_one_event_and_three(
    browser: Browser,
) -> None:
    group = a_group()

    def make(series: str) -> None:
        an_open_event(
            days=[a_day(places=[a_place(groups=[group])])],
            series=Series(name=series),
            headcount=Headcount(total=3),
        )

    make("一")
    with statements() as for_one:
        browser.get("/trainings/")
    make("二")
    make("三")
    with statements() as for_three:
        browser.get("/trainings/")

    assert len(for_three) == len(for_one)


@pytest.fixture
def second_round() -> Event:
    """A training of two days, held, with all that a report says of it."""
    group = a_group("置賜地域", "okitama")
    return an_event(
        key="r4-koryu-2",
        title="第2回交流研修",
        status=EventStatus.HELD,
        theme="これからを考える",
        days=[
            a_day(
                date(2023, 1, 18),
                time(13),
                time(17),
                places=[
                    a_place(groups=[group]),
                    a_place(online=True, url="https://x.example/join"),
                ],
            ),
            a_day(date(2023, 1, 19), time(9), time(16), label="視察", places=[a_place("上杉神社")]),
        ],
        speakers=[a_speaker("平出 淑恵", position="酒サムライコーディネーター", is_remote=True)],
        headcount=Headcount(total=26, is_approximate=True, present=["置賜3市5町", "港区"]),
        notes=[a_note("酒を切り口に", "森林と酒。", speaker="平出 淑恵")],
    )


def test_show_follows_the_order_of_the_report(browser: Browser, second_round: Event) -> None:
    text = main_text(browser.get("/trainings/r4-koryu-2"))

    expected = [
        "1 テーマ これからを考える",
        "2 日時 1日目： 令和5年1月18日(水) 13:00～17:00 2日目： 令和5年1月19日(木) 9:00～16:00（視察）",
        "3 場所 1日目：米沢市産業会館（置賜地域）／オンライン 2日目：上杉神社",
        "4 講師 酒サムライコーディネーター 平出 淑恵 氏（リモート）",
        "5 出席者 置賜3市5町、港区 約26名",
        "6 内容 酒を切り口に 平出 淑恵 森林と酒。",
    ]
    assert [line for line in expected if line not in text] == []


def test_show_never_tells_the_joining_link(browser: Browser, second_round: Event) -> None:
    assert "x.example" not in browser.get("/trainings/r4-koryu-2").text


def test_show_marks_what_was_searched_for(browser: Browser, second_round: Event) -> None:
    answer = browser.get("/trainings/r4-koryu-2?q=森林")

    assert '<mark class="hit">森林</mark>と酒。' in answer.text
    assert f'id="note-{second_round.notes[0].id}"' in answer.text


def marked_lines() -> list[NoteLine]:
    """Give lines of which each is known in another way."""
    return [
        NoteLine(text="森林の日を作る。", theme="森林", is_proposal=True),
        NoteLine(text="港区の子どもを招く。", level=1, speaker="佐藤 花子", organization="米沢市"),
        NoteLine(text="秋がよい。", level=1, organization="小国町"),
        NoteLine(text="酒も出す。", speaker="伊藤 一"),
    ]


def test_show_prints_lines_as_they_are_nested_and_who_said_them(browser: Browser) -> None:
    note = a_note("意見交換", kind=NoteKind.DISCUSSION)
    note.lines = marked_lines()
    event = an_event(key="r4-koryu-3", notes=[note])
    ids = [line.id for line in event.notes[0].lines]

    page = browser.get("/trainings/r4-koryu-3?q=花子").text

    [section] = re.findall(r'<section class="note".*?</section>', page, re.DOTALL)
    assert re.sub(r"\s*\n\s*", "", section) == (
        f'<section class="note" lang="ja" id="note-{note.id}">'
        '<h2 class="note__heading">意見交換</h2>'
        '<ul class="note__lines">'
        f'<li id="line-{ids[0]}">森林の日を作る。 <span class="note__theme">森林</span>'
        ' <span class="badge badge--info note__proposal" lang="ja">提案</span>'
        '<ul class="note__lines">'
        f'<li id="line-{ids[1]}">港区の子どもを招く。'
        '<span class="note__by">（米沢市 佐藤 <mark class="hit">花子</mark>）</span></li>'
        f'<li id="line-{ids[2]}">秋がよい。<span class="note__by">（小国町）</span></li>'
        "</ul></li>"
        f'<li id="line-{ids[3]}">酒も出す。<span class="note__by">（伊藤 一）</span></li>'
        "</ul></section>"
    )


@pytest.mark.parametrize("word", ["森林", "米沢市", "小国町", "伊藤"])
def test_show_marks_what_was_searched_for_in_whatever_is_known_of_a_line(
    browser: Browser, word: str
) -> None:
    note = a_note("意見交換")
    note.lines = marked_lines()
    an_event(key="r4-koryu-3", notes=[note])

    page = browser.get(f"/trainings/r4-koryu-3?q={word}").text

    assert f'<mark class="hit">{word}</mark>' in page


@pytest.mark.parametrize(
    ("notes", "label"), [([], "開催記録を書く"), (["まとめ"], "開催記録を編集")]
)
def test_show_leads_organizers_to_the_notes(
    browser: Browser, organizer: Browser, notes: list[str], label: str
) -> None:
    an_event(key="r4-koryu-3", notes=[a_note(heading) for heading in notes])
    link = 'href="/manage/trainings/r4-koryu-3/notes">'

    anonymous, own = (who.get("/trainings/r4-koryu-3").text for who in (browser, organizer))

    assert link not in anonymous
    assert label in own.partition(link)[2].partition("</a>")[0]


def test_show_lists_the_booths_of_a_fair_and_its_visitors(browser: Browser) -> None:
    body = an_organization("長井市")
    booth = Booth(
        name="けん玉体験", kind=BoothKind.EXPERIENCE, offers=["けん玉"], organizations=[body]
    )
    an_event(
        EventKind.FAIR,
        key="fureai",
        organizer="港区芝地区総合支所",
        booths=[booth],
        headcount=Headcount(total=3688, unit=HeadcountUnit.VISITORS),
    )

    text = main_text(browser.get("/fairs/fureai"))

    assert "主催 港区芝地区総合支所" in text
    assert "けん玉体験 体験 けん玉 長井市" in text
    assert "来場者数 3,688人" in text


def test_show_names_programme_tier_and_provider_of_a_seminar(browser: Browser) -> None:
    an_event(
        EventKind.SEMINAR,
        key="kankei",
        programme=Programme(name="地方創生セミナー"),
        tier="ベーシック",
        provider="(一財)地域活性化センター",
        headcount=Headcount(total=2),
    )

    text = main_text(browser.get("/seminars/kankei"))

    assert "講座・区分 地方創生セミナー（ベーシック）" in text
    assert "主催 (一財)地域活性化センター" in text
    assert "受講者数 2名" in text


def test_show_tells_how_registration_stands(browser: Browser, noon: datetime) -> None:
    event = an_open_event(key="open", capacity=30, registration_closes_at=noon + timedelta(days=7))
    a_registration(event)
    a_registration(event, status=RegistrationStatus.CANCELLED)

    answer = browser.get("/trainings/open")

    assert (
        "状態 受付中 申込期限 令和8年6月8日(月) 12:00 定員 30名 申込済 1名 残席 29名"
        in main_text(answer)
    )
    assert 'href="/trainings/open/register"' in answer.text


def test_show_tells_the_places_left_by_way(browser: Browser, noon: datetime) -> None:
    both = [a_day(places=[a_place(), a_place(online=True)])]
    event = an_open_event(key="ways", capacity=9, onsite_capacity=1, online_capacity=6, days=both)
    a_registration(event)
    a_hold(event, an_organization(), places=2, mode=Mode.ONLINE)

    text = main_text(browser.get("/trainings/ways"))

    assert "申込済 1名（ほかに確保2席） 残席 4名（会場 満席、オンライン 4名）" in text


def test_show_tells_of_approval_and_whom_to_ask(browser: Browser) -> None:
    an_open_event(
        key="ask", needs_approval=True, contact="総務課\n内線 5", contact_email="a@example.lg.jp"
    )

    answer = browser.get("/trainings/ask")

    assert (
        "承認 申込の内容を事務局が確認し、結果をメールでお知らせします。"
        " 問い合わせ先 総務課 内線 5 a@example.lg.jp"
    ) in main_text(answer)
    assert 'href="mailto:a@example.lg.jp"' in answer.text


def a_shared_event(**columns: Any) -> Event:
    event = an_open_event(key="shared", capacity=30, **columns)
    yonezawa = an_organization("米沢市", code="062022")
    a_quota(event, organization=yonezawa, places=5)
    a_quota(event, organization=an_organization("長井市"), onsite=3)
    a_registration(event, organization=yonezawa)
    return event


def test_show_says_that_there_are_quotas_and_until_when(browser: Browser, noon: datetime) -> None:
    a_shared_event(quotas_released_on=noon.date() + timedelta(days=1))

    text = main_text(browser.get("/trainings/shared"))

    assert (
        "団体ごとの枠 団体・地域ごとの枠があります。"
        " 令和8年6月2日(火)から、空いている枠をどの団体でも利用できます。 利用目的"
    ) in text


def test_show_tells_who_is_signed_in_the_quotas_and_what_is_left_of_their_own(
    app: Flask, noon: datetime
) -> None:
    event = a_shared_event()
    mine = event.quotas[0].organization
    staff = Browser(app).sign_in(an_account(Role.STAFF, organization=mine))
    organizer = Browser(app).sign_in(an_account(Role.ORGANIZER))

    texts = [main_text(one.get("/trainings/shared")) for one in (staff, organizer)]

    quotas = "団体・地域ごとの枠があります。 米沢市 5名 長井市 会場 3名"
    assert f"{quotas} 残席（米沢市） 4名" in texts[0]
    assert [quotas in text for text in texts] == [True, True]
    assert "残席（" not in texts[1]


def test_show_tells_the_places_of_ones_own_body_by_way(app: Flask, noon: datetime) -> None:
    both = [a_day(places=[a_place(), a_place(online=True)])]
    event = an_open_event(key="shared", days=both)
    body = an_organization("米沢市", code="062022")
    a_quota(event, organization=body, onsite=2, online=3)
    staff = Browser(app).sign_in(an_account(Role.STAFF, organization=body))

    text = main_text(staff.get("/trainings/shared"))

    assert "残席（米沢市） 会場 2名、オンライン 3名" in text


def test_show_keeps_silent_about_quotas_that_are_released(browser: Browser, noon: datetime) -> None:
    a_shared_event(quotas_released_on=noon.date())

    assert "団体ごとの枠" not in main_text(browser.get("/trainings/shared"))


def test_show_is_made_anew_when_quotas_change(organizer: Browser, browser: Browser) -> None:
    event = an_open_event(key="shared")
    an_organization("米沢市", code="062022")
    before = main_text(browser.get("/trainings/shared"))
    path = f"/manage/trainings/{event.key}/edit"
    form = typed(organizer.get(path))

    organizer.post(path, {**form, "quotas-0-whom": "organization:062022", "quotas-0-places": "5"})

    after = main_text(browser.get("/trainings/shared"))
    assert ["団体ごとの枠" in text for text in (before, after)] == [False, True]


def test_show_offers_the_waiting_list_when_all_places_are_taken(
    browser: Browser, noon: datetime
) -> None:
    a_registration(an_open_event(key="full", capacity=1))

    text = main_text(browser.get("/trainings/full"))

    assert "残席 満席" in text
    assert "キャンセル待ちに申し込む" in text


def test_show_offers_no_form_after_the_deadline(browser: Browser, noon: datetime) -> None:
    an_open_event(key="late", registration_closes_at=noon - timedelta(seconds=1))

    answer = browser.get("/trainings/late")

    assert "受付終了" in main_text(answer)
    assert "/trainings/late/register" not in answer.text


def test_show_says_what_is_cancelled(browser: Browser) -> None:
    whole = an_event(key="whole", status=EventStatus.CANCELLED)
    partly = an_event(key="partly", days=[a_day(), a_day(LATER_ON + timedelta(days=1))])
    partly.days[0].cancelled_at = whole.created_at
    db.session.commit()

    assert "この行事は中止になりました" in main_text(browser.get("/trainings/whole"))
    assert "令和8年9月26日(土) 13:30～16:30 中止" in main_text(browser.get("/trainings/partly"))


def test_show_links_the_rounds_before_and_after(browser: Browser) -> None:
    series = Series(name="交流研修")
    for number in (1, 2, 3):
        an_event(key=f"r{number}", title=f"第{number}回", series=series, round=number)
    an_event(key="r4", title="第4回", series=series, round=4, status=EventStatus.DRAFT)

    second, third = browser.get("/trainings/r2").text, browser.get("/trainings/r3").text

    assert 'rel="prev" href="/trainings/r1"' in second
    assert 'rel="next" href="/trainings/r3"' in second
    assert 'rel="next"' not in third


@pytest.mark.parametrize("hidden", HIDDEN)
def test_show_does_not_admit_that_there_is_what_one_may_not_see(
    browser: Browser, hidden: dict[str, Any]
) -> None:
    an_event(key="secret", title="内緒の研修", **hidden)

    answer = browser.get("/trainings/secret")

    assert answer.status_code == 404
    assert "内緒" not in answer.text


def test_show_finds_an_event_under_its_own_kind_alone(browser: Browser) -> None:
    an_event(key="mine")

    assert browser.get("/trainings/mine").status_code == 200
    assert browser.get("/fairs/mine").status_code == 404


def test_show_offers_editing_to_organizers_alone(browser: Browser, organizer: Browser) -> None:
    an_event(key="mine")

    assert "/manage/trainings/mine/edit" in organizer.get("/trainings/mine").text
    assert "/manage/" not in browser.get("/trainings/mine").text


def test_show_sends_the_same_number_of_statements_for_one_day_and_three(browser: Browser) -> None:
    group = a_group()

    def make(key: str, count: int) -> None:
        an_event(
            key=key,
            days=[a_day(LATER_ON, places=[a_place(groups=[group])]) for _ in range(count)],
            notes=[a_note(f"見出し{n}") for n in range(count)],
        )

    make("one", 1)
    make("three", 3)
    with statements() as for_one:
        browser.get("/trainings/one")
    with statements() as for_three:
        browser.get("/trainings/three")

    assert len(for_three) == len(for_one)


def test_pages_speak_english_to_whoever_chose_it(browser: Browser, second_round: Event) -> None:
    browser.client.set_cookie("language", "en")

    assert "Wednesday, January 18, 2023" in main_text(browser.get("/trainings/r4-koryu-2"))
    assert "about 26 people" in main_text(browser.get("/trainings/"))


ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["-1", "0", "２０２２", "令和4年度", "\0", "%", "_", "森" * 10_000, "1e9", "９" * 30]
    ),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.dictionaries(st.sampled_from(["fiscal_year", "organization", "q", "page"]), ODD))
def test_no_query_string_brings_a_list_or_a_page_down(
    browser: Browser, query: dict[str, str]
) -> None:
    sendable = {k: v.encode("utf-8", "replace").decode() for k, v in query.items()}

    assert browser.get("/trainings/", query_string=sendable).status_code in {200, 422}
    assert browser.get("/trainings/nothing", query_string=sendable).status_code == 404
