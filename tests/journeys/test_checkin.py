"""An organizer at the door with a phone, and the figures that come of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from exchange.demonstration.people import ORGANIZER
from exchange.extensions import site as settings
from exchange.lib import clock
from exchange.web.organizations import find_organization
from tests.factories import a_day, a_registration, an_open_event
from tests.journeys.visits import NARROW, control, fill, press

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from flask import Flask
    from playwright.sync_api import Locator, Page

    from exchange.demonstration.people import Person
    from exchange.domain.organization import Organization

WALK_IN = {
    "family_name": "飛入",
    "given_name": "三郎",
    "family_kana": "とびいり",
    "given_kana": "さぶろう",
}


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A phone."""
    return {**browser_context_args, "viewport": NARROW}


def body(name: str) -> Organization:
    found = find_organization(name)
    assert found
    return found


def button_of(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^出席\s*: {name}$"))


def ledger(page: Page) -> dict[str, list[str]]:
    """Give the figures of each body: registered, checked in, stated."""
    rows = page.get_by_role("region", name="人数台帳").last.get_by_role("row").all()[1:]
    return {
        row.get_by_role("rowheader").inner_text(): [
            cell.inner_text().split("\n")[0] for cell in row.get_by_role("cell").all()
        ]
        for row in rows
    }


def test_who_came_is_tapped_at_the_door_and_becomes_the_words_of_the_report(
    app: Flask, page: Page, signed_in: Callable[[Person], Page]
) -> None:
    event = an_open_event(
        key="at-the-door", title="当日の研修", days=[a_day(clock.today(settings().zone))]
    )
    people = {
        name: a_registration(
            event,
            organization=body(of),
            family_name=name,
            given_name="花子",
            family_kana=kana,
            given_kana="ハナコ",
        )
        for name, kana, of in [
            *(
                ("阿部", "アベ", "米沢市"),
                ("加藤", "カトウ", "長井市"),
                ("佐藤", "サトウ", "川西町"),
            ),
            *(("田中", "タナカ", "小国町"), ("渡邉", "ワタナベ", "港区")),
        ]
    }
    token = people["渡邉"].token
    phone = signed_in(ORGANIZER)

    phone.goto(f"/manage/trainings/{event.key}/checkin")
    for name in ("阿部", "佐藤"):
        button_of(phone, f"{name} 花子").click()
        expect(button_of(phone, f"{name} 花子")).to_have_attribute("aria-pressed", "true")
        expect(button_of(phone, f"{name} 花子")).to_be_in_viewport()
    phone.get_by_role("link", name="加藤 花子").click()
    phone.locator("summary").filter(has_text="代理出席").click()
    fill(phone, {"proxy_name": "代理 次郎", "proxy_position": "係長"})
    press(phone, "代理出席として記録する")
    expect(phone.get_by_role("status")).to_contain_text("代理出席: 代理 次郎（係長）")
    phone.get_by_role("link", name="受付一覧へ戻る").click()
    phone.get_by_role("link", name="当日参加を受け付ける").click()
    fill(phone, WALK_IN)
    control(phone, "organization").select_option("置賜総合支庁")
    press(phone, "受け付けて出席とする")
    expect(button_of(phone, "飛入 三郎")).to_be_in_viewport()
    phone.goto(f"/registrations/{token}")
    phone.get_by_role("link", name="受付").first.click()
    press(phone, "出席")
    expect(phone.get_by_role("status")).to_contain_text("出席")

    phone.get_by_role("link", name="出席者数").click()
    assert ledger(phone) == {
        **{name: ["1", "1", "–"] for name in ("米沢市", "長井市", "川西町")},
        "小国町": ["1", "0", "–"],
        "港区": ["1", "1", "–"],
        "置賜総合支庁": ["0", "1", "–"],
        "すべての団体": ["5", "5", "–"],
    }
    press(phone, "この文言と人数を使う")
    assert control(phone, "present").input_value() == "置賜2市1町\n港区\n置賜総合支庁"
    press(phone, "保存する")
    assert ledger(phone)["すべての団体"] == ["5", "5", "5名"]
    page.goto(f"/trainings/{event.key}")
    expect(page.get_by_role("main")).to_contain_text("置賜2市1町、港区、置賜総合支庁　5名")
