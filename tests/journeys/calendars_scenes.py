"""The page that offers every calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.demonstration.people import STAFF
from tests.journeys.scene import Scene, pressing

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _with_all_groups_open(page: Page) -> None:
    for group in page.locator("details > summary").all():
        group.click()


SCENES = [
    Scene("subscribing", "/calendar/subscribe", ".disclosure[open]", act=_with_all_groups_open),
    Scene("subscribing, of a body", "/calendar/subscribe", ".summary-box .address", STAFF),
    Scene(
        "subscribing, copied",
        "/calendar/subscribe",
        ".address__said:not(:empty)",
        act=pressing("[data-copy]"),
    ),
]
