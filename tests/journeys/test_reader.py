"""Somebody who only reads: looks something up, and turns the pages to English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page


WITH_SCRIPTS = pytest.mark.browser_context_args(java_script_enabled=True)


@pytest.mark.parametrize(
    "scripts", ["off", pytest.param("on", marks=WITH_SCRIPTS)], ids="scripts_{}".format
)
def test_a_search_from_the_front_page_leads_to_the_very_note(page: Page, scripts: str) -> None:
    page.goto("/")
    box = page.get_by_role("main").get_by_role("searchbox")
    box.fill("森林")
    box.press("Enter")
    page.get_by_role("link", name="森林に関する講義").click()

    note = page.locator(":target")
    expect(note.get_by_role("heading")).to_have_text("森林に関する講義 長野 麻子")
    expect(note.get_by_role("heading")).to_be_in_viewport()
    expect(note.locator("mark").first).to_be_in_viewport()
    assert set(note.locator("mark").all_inner_texts()) == {"森林"}
    expect(page.get_by_role("heading", level=1)).to_have_text("第3回交流研修")


def test_english_once_chosen_stays_over_pages_and_visits_until_japanese_is(
    new_context: Callable[..., BrowserContext],
) -> None:
    first = new_context()
    page = first.new_page()
    page.goto("/trainings/?q=DX")
    page.get_by_role("banner").get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Exchange training")
    assert page.url.endswith("/trainings/?q=DX")
    assert heading(page) == "Exchange training"
    page.get_by_role("banner").get_by_role("link", name="Calendar").click()
    assert heading(page) == "Calendar"
    remembered = [cookie for cookie in first.cookies() if cookie["expires"] > 0]
    first.close()

    second = new_context()
    second.add_cookies(remembered)
    page = second.new_page()
    page.goto("/fairs/")
    assert heading(page) == "Booth exhibition"
    page.get_by_role("banner").get_by_role("button", name="日本語").click()
    assert heading(page) == "出展"
    page.get_by_role("banner").get_by_role("link", name="カレンダー").click()
    assert heading(page) == "カレンダー"


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()
