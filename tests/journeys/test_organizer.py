"""An organizer makes a training known, and two of them get in each other's way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.request import urlopen

import vobject
from playwright.sync_api import expect

from exchange.demonstration.people import ADMIN, ORGANIZER
from exchange.extensions import site as settings
from exchange.lib import clock, wareki
from tests.factories import an_event
from tests.journeys.visits import control, fill, press

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from flask import Flask
    from playwright.sync_api import Page

    from exchange.demonstration.people import Person
    from tests.processes import Server

TITLE = "第9回交流研修「道の駅を歩く」"
A_DAY = timedelta(days=1)


def _type_in(page: Page, first: date) -> None:
    """Fill the form as people type: in wareki, in full width, adding days and places as they go."""
    fill(page, {"title": TITLE, "theme": "産地直売の二十年", "days-0-starts": "１３：３０"})
    fill(page, {"days-0-held_on": wareki.short_date(first), "days-0-ends": "16:30"})
    page.locator("#days-0-places-0").get_by_label("置賜地域").check()
    fill(page, {"days-0-places-0-venue": "道の駅米沢"})
    press(page, "1日目に会場を追加")
    page.locator("#days-0-places-1").get_by_label("港区").check()
    control(page, "days-0-places-1-online").check()
    press(page, "開催日を追加")
    fill(page, {"days-1-held_on": wareki.format_date(first + A_DAY), "days-1-label": "視察"})
    fill(page, {"days-1-places-0-venue": "道の駅川のみなと長井"})
    fill(page, {"speakers-0-name": "髙橋 𠮷之", "speakers-0-affiliation": "道の駅米沢"})
    control(page, "takes_registrations").check()
    closes = first - 10 * A_DAY
    fill(page, {"closes_on": wareki.short_date(closes), "closes_time": "17:00", "capacity": "２０"})


def test_a_training_typed_in_and_published_stands_on_its_page_in_the_list_and_in_the_feed(
    app: Flask, site: Server, page: Page, signed_in: Callable[[Person], Page]
) -> None:
    first = clock.today(settings().zone) + 40 * A_DAY
    desk = signed_in(ORGANIZER)
    desk.get_by_role("main").get_by_role("link", name="交流研修を作成").click()
    _type_in(desk, first)

    press(desk, "保存して公開する")

    expect(desk.get_by_role("main")).to_contain_text("公開しました。")
    page.goto(f"/trainings/?fiscal_year={wareki.fiscal_year(first)}")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert _report(page) == {
        "テーマ": "産地直売の二十年",
        "日時": f"1日目：{wareki.format_long(first)} 13:30～16:30\n"
        f"2日目：{wareki.format_long(first + A_DAY)}（視察）",
        "場所": "1日目：道の駅米沢（置賜地域）／オンライン（港区）\n2日目：道の駅川のみなと長井",
        "講師": "道の駅米沢　髙橋 𠮷之 氏",
    }
    expect(page.locator("#registration")).to_contain_text("残席20")
    expect(page.get_by_role("link", name="申し込む").first).to_be_visible()
    with urlopen(f"{site.url}/feeds/trainings.ics") as answer:  # noqa: S310  # our own server
        entries = vobject.readOne(answer.read().decode()).vevent_list
    mine = [one.summary.value for one in entries if one.summary.value.startswith(TITLE)]
    assert mine == [f"{TITLE}（1日目）", f"{TITLE}（2日目：視察）"]


def _report(page: Page) -> dict[str, str]:
    """Give the table of the event's page, line by line."""
    lines = page.locator(".report").get_by_role("row").all()
    return {
        line.get_by_role("rowheader").inner_text(): line.get_by_role("cell").last.inner_text()
        for line in lines
    }


def test_of_two_organizers_the_second_to_save_is_shown_both_versions_and_decides(
    app: Flask, page: Page, signed_in: Callable[[Person], Page]
) -> None:
    event = an_event(key="two-organizers", title="二人で直す研修", theme="もとのテーマ")
    one, other = signed_in(ORGANIZER), signed_in(ADMIN)
    for desk in (one, other):
        desk.goto(f"/manage/trainings/{event.key}/edit")
    fill(one, {"theme": "先に保存したテーマ"})
    press(one, "保存する")

    fill(other, {"theme": "あとから保存したテーマ"})
    press(other, "保存する")

    compared = other.get_by_role("row", name="テーマ").get_by_role("cell").all_inner_texts()
    assert compared == ["先に保存したテーマ", "あとから保存したテーマ"]
    page.goto(f"/trainings/{event.key}")
    expect(page.get_by_role("main")).to_contain_text("先に保存したテーマ")

    press(other, "自分の内容で上書きする")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("あとから保存したテーマ")
