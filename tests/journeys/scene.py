"""A page in one state, and how it gets there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.journeys.visits import fill, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from exchange.demonstration.people import Person

ERRORS = ".error-summary"
EMPTY = ".empty"
NOTICE = ".notice"
OUTCOME = ".notice--success"
TABLE = "table"


@dataclass(frozen=True)
class Scene:
    """A page in one state."""

    name: str
    path: str
    """Where it is. A word in braces is one of the `props`."""
    shows: str
    """What tells this state from the others, as a selector."""
    who: Person | None = None
    act: Callable[[Page], None] | None = None
    """What is done there until the state is reached."""
    site: str = "site"
    """The fixture that gives the server."""


def typing(**fields: str) -> Callable[[Page], None]:
    """Type into the form of the page, and send it."""

    def act(page: Page) -> None:
        fill(page, fields)
        send(page)

    return act


def pressing(*selectors: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        for selector in selectors:
            page.locator(selector).first.click()

    return act
