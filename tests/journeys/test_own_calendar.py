"""Somebody subscribes to their own applications, and later gets a new address."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import vobject
from playwright.sync_api import expect

from exchange.extensions import db
from exchange.extensions import site as settings
from exchange.lib import clock
from tests.factories import a_day, a_place, an_open_event, an_organization
from tests.journeys.visits import control, fill, press

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from playwright.sync_api import Page

STATED = {
    "family_name": "髙橋",
    "given_name": "𠮷之",
    "family_kana": "タカハシ",
    "given_kana": "ヨシユキ",
    "email": "own-calendar@example.lg.jp",
}
ADDRESS = "個人用カレンダーのアドレス"
may_copy = pytest.mark.browser_context_args(
    java_script_enabled=True, permissions=["clipboard-read", "clipboard-write"]
)


def apply(page: Page, key: str, body: str) -> None:
    page.goto(f"/trainings/{key}/register")
    fill(page, STATED)
    control(page, "organization").select_option(body)
    press(page, "確認画面へ進む")
    press(page, "この内容で申し込む")


def copied(page: Page) -> str:
    """Press the copy button beside the address of the calendar, and give what was copied."""
    page.get_by_role("button", name=re.compile(rf"（{ADDRESS}）$")).click()
    expect(page.get_by_role("status").filter(has_text="コピーしました")).to_be_visible()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def subscribed(address: str) -> list[tuple[datetime, str, str]]:
    """Fetch a calendar as programs do, and give from when on one has to be where, for what."""
    with urlopen(address) as answer:  # noqa: S310  # our own server
        found = vobject.readOne(answer.read().decode()).vevent_list
    return sorted(
        (one.dtstart.value.astimezone(UTC), one.summary.value, one.location.value) for one in found
    )


@may_copy
def test_who_registers_subscribes_to_a_calendar_that_grows_and_whose_address_can_be_changed(
    app: Flask, page: Page
) -> None:
    today = clock.today(settings().zone)
    days = [
        a_day(today + timedelta(days=number), places=[a_place("道の駅米沢")]) for number in (30, 31)
    ]
    events = [
        an_open_event(key=f"own-calendar-{number}", title=f"{number}番目の研修", days=[day])
        for number, day in enumerate(days, start=1)
    ]
    body = an_organization("購読する団体").name
    keys = [event.key for event in events]
    expected = [
        (
            clock.moment(day.held_on, day.starts, settings().zone).astimezone(UTC),  # type: ignore[arg-type]
            f"{number}番目の研修",
            "道の駅米沢",
        )
        for number, day in enumerate(days, start=1)
    ]
    db.session.commit()

    apply(page, keys[0], body)
    address = copied(page)
    assert subscribed(address) == expected[:1]

    apply(page, keys[1], body)
    assert copied(page) == address
    assert subscribed(address) == expected

    page.get_by_role("link", name="内容を見る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("個人用カレンダー")
    expect(page.get_by_role("row")).to_have_count(3)
    assert copied(page) == address

    press(page, "アドレスを新しくする")
    expect(page.get_by_role("note").first).to_contain_text("アドレスを新しくしました。")
    fresh = copied(page)
    assert subscribed(fresh) == expected
    with pytest.raises(HTTPError, match="404"):
        urlopen(address)  # noqa: S310  # our own server
