from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.event import EventStatus, Visibility
from tests.conftest import BASE_URL
from tests.factories import a_day, a_group, a_place, an_event
from tests.pages import main_text
from tests.statements import statements

if TYPE_CHECKING:
    from tests.conftest import Browser


def test_index_shows_this_month_unless_another_is_named(browser: Browser, noon: datetime) -> None:
    an_event(title="今月の研修", days=[a_day(date(2026, 6, 30))])
    an_event(title="来月の研修", days=[a_day(date(2026, 7, 1))])

    this, other = (
        main_text(browser.get("/calendar/")),
        main_text(browser.get("/calendar/?month=2026-07")),
    )

    assert ("令和8年6月" in this, "今月の研修" in this, "来月の研修" in this) == (True, True, False)
    assert ("今月の研修" in other, "来月の研修" in other) == (False, True)


def test_index_lists_a_month_with_hours_and_places(browser: Browser) -> None:
    group = a_group("置賜地域")
    day = a_day(date(2022, 9, 26), time(13, 30), time(16, 30), places=[a_place(groups=[group])])
    an_event(days=[day])

    text = main_text(browser.get("/calendar/?month=R4.9&view=list"))

    assert "令和4年9月26日(月) 13:30～16:30 第1回交流研修 米沢市産業会館（置賜地域）" in text


def test_index_shows_every_day_of_an_event_and_marks_the_cancelled(browser: Browser) -> None:
    an_event(
        title="二日の研修",
        days=[a_day(date(2026, 6, 30)), a_day(date(2026, 7, 1))],
        status=EventStatus.CANCELLED,
    )

    for month in ("2026-06", "2026-07"):
        assert "二日の研修 中止" in main_text(browser.get(f"/calendar/?month={month}"))


@pytest.mark.parametrize("view", ["month", "list"])
def test_index_hides_what_one_may_not_see(browser: Browser, view: str) -> None:
    an_event(title="公開の研修", days=[a_day(date(2026, 6, 1))])
    an_event(title="下書き研修", days=[a_day(date(2026, 6, 1))], status=EventStatus.DRAFT)
    an_event(title="内輪の研修", days=[a_day(date(2026, 6, 1))], visibility=Visibility.MEMBERS)

    text = main_text(browser.get(f"/calendar/?month=2026-06&view={view}"))

    assert [title for title in ("公開の研修", "下書き研修", "内輪の研修") if title in text] == [
        "公開の研修"
    ]


def test_index_says_when_a_month_is_empty(browser: Browser) -> None:
    assert "この月の予定はありません。" in main_text(browser.get("/calendar/?month=2026-06"))


def test_index_names_what_has_no_day_yet(browser: Browser, noon: datetime) -> None:
    an_event(title="冬の研修", days=[], expected="1月下旬")
    an_event(title="下書き研修", days=[], status=EventStatus.DRAFT)

    text = main_text(browser.get("/calendar/"))

    assert ("冬の研修 1月下旬（日程は未定）" in text, "下書き研修" in text) == (True, False)


def test_index_keeps_what_it_cannot_read_and_says_so(browser: Browser) -> None:
    answer = browser.get("/calendar/?month=2026-13")

    assert answer.status_code == 422
    assert "年月として読み取れません" in main_text(answer)
    assert 'value="2026-13"' in answer.text


def test_index_offers_everything_to_subscribe_to_and_leads_to_the_other_feeds(
    browser: Browser,
) -> None:
    text = browser.get("/calendar/").text

    assert f'value="{BASE_URL}/feeds/all.ics"' in text
    assert f'href="webcal:{BASE_URL.partition(":")[2]}/feeds/all.ics"' in text
    assert 'href="/calendar/subscribe"' in text


def test_index_sends_the_same_number_of_statements_for_one_day_and_three(browser: Browser) -> None:
    def make() -> None:
        an_event(days=[a_day(date(2026, 6, 1))])

    make()
    with statements() as for_one:
        browser.get("/calendar/?month=2026-06")
    make()
    make()
    with statements() as for_three:
        browser.get("/calendar/?month=2026-06")

    assert len(for_three) == len(for_one)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(month=st.text(max_size=30), view=st.text(max_size=10))
def test_no_query_string_brings_the_calendar_down(browser: Browser, month: str, view: str) -> None:
    query = {
        "month": month.encode("utf-8", "replace").decode(),
        "view": view.encode("utf-8", "replace").decode(),
    }

    assert browser.get("/calendar/", query_string=query).status_code in {200, 422}
