"""The editor of session notes, in every state that looks different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.demonstration.people import ADMIN, ORGANIZER
from exchange.domain.account import Account
from exchange.extensions import db
from exchange.lib import clock
from exchange.notes import manuscripts
from tests.factories import a_note, a_speaker, an_event
from tests.journeys.scene import NOTICE, Scene
from tests.journeys.visits import fill

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from exchange.demonstration.people import Person

DRAFTED = "/manage/trainings/scene-drafted/notes"
BARE = "/manage/trainings/scene-bare-notes/notes"
PASTED = "○森林について（髙橋 𠮷之）\n・一行目。\n　・その下。\n○まとめ\n・【提案】合同で視察する。"


def _pasting(page: Page) -> None:
    page.locator("details:has([name=pasted]), section:has([name=pasted])").evaluate(
        "box => { box.open = true; }"  # a draft of the other language may be there already
    )
    fill(page, {"pasted": PASTED})
    page.locator("[name=paste]").click()


def _coming_back(page: Page) -> None:
    """Type something, and load the page anew before the server has got it."""
    fill(page, {"notes-0-heading": "届いていない見出し"})
    page.reload()


SCENES = [
    Scene("notes, two drafts", DRAFTED, NOTICE, ORGANIZER),
    Scene("notes, pasted", BARE, "#notes-1", ORGANIZER, act=_pasting),
    Scene("notes, never sent", DRAFTED, "[data-take]", ORGANIZER, act=_coming_back),
]


def props() -> dict[str, str]:
    """Put an event into the database that two are writing about, and one without notes."""
    an_event(
        key="scene-bare-notes", title="【見本】記録のない研修", speakers=[a_speaker("髙橋 𠮷之")]
    )
    event = an_event(
        key="scene-drafted", title="【見本】書きかけの研修", notes=[a_note("森林", "一", "二")]
    )
    fields = [
        ("revision", "0"),
        ("notes-0-id", str(event.notes[0].id)),
        ("notes-0-heading", "森林について"),
        ("notes-0-lines", "一\n　二\n【提案】三 ＠髙橋（米沢市）"),
        ("pasted", "○貼り付けた文章"),
    ]
    for person in (ORGANIZER, ADMIN):
        manuscripts.keep(event, _account(person), fields, at=clock.now())
    db.session.commit()
    return {}


def _account(person: Person) -> Account:
    return db.session.scalars(select(Account).where(Account.email == person.email)).one()
