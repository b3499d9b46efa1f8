"""Organizers write session notes, and lose nothing of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from exchange.demonstration.people import ADMIN, ORGANIZER, PASSWORD
from tests.factories import a_speaker, an_event
from tests.journeys.visits import control, fill, press, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from playwright.sync_api import Locator, Page

    from exchange.demonstration.people import Person
    from exchange.domain.event import Event

    SignedIn = Callable[[Person], Page]

with_scripts = pytest.mark.browser_context_args(java_script_enabled=True)
HALF_A_SECOND, TEN_SECONDS = 500, 10_000
REPORT = """○森林環境譲与税について（講師：長野 麻子 氏）
・森林環境譲与税は、市町村に配分される。
　・使い道は公表する。
・都市の木材利用にも使える。
○グループワーク
・木育の出前授業を増やしたい。
○まとめ
・【提案】合同で森林を視察する。"""
MINE = "あなたの下書きを表示しています"
NEVER_SENT = "この端末に、送信されていない内容があります"
OFFLINE = "接続できません。この端末に保存しています。"
ENDED = "ログインの有効期限が切れました。"


def editor_of(event: Event) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/notes"


def heading(page: Page, number: int = 0) -> Locator:
    return control(page, f"notes-{number}-heading")


def headings(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator("[name$=-heading]").all()]


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def offer(page: Page) -> Locator:
    return page.get_by_role("note").filter(has_text=NEVER_SENT)


def writing(page: Page, event: Event) -> None:
    """Open the editor with a clock that the test turns, and type a heading."""
    page.clock.install()
    page.goto(editor_of(event))
    fill(page, {"notes-0-heading": "書きかけ", "notes-0-lines": "一行目\n　その下"})


def in_another_tab(page: Page, event: Event) -> Page:
    other = page.context.new_page()
    other.goto(editor_of(event))
    return other


def test_a_report_pasted_from_word_is_arranged_without_a_script_saved_and_read(
    app: Flask, page: Page, signed_in: SignedIn
) -> None:
    event = an_event(title="記録を貼り付ける研修")
    desk = signed_in(ORGANIZER)
    desk.goto(editor_of(event))

    fill(desk, {"pasted": REPORT})
    press(desk, "見出しごとに分けて取り込む")
    assert headings(desk) == ["森林環境譲与税について", "グループワーク", "まとめ"]
    press(desk, "3を上へ")
    press(desk, "見出しを追加")
    fill(desk, {"notes-3-heading": "感想", "notes-3-lines": "よかった。\n○意見交換\n活発だった。"})
    press(desk, "4を「○」の行で分ける")
    press(desk, "1を下へ")
    assert headings(desk) == [
        "まとめ",
        "森林環境譲与税について",
        "グループワーク",
        "感想",
        "意見交換",
    ]
    press(desk, "5を削除")
    press(desk, "保存する")

    expect(desk.get_by_role("main")).to_contain_text("保存しました。")
    page.goto(f"/trainings/{event.key}")
    assert [one.inner_text() for one in page.locator(".note__heading").all()] == [
        "まとめ",
        "森林環境譲与税について 長野 麻子",
        "グループワーク",
        "感想",
    ]


def test_a_draft_waits_for_its_writer_and_others_are_told(app: Flask, signed_in: SignedIn) -> None:
    event = an_event(title="下書きの研修", speakers=[a_speaker("髙橋 𠮷之")])
    one, other = signed_in(ORGANIZER), signed_in(ADMIN)
    one.goto(editor_of(event))
    press(one, "講師ごとに見出しを追加")
    fill(one, {"notes-0-heading": "書きかけ"})
    press(one, "下書きを保存")
    expect(one.get_by_role("main")).to_contain_text(MINE)

    other.goto(editor_of(event))
    expect(other.get_by_role("main")).to_contain_text("事務局職員（見本）さんも書いています")
    expect(heading(other)).to_have_value("")

    again = signed_in(ORGANIZER)
    again.goto(editor_of(event))
    expect(heading(again)).to_have_value("書きかけ")
    expect(control(again, "notes-0-speaker")).to_have_value("髙橋 𠮷之")
    press(again, "下書きを破棄")
    expect(heading(again)).to_have_value("")


@with_scripts
def test_what_is_typed_goes_to_the_server_by_itself(app: Flask, signed_in: SignedIn) -> None:
    event = an_event(title="自動保存の研修")
    page = signed_in(ORGANIZER)
    writing(page, event)

    page.clock.run_for(TEN_SECONDS)

    expect(status(page)).to_contain_text("下書きを保存しました")
    elsewhere = signed_in(ORGANIZER)
    elsewhere.goto(editor_of(event))
    expect(heading(elsewhere)).to_have_value("書きかけ")
    expect(control(elsewhere, "notes-0-lines")).to_have_value("一行目\n　その下")
    page.reload()
    expect(heading(page)).to_have_value("書きかけ")
    expect(offer(page)).to_be_hidden()


@with_scripts
def test_without_a_connection_it_stays_on_the_device_and_goes_as_soon_as_there_is_one(
    app: Flask, signed_in: SignedIn
) -> None:
    event = an_event(title="圏外の研修")
    page = signed_in(ORGANIZER)
    writing(page, event)
    page.context.set_offline(True)

    page.clock.run_for(TEN_SECONDS)
    expect(status(page)).to_have_text(OFFLINE)
    page.context.set_offline(False)

    expect(status(page)).to_contain_text("下書きを保存しました")
    expect(heading(in_another_tab(page, event))).to_have_value("書きかけ")


@with_scripts
def test_what_a_closed_tab_had_not_sent_is_offered_and_put_back(
    app: Flask, signed_in: SignedIn
) -> None:
    event = an_event(title="閉じた研修")
    page = signed_in(ORGANIZER)
    writing(page, event)
    page.clock.run_for(HALF_A_SECOND)

    again = in_another_tab(page, event)
    page.close()
    expect(offer(again)).to_be_visible()
    expect(heading(again)).to_have_value("")
    press(again, "この内容に戻す")

    expect(again.get_by_role("main")).to_contain_text(MINE)
    expect(heading(again)).to_have_value("書きかけ")
    expect(control(again, "notes-0-lines")).to_have_value("一行目\n　その下")
    expect(offer(again)).to_be_hidden()
    again.reload()
    expect(offer(again)).to_be_hidden()


@with_scripts
def test_what_was_typed_just_before_a_page_is_left_is_offered_until_it_is_discarded(
    app: Flask, signed_in: SignedIn
) -> None:
    event = an_event(title="離れた研修")
    page = signed_in(ORGANIZER)
    writing(page, event)

    page.goto("/")
    page.goto(editor_of(event))
    expect(offer(page)).to_be_visible()
    press(page, "この内容を破棄")

    expect(offer(page)).to_be_hidden()
    page.reload()
    expect(offer(page)).to_be_hidden()


@with_scripts
def test_saving_without_a_connection_loses_nothing(app: Flask, signed_in: SignedIn) -> None:
    event = an_event(title="圏外で保存した研修")
    page = signed_in(ORGANIZER)
    writing(page, event)
    page.route("**", lambda route: route.abort("internetdisconnected"))
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        press(page, "保存する")
    expect(page.get_by_role("main")).to_be_hidden()  # the browser's own page stands there

    page = in_another_tab(page, event)
    press(page, "この内容に戻す")
    expect(heading(page)).to_have_value("書きかけ")
    press(page, "保存する")

    expect(page.get_by_role("main")).to_contain_text("保存しました。")
    expect(offer(page)).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage)") == []


@with_scripts
def test_when_the_session_has_ended_it_stays_on_the_device_until_one_signs_in_again(
    app: Flask, signed_in: SignedIn
) -> None:
    event = an_event(title="期限切れの研修")
    page = signed_in(ORGANIZER)
    writing(page, event)
    page.context.clear_cookies()

    page.clock.run_for(TEN_SECONDS)
    expect(status(page)).to_contain_text(ENDED)
    sign_in(page.context.new_page(), ORGANIZER.email, PASSWORD)
    page.clock.run_for(TEN_SECONDS)

    expect(status(page)).to_contain_text("下書きを保存しました")
    press(page, "保存する")
    expect(page.get_by_role("main")).to_contain_text("保存しました。")


@with_scripts
def test_a_draft_never_goes_under_the_name_of_somebody_else(
    app: Flask, signed_in: SignedIn
) -> None:
    event = an_event(title="交代した研修")
    page = signed_in(ORGANIZER)
    writing(page, event)
    page.context.clear_cookies()
    other = sign_in(page.context.new_page(), ADMIN.email, PASSWORD)

    page.clock.run_for(TEN_SECONDS)

    expect(status(page)).to_contain_text(ENDED)
    other.goto(editor_of(event))
    expect(heading(other)).to_have_value("")
    expect(offer(other)).to_be_hidden()


@with_scripts
def test_saving_after_the_session_has_ended_loses_nothing(app: Flask, signed_in: SignedIn) -> None:
    event = an_event(title="期限切れで保存した研修")
    page = signed_in(ORGANIZER)
    writing(page, event)
    page.context.clear_cookies()
    press(page, "保存する")
    expect(page.get_by_role("main")).to_contain_text("400")

    sign_in(page, ORGANIZER.email, PASSWORD)
    page.goto(editor_of(event))
    press(page, "この内容に戻す")

    expect(heading(page)).to_have_value("書きかけ")


@with_scripts
def test_what_was_refused_is_kept_too(app: Flask, signed_in: SignedIn) -> None:
    event = an_event(title="差し戻された研修")
    page = signed_in(ORGANIZER)
    page.goto(editor_of(event))
    fill(page, {"notes-0-lines": "見出しのない行"})
    press(page, "保存する")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(offer(page)).to_be_hidden()

    page.goto(editor_of(event))
    press(page, "この内容に戻す")

    expect(control(page, "notes-0-lines")).to_have_value("見出しのない行")


@with_scripts
def test_what_is_typed_after_a_change_of_rows_survives_loading_the_page_anew(
    app: Flask, signed_in: SignedIn
) -> None:
    event = an_event(title="読み込み直した研修")
    page = signed_in(ORGANIZER)
    page.goto(editor_of(event))
    fill(page, {"notes-0-heading": "一"})
    press(page, "見出しを追加")
    expect(offer(page)).to_be_hidden()
    fill(page, {"notes-1-heading": "二"})

    page.goto(editor_of(event))
    assert headings(page) == ["一", ""]
    press(page, "この内容に戻す")

    expect(heading(page, 1)).to_have_value("二")


@with_scripts
def test_where_the_browser_has_no_storage_the_script_says_to_stay(
    app: Flask, signed_in: SignedIn
) -> None:
    event = an_event(title="保存領域のない研修")
    page = signed_in(ORGANIZER)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    writing(page, event)
    page.context.set_offline(True)

    page.clock.run_for(TEN_SECONDS)

    expect(status(page)).to_have_text("接続できません。このページを閉じないでください。")
    assert faults == []
