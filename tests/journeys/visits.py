"""What people do in a browser, in a word each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Locator, Page, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


def sign_in(page: Page, email: str, password: str) -> Page:
    page.goto("/login")
    fill(page, {"email": email, "password": password})
    press(page, "ログイン")
    return page


def fill(page: Page, fields: Mapping[str, str]) -> None:
    """Type into fields, named as the form names them."""
    for name, text in fields.items():
        control(page, name).fill(text)


def control(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]')


def press(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


def send(page: Page) -> None:
    """Press the button that sends the form of the page."""
    page.locator("main form .button--primary[type=submit]").first.click()
