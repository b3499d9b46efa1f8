"""A coordinator's morning: whom the own organization sends, without a roster by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from exchange.demonstration import coming, people
from exchange.extensions import site as settings
from exchange.lib import clock
from tests.factories import a_day, a_place, an_open_event
from tests.journeys.visits import NARROW, control, fill, press

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Locator, Page

    from exchange.demonstration.people import Person

OWN = people.COORDINATOR.organization
PASTED = (
    "No.\t氏名\tﾌﾘｶﾞﾅ\t課名\tTEL\t参加形態\r\n"
    "1\t髙橋　𠮷之\tﾀｶﾊｼ　ﾖｼﾕｷ\t企画課\t238225111\t会場\r\n"
    "2\t小野　花子\t\t総務課\t０２３８－２２－５１１１\tＷｅｂ\r\n"
    "3\t佐藤　次郎\tさとう　じろう\t農林課\t\t対面\r\n"
    "4\t加藤　三郎\tかとう　さぶろう\t税務課\t\t電話\r\n"
    "5\t安部　四郎\tアベ　シロウ\t教育委員会\t\tオンライン\r\n"
)


def an_event_to_come(key: str, title: str) -> str:
    """Put an event on the desk, and give the address of its page there."""
    day = clock.today(settings().zone) + timedelta(days=30)
    an_open_event(key=key, title=title, days=[a_day(day, places=[a_place(), a_place(online=True)])])
    return f"/desk/trainings/{key}"


def on_the_desk(page: Page, title: str) -> Locator:
    """Find what the desk says of an event."""
    page.goto("/desk/")
    return page.get_by_role("row").filter(has_text=title)


def roster(page: Page) -> list[str]:
    names = page.get_by_role("region", name="名簿").get_by_role("rowheader").all_inner_texts()
    return [name.split("\n")[0] for name in names]


EVENTS = (coming.FULL, coming.OPEN)
"""Those of the demonstration; other tests register people for events of their own."""


def test_a_coordinator_sees_the_own_people_and_nobody_else(
    signed_in: Callable[[Person], Page],
) -> None:
    registrants = [person for key in EVENTS for person in people.REGISTRANTS[key]]
    own = [f"見本 {one.given_name}" for one in registrants if one.organization == OWN]
    others = [f"見本 {one.given_name}" for one in registrants if one.organization != OWN]

    page = signed_in(people.COORDINATOR)

    expect(page).to_have_url("/desk/")
    rows = [page.locator("tr", has=page.locator(f'a[href$="/{key}"]')) for key in EVENTS]
    listed = [text for row in rows for text in row.locator(".names > li").all_inner_texts()]
    assert sorted(text.partition("（")[0] for text in listed) == sorted(own)
    assert [name for name in others if name in page.content()] == []
    assert page.goto("/manage/").status == 403


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_five_pasted_rows_are_mended_where_they_stand_and_registered(
    app: Flask, signed_in: Callable[[Person], Page], width: str
) -> None:
    title = f"貼り付ける研修（{width}）"
    path = an_event_to_come(f"pasting-{width}", title)
    page = signed_in(people.COORDINATOR)
    if width == "narrow":
        page.set_viewport_size(NARROW)
    on_the_desk(page, title).get_by_role("link", name="回答する").click()

    fill(page, {"pasted": PASTED})
    press(page, "読み込んで確認する")

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("2行目 小野 花子")
    expect(summary).to_contain_text("4行目 加藤 三郎")
    expect(summary.get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_role("main")).to_contain_text("3名分は問題ありません")

    summary.get_by_role("link", name="2行目").click()
    fill(page, {"rows-1-family_kana": "おの", "rows-1-given_kana": "はなこ"})
    control(page, "rows-3-mode").select_option("オンライン")
    press(page, "確認画面へ進む")

    expect(page.get_by_role("list", name="手順")).to_contain_text("確認")
    expect(page.get_by_role("main")).to_contain_text("参加確定の見込み：5名")
    page.get_by_role("button", name="この内容で申し込む（5名）").dblclick()

    expect(page).to_have_url(path)
    expect(page.get_by_role("main")).to_contain_text("5名を申し込みました（参加確定 5名")
    assert roster(page) == ["安部 四郎", "小野 花子", "加藤 三郎", "佐藤 次郎", "髙橋 𠮷之"]
    expect(on_the_desk(page, title).locator(".names > li")).to_have_count(5)


def test_the_template_is_filled_in_and_sent(
    app: Flask, signed_in: Callable[[Person], Page], tmp_path: Path
) -> None:
    title = "様式で申し込む研修"
    path = an_event_to_come("by-file", title)
    page = signed_in(people.COORDINATOR)
    page.goto(path)
    with page.expect_download() as started:
        page.get_by_role("link", name="Excel様式をダウンロード").click()
    started.value.save_as(tmp_path / "roster.xlsx")
    book = openpyxl.load_workbook(tmp_path / "roster.xlsx")
    written = {"A": "髙﨑", "B": "花子", "C": "たかさき", "D": "はなこ", "H": "0238-22-5111"}
    for column, text in {**written, "I": "オンライン"}.items():
        book.worksheets[0][f"{column}6"] = text
    book.save(tmp_path / "filled.xlsx")

    control(page, "file").set_input_files(tmp_path / "filled.xlsx")
    press(page, "読み込んで確認する")
    page.get_by_role("button", name="この内容で申し込む（1名）").click()

    expect(page).to_have_url(path)
    assert roster(page) == ["髙﨑 花子"]


def test_somebody_is_changed_and_withdrawn_and_at_last_nobody_comes(
    app: Flask, signed_in: Callable[[Person], Page]
) -> None:
    title = "参加者のいない研修"
    path = an_event_to_come("nobody", title)
    page = signed_in(people.COORDINATOR)
    page.goto(f"{path}/register")
    row = {
        "family_name": "小野",
        "given_name": "花子",
        "family_kana": "おの",
        "given_kana": "はなこ",
    }
    fill(page, {f"rows-0-{name}": text for name, text in row.items()})
    control(page, "rows-0-mode").select_option("会場")
    control(page, "rows-0-given_kana").press("Enter")
    page.get_by_role("button", name="この内容で申し込む（1名）").click()

    page.get_by_role("link", name="変更する 小野 花子").click()
    fill(page, {"department": "総務課"})
    press(page, "変更を保存する")
    expect(page.get_by_role("region", name="名簿")).to_contain_text("総務課")

    page.get_by_role("link", name="申込取消 小野 花子").click()
    press(page, "申込取消")
    press(page, "「参加者なし」と回答する")
    expect(on_the_desk(page, title)).to_contain_text("参加者なし")

    page.goto(path)
    press(page, "「参加者なし」を取り下げる")
    expect(on_the_desk(page, title)).to_contain_text("未回答")


def test_places_are_held_before_anybody_is_named(
    app: Flask, signed_in: Callable[[Person], Page]
) -> None:
    path = an_event_to_come("held", "人数だけの研修")
    page = signed_in(people.COORDINATOR)
    page.goto(path)

    fill(page, {"places": "３"})
    press(page, "この人数を確保する")
    expect(page.get_by_role("main")).to_contain_text("会場：3名分を確保中")

    press(page, "確保をやめる")
    expect(page.get_by_role("main")).to_contain_text("未回答")
