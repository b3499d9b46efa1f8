from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.headcount import Headcount, HeadcountUnit
from tests.conftest import BASE_URL
from tests.factories import a_day, a_note, an_event
from tests.pages import main_text

if TYPE_CHECKING:
    from tests.conftest import Browser

TODAY = date(2026, 6, 1)
"""The date in Tokyo at `noon`."""


def test_index_shows_what_is_next_soonest_first_and_what_goes_on(
    browser: Browser, noon: datetime
) -> None:
    day = timedelta(days=1)
    an_event(title="昨日の研修", days=[a_day(TODAY - day)])
    an_event(title="今日までの研修", days=[a_day(TODAY - day), a_day(TODAY)])
    an_event(title="来週の研修", days=[a_day(TODAY + 7 * day)])
    an_event(title="明日の研修", days=[a_day(TODAY + day)], status=EventStatus.CANCELLED)

    text = main_text(browser.get("/"))

    assert "昨日の研修" not in text
    assert text.index("今日までの研修") < text.index("明日の研修") < text.index("来週の研修")
    assert "中止" in text


def test_index_gives_the_newest_year_with_events_held_in_figures(browser: Browser) -> None:
    held = {"status": EventStatus.HELD}
    an_event(days=[a_day(date(2021, 9, 1))], headcount=Headcount(total=1000), **held)
    an_event(
        days=[a_day(date(2022, 9, 1))], headcount=Headcount(total=20), notes=[a_note()], **held
    )
    an_event(
        EventKind.SEMINAR, days=[a_day(date(2023, 3, 1))], headcount=Headcount(total=3), **held
    )
    an_event(
        EventKind.FAIR,
        days=[a_day(date(2022, 11, 6))],
        headcount=Headcount(total=3688, unit=HeadcountUnit.VISITORS),
        **held,
    )
    an_event(days=[a_day(date(2023, 9, 1))])

    text = main_text(browser.get("/"))

    assert (
        "令和4年度の実績 交流研修 1 件 出展 1 件 外部研修 1 件"
        " 出席者・受講者数 23 名 来場者数 3,688 人 開催記録 1 件" in text
    )


def test_index_neither_shows_nor_counts_drafts_and_what_is_for_members(browser: Browser) -> None:
    held = {"status": EventStatus.HELD, "days": [a_day(date(2022, 9, 1))]}
    an_event(headcount=Headcount(total=20), **held)
    an_event(
        visibility=Visibility.MEMBERS,
        headcount=Headcount(total=7),
        status=EventStatus.HELD,
        days=[a_day(date(2024, 9, 1))],
        notes=[a_note()],
    )
    an_event(title="下書きの研修", status=EventStatus.DRAFT, days=[a_day(date(2100, 1, 1))])

    text = main_text(browser.get("/"))

    assert "令和4年度の実績" in text
    assert "出席者・受講者数 20 名" in text
    assert "下書きの研修" not in text


def test_index_of_an_empty_programme_says_so_and_offers_the_calendar(browser: Browser) -> None:
    answer = browser.get("/")

    assert "現在お知らせしている行事はありません。" in main_text(answer)
    assert f'value="{BASE_URL}/feeds/all.ics"' in answer.text
    assert f'href="webcal:{BASE_URL.partition(":")[2]}/feeds/all.ics"' in answer.text


def test_index_searches_the_session_notes(browser: Browser) -> None:
    assert 'action="/records/" method="get"' in browser.get("/").text
