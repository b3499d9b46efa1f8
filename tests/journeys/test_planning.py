"""From words to plans: what was proposed at a session becomes a plan item, and that an event."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from exchange.demonstration.people import ORGANIZER, STAFF
from exchange.domain.event import EventStatus
from exchange.extensions import site as settings
from exchange.lib import clock, wareki
from tests.factories import a_day, a_note, a_proposal, an_event
from tests.journeys.visits import control, fill, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from playwright.sync_api import Page

    from exchange.demonstration.people import Person
    from exchange.domain.event import Event

WORDS = ("切った木で港区の庁舎の机を作る。", "上流と下流の町が約束を交わす。")


def _go(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def _a_session(today: date) -> Event:
    event = an_event(
        key="journey-proposals",
        title="間伐材を考える研修",
        status=EventStatus.HELD,
        days=[a_day(today)],
        notes=[a_note("まとめ", speaker="前神 有里")],
    )
    for words in WORDS:
        a_proposal(event, words)
    return event


def _make_an_item_of(desk: Page, words: tuple[str, ...], title: str) -> None:
    desk.get_by_role("navigation", name="メインメニュー").get_by_role("link", name="事業案").click()
    for one in words:
        desk.get_by_label(one).check()
    press(desk, "新しい事業案にする")
    expect(control(desk, "actions")).to_have_value("\n".join(words))
    fill(desk, {"title": title, "content": "川上の置賜と川下の港区をつなぐ。"})
    desk.get_by_label("米沢市", exact=True).check()
    press(desk, "事業案を作成する")


def _find_out_what_came_of_it(desk: Page, event: Event) -> None:
    _go(desk, "行事を結び付ける")
    fill(desk, {"q": "締結"})
    press(desk, "絞り込む")
    desk.get_by_role("main").get_by_role("button", name=event.title).click()
    _go(desk, "事業案に戻る")


def test_what_was_proposed_becomes_a_plan_item_that_leads_back_and_on(
    app: Flask, signed_in: Callable[[Person], Page]
) -> None:
    today = clock.today(settings().zone)
    year = wareki.fiscal_year(today) + 1
    session = _a_session(today)
    signing = an_event(key="journey-signing", title="協定の締結式", days=[a_day(date(year, 6, 1))])
    desk = signed_in(ORGANIZER)

    _make_an_item_of(desk, WORDS, "森でつながる")
    row = desk.get_by_role("row", name="森でつながる")
    expect(row).to_contain_text("検討中")
    _go(desk, "森でつながる")
    _go(desk, "編集")
    desk.get_by_label("実施中", exact=True).check()
    press(desk, "保存する")
    fill(desk, {"noted_on": f"R{year - 2018}.５.１", "text": "港区と日程を調整した。"})
    press(desk, "経過を記録する")
    _find_out_what_came_of_it(desk, signing)

    reader = signed_in(STAFF)
    reader.goto(f"/trainings/{session.key}")
    reader.get_by_role("main").get_by_role("link", name="森でつながる").click()
    main = reader.get_by_role("main")
    for words in (*WORDS, "実施中", "米沢市", "港区と日程を調整した。", "協定の締結式"):
        expect(main).to_contain_text(words)
    expect(main.get_by_role("button")).to_have_count(0)
    _go(reader, "まとめ")
    address = f"/trainings/{session.key}#note-{session.notes[0].id}"
    expect(reader).to_have_url(re.compile(f"{re.escape(address)}$"))
    expect(reader.locator(".note:target")).to_contain_text(WORDS[0])
