"""The pages on which two versions of notes meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.demonstration.people import ORGANIZER
from exchange.domain.notes_draft import LineDraft, NoteDraft
from exchange.extensions import db
from exchange.lib import clock
from exchange.publication.services import follow_up
from tests.factories import a_note, an_event
from tests.journeys.scene import ERRORS, Scene
from tests.journeys.visits import fill, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOTES = "/manage/trainings/scene-versions/notes"


def _typing_into_an_old_version(page: Page) -> None:
    for name in ("revision", "base"):
        for field in page.locator(f'[name="{name}"]').all():
            field.evaluate("field => field.value = '1'")
    fill(page, {"notes-0-lines": "町の木で机を作る。\n【提案】机を小学校に置く。"})
    send(page)


def _merging_without_a_heading(page: Page) -> None:
    _typing_into_an_old_version(page)
    fill(page, {"blocks-0-heading": ""})
    send(page)


SCENES = [
    Scene(
        "notes, both versions",
        NOTES,
        ".compare",
        ORGANIZER,
        act=_typing_into_an_old_version,
    ),
    Scene("notes, merged wrongly", NOTES, ERRORS, ORGANIZER, act=_merging_without_a_heading),
    Scene("version of notes", f"{NOTES}/revisions/2", ".difference", ORGANIZER),
    Scene(
        "lines of a note",
        "/manage/trainings/scene-versions/notes/{note}/lines",
        "#lines",
        ORGANIZER,
    ),
]


def props() -> dict[str, str]:
    """Put an event into the database whose notes were written twice."""
    event = an_event(
        key="scene-versions",
        title="【見本】二人で書いた研修",
        notes=[a_note("木の話", "町の木で机を作る。", "枝も使う。"), a_note("市の話")],
    )
    said = LineDraft(
        text="町の木で棚を作る。",
        level=1,
        speaker="見本 花子",
        organization="米沢市",
        theme="林業",
        is_proposal=True,
    )
    event.notes[0].say(
        NoteDraft(heading="木の話", lines=(LineDraft(text="町の木で椅子も作る。"), said))
    )
    event.notes.pop()
    follow_up(event, at=clock.now())
    db.session.commit()
    return {"note": str(event.notes[0].id)}
