"""Two write the notes of one session, look at what was said before, and bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from exchange.demonstration.people import ADMIN, ORGANIZER
from tests.factories import a_note, an_event
from tests.journeys.visits import control, fill, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from playwright.sync_api import Page

    from exchange.demonstration.people import Person


def test_the_second_of_two_writers_sees_both_versions_and_saves_one_of_both(
    app: Flask, page: Page, signed_in: Callable[[Person], Page]
) -> None:
    event = an_event(title="二人で書く研修", notes=[a_note("木の話", "幹"), a_note("市の話", "店")])
    key = event.key
    notes = f"/manage/trainings/{key}/notes"
    first, second = signed_in(ADMIN), signed_in(ORGANIZER)
    for desk in (first, second):
        desk.goto(notes)
    fill(first, {"notes-0-lines": "幹\n相手の枝", "notes-1-heading": "朝市の話"})
    press(first, "保存する")
    fill(second, {"notes-0-lines": "幹\n【提案】自分の枝"})

    press(second, "保存する")

    both = second.get_by_role("main")
    expect(both).to_contain_text("管理者（見本）")
    expect(both.get_by_role("row", name="朝市の話 相手の変更")).to_be_visible()
    expect(control(second, "blocks-0-lines")).to_have_value("幹\n相手の枝\n【提案】自分の枝")
    fill(second, {"blocks-0-lines": "幹\n【提案】二人の枝"})
    press(second, "まとめた内容を保存する")
    expect(both).to_contain_text("保存しました。")
    page.goto(f"/trainings/{key}")
    expect(page.get_by_role("main")).to_contain_text("二人の枝")
    expect(page.get_by_role("main")).to_contain_text("朝市の話")


def test_what_was_said_before_is_compared_and_brought_back(
    app: Flask, signed_in: Callable[[Person], Page]
) -> None:
    event = an_event(title="書き直す研修", notes=[a_note("森の話", "森林について学ぶ。")])
    desk = signed_in(ORGANIZER)
    desk.goto(f"/manage/trainings/{event.key}/notes")
    fill(desk, {"notes-0-lines": "森林と木材について学ぶ。"})
    press(desk, "保存する")
    main = desk.get_by_role("main")

    main.get_by_role("link", name="開催記録の版").click()
    main.get_by_role("link", name="第2版").click()
    expect(main.locator("ins")).to_have_text(["と木材"])
    main.get_by_role("link", name="版の一覧").click()
    main.get_by_role("link", name="第1版").click()
    press(desk, "この版に戻す")

    expect(main).to_contain_text("開催記録を第1版の内容に戻しました。")
    expect(main.get_by_role("row").nth(1)).to_contain_text("第3版 現在")


def test_a_block_that_belongs_to_another_session_is_moved_there(
    app: Flask, page: Page, signed_in: Callable[[Person], Page]
) -> None:
    event = an_event(title="移す元の研修", notes=[a_note("海の話", "波"), a_note("山の話", "峰")])
    target = an_event(title="移す先の研修")
    desk = signed_in(ORGANIZER)
    key, target_key = event.key, target.key
    desk.goto(f"/manage/trainings/{key}/notes")
    main = desk.get_by_role("main")

    main.get_by_role("link", name="1を別の行事へ移す").click()
    fill(desk, {"q": "移す先"})
    press(desk, "絞り込む")
    main.get_by_role("row", name="移す先の研修").get_by_role("link").click()
    press(desk, "記録を移す")

    expect(main).to_contain_text("「移す先の研修」に移しました。")
    page.goto(f"/trainings/{target_key}")
    expect(page.get_by_role("main")).to_contain_text("海の話")
    page.goto("/records/?q=海の話 移す先")
    expect(page.get_by_role("main")).to_contain_text("波")
    page.goto(f"/trainings/{key}")
    expect(page.get_by_role("main")).not_to_contain_text("海の話")
