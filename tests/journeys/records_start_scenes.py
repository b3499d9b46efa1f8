"""What there is of session notes in figures, and the searches somebody saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.demonstration.people import STAFF
from exchange.domain.account import Account
from exchange.extensions import db
from exchange.lib import clock
from exchange.records import saved
from tests.journeys.scene import ERRORS, Scene, pressing

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _without_a_name(page: Page) -> None:
    pressing(".keep > summary")(page)
    page.locator('[name="name"]').fill("")
    page.locator('form[action="/records/searches/"] button').click()


SCENES = [
    Scene(
        "notes, figures in a table",
        "/records/",
        ".chart__table table",
        STAFF,
        act=pressing(".chart__table > summary"),
    ),
    Scene(
        "notes, keeping a search",
        "/records/?q=地域&block=lecture",
        ".keep form",
        STAFF,
        act=pressing(".keep > summary"),
    ),
    Scene("saved searches, refused", "/records/?q=港区", ERRORS, STAFF, act=_without_a_name),
    Scene("saved search", "/records/searches/{search}", ".address", STAFF),
]


def props() -> dict[str, str]:
    """Save two searches, of which one can be opened."""
    account = db.session.scalars(select(Account).where(Account.email == STAFF.email)).one()
    now = clock.now()
    searches = [
        saved.save(account, name, address, at=now)
        for name, address in {
            "森林": "q=%E6%A3%AE%E6%9E%97",
            "令和4年度": "fiscal_year=2022",
        }.items()
    ]
    db.session.commit()
    return {"search": str(searches[0].id)}
