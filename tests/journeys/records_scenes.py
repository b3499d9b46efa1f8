"""The page of records: what was found, narrowed, in another order, and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.scene import Scene

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _with_everything_open(page: Page) -> None:
    for summary in page.locator("main summary").all():
        if summary.is_visible():
            summary.click()


SCENES = [
    Scene(
        "notes, narrowed",
        "/records/?q=森林&fiscal_year=2022&kind=training&block=lecture&speaker=長野&order=relevance",
        ".chip",
    ),
    Scene(
        "notes, found by their place, with all there is to choose",
        "/records/?q=港区",
        ".facet__rest[open]",
        act=_with_everything_open,
    ),
]
