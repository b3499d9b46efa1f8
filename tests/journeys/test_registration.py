"""Somebody takes part: 入力, 確認, 完了, and what comes after."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from exchange.demonstration import people
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import site as settings
from exchange.lib import clock
from tests.factories import a_day, a_registration, an_open_event, an_organization
from tests.journeys.visits import control, fill, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from playwright.sync_api import BrowserContext, Page

    from exchange.demonstration.people import Person
    from exchange.domain.event import Event

STATED = {
    "family_name": "髙橋",
    "given_name": "𠮷之",
    "department": "企画課",
    "email": "takahashi@example.lg.jp",
    "phone": "０３－３５７８－２１１１",
    "remarks": "車いすで参加します。",
}


def a_coming_event(key: str, title: str, capacity: int) -> Event:
    day = clock.today(settings().zone) + timedelta(days=30)
    return an_open_event(key=key, title=title, capacity=capacity, days=[a_day(day)])


def status(page: Page) -> str:
    return page.get_by_role("region", name="状態").locator(".badge").inner_text()


def test_a_mistake_on_the_way_loses_nothing_of_what_was_typed(
    app: Flask, signed_in: Callable[[Person], Page]
) -> None:
    event = a_coming_event("a-mistake", "間違えても消えない研修", capacity=5)
    page = signed_in(people.STAFF)
    page.goto(f"/trainings/{event.key}")
    page.get_by_role("link", name="申し込む").first.click()
    fill(page, {**STATED, "family_kana": "Takahashi", "given_kana": "よしゆき"})
    press(page, "確認画面へ進む")

    expect(page.get_by_role("alert")).to_contain_text("入力内容を確認してください")
    typed = {name: control(page, name).input_value() for name in STATED}
    assert typed == STATED

    fill(page, {"family_kana": "たかはし"})
    press(page, "確認画面へ進む")
    expect(page.get_by_role("main")).to_contain_text("髙橋 𠮷之（たかはし よしゆき）")
    press(page, "修正する")
    press(page, "確認画面へ進む")
    press(page, "この内容で申し込む")

    expect(page.get_by_role("list", name="手順")).to_contain_text("完了")
    assert status(page) == "参加確定"
    expect(page.get_by_role("main")).to_contain_text("車いすで参加します。")


def test_who_waits_moves_up_when_the_holder_of_a_place_changes_and_then_cancels(
    app: Flask, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    event = a_coming_event("one-place", "一席だけの研修", capacity=1)
    holder = a_registration(event, department="企画課")
    waiting = a_registration(event, status=RegistrationStatus.WAITING)
    other = new_context().new_page()
    other.goto(f"/registrations/{waiting.token}")
    assert status(other) == "キャンセル待ち"

    page.goto(f"/registrations/{holder.token}")
    page.get_by_role("link", name="変更する").click()
    fill(page, {"department": "総務課"})
    press(page, "変更を保存する")
    expect(page.get_by_role("main")).to_contain_text("総務課")
    other.reload()
    assert status(other) == "キャンセル待ち"

    page.get_by_role("link", name="申込取消").click()
    press(page, "申込取消")
    assert status(page) == "取消済み"
    other.reload()
    assert status(other) == "参加確定"


def test_who_comes_late_is_told_before_and_after_that_it_is_for_the_waiting_list(
    app: Flask, page: Page
) -> None:
    event = a_coming_event("full", "満席の研修", capacity=1)
    a_registration(event)
    body = an_organization("待つ団体")
    page.goto(f"/trainings/{event.key}")

    page.get_by_role("link", name="キャンセル待ちに申し込む").first.click()
    fill(page, {**STATED, "family_kana": "タカハシ", "given_kana": "ヨシユキ"})
    control(page, "organization").select_option(body.name)
    press(page, "確認画面へ進む")
    expect(page.get_by_role("note")).to_contain_text("キャンセル待ちになります")
    press(page, "この内容で申し込む")

    expect(page.get_by_role("main")).to_contain_text("キャンセル待ち 1番目")


def test_who_is_offered_a_place_takes_it_and_later_has_everything_erased(
    app: Flask, page: Page
) -> None:
    event = a_coming_event("offered", "空席を案内する研修", capacity=1)
    person = a_registration(
        event,
        status=RegistrationStatus.WAITING,
        offer_expires_at=clock.now() + timedelta(hours=24),
    )
    page.goto(f"/registrations/{person.token}")
    assert status(page) == "空席のご案内"

    press(page, "参加する")
    assert status(page) == "参加確定"
    expect(page.get_by_role("img", name="このページのQRコード")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="自分の情報をダウンロード（CSV）").click()
    assert person.email in download.value.path().read_text("utf-8-sig")

    page.get_by_role("link", name="自分の情報を消去").click()
    press(page, "自分の情報を消去")
    expect(page.get_by_role("heading", level=1)).to_have_text("個人情報を消去しました")
    gone = page.goto(f"/registrations/{person.token}")
    assert gone is not None
    assert gone.status == 404
