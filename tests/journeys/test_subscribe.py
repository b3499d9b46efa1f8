"""The only script there is: it copies an address, or the address is selected by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PAGE = "/calendar/subscribe"
EVERYTHING = "すべて"
with_scripts = pytest.mark.browser_context_args(java_script_enabled=True)
may_copy = pytest.mark.browser_context_args(
    java_script_enabled=True, permissions=["clipboard-read", "clipboard-write"]
)


def copy_button(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^コピー\s*（{EVERYTHING}）$"))


def said(page: Page) -> Locator:
    return page.get_by_role("status").first


def pasted(page: Page) -> str:
    """Give what a field is filled with when somebody pastes into it."""
    page.goto("/records/")
    box = page.get_by_role("main").get_by_role("searchbox")
    box.fill("")
    box.press("Control+V")
    return box.input_value()


@may_copy
@pytest.mark.parametrize("path", [PAGE, "/calendar/", "/trainings/", "/"])
def test_a_press_of_the_button_copies_the_address_wherever_one_stands(
    page: Page, path: str
) -> None:
    page.goto(path)
    address = page.locator("input[readonly]").first
    wanted = address.input_value()

    page.locator("[data-copy]").first.click()

    expect(said(page)).to_have_text("コピーしました")
    assert wanted.endswith(".ics")
    assert page.evaluate("navigator.clipboard.readText()") == wanted


@may_copy
def test_the_button_says_so_once_more_and_is_silent_after_a_while(page: Page) -> None:
    page.clock.install()
    page.goto(PAGE)
    copy_button(page).click()
    expect(said(page)).to_have_text("コピーしました")
    page.clock.run_for(3_000)
    copy_button(page).click()

    page.clock.run_for(3_000)
    expect(said(page)).to_have_text("コピーしました")
    page.clock.run_for(2_000)
    expect(said(page)).to_have_text("")


@with_scripts
def test_without_a_clipboard_the_field_is_selected_and_copied(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(PAGE)
    wanted = page.get_by_label(EVERYTHING, exact=True).input_value()

    copy_button(page).click()

    expect(said(page)).to_have_text("コピーしました")
    expect(copy_button(page)).to_be_focused()
    assert pasted(page) == wanted


@with_scripts
def test_where_nothing_may_be_copied_the_address_is_left_selected(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false;"
    )
    page.goto(PAGE)

    copy_button(page).click()

    expect(said(page)).to_have_text("選択しました。キーボードでコピーしてください。")
    assert page.evaluate("getSelection().toString()").endswith("/feeds/all.ics")


def test_without_scripts_there_is_no_button_and_the_address_can_be_selected(page: Page) -> None:
    page.goto(PAGE)
    field = page.get_by_label(EVERYTHING, exact=True)
    expect(field).to_be_visible()
    expect(page.locator("[data-copy]").first).to_be_hidden()

    field.select_text()
    page.keyboard.press("Control+C")

    assert pasted(page).endswith("/feeds/all.ics")
