"""Photos and materials: the organizer's page, and the event that shows them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from exchange.demonstration.people import ORGANIZER
from exchange.domain.photo import Photo
from exchange.extensions import db
from exchange.lib import clock
from exchange.media import services
from tests.factories import an_event
from tests.journeys.scene import ERRORS, Scene
from tests.media.uploads import HEIC, PDF, picture

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = "/manage/trainings/scene-media/media"


def _sending_nothing(page: Page) -> None:
    page.get_by_role("main").locator("form[action$=files] button").click()


SCENES = [
    Scene("photos", PAGE, ".described", ORGANIZER),
    Scene("photos, none chosen", PAGE, ERRORS, ORGANIZER, act=_sending_nothing),
    Scene("event with photos", "/trainings/scene-media", ".gallery"),
]


def props() -> dict[str, str]:
    """Make an event with photos, one of them awaited, and a material."""
    event = an_event(key="scene-media", title="【見本】写真のある研修")
    at = clock.now()
    services.add_photo(event, "IMG_1.HEIC", BytesIO(HEIC), caption="岸壁", alt="赤い船", at=at)
    services.add_photo(event, "2.png", BytesIO(picture((600, 900))), at=at)
    event.photos.append(Photo(key="scene-awaited", name="IMG_3.HEIC", caption="集合写真"))
    services.add_material(event, "資料.pdf", BytesIO(PDF), title="当日の資料", at=at)
    db.session.commit()
    return {}
