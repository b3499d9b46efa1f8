"""An organizer sends photos and a material of a session; a reader sees and saves them."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect

from exchange.demonstration.people import ORGANIZER
from exchange.domain.event import EventStatus, Visibility
from tests.factories import an_event
from tests.journeys.visits import fill, press
from tests.media.uploads import HEIC, jpeg

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from playwright.sync_api import Page

    from exchange.demonstration.people import Person


def _loaded_width(page: Page, alt: str) -> int:
    """Give how wide the picture is that the browser shows; 0 where it shows none."""
    image = page.get_by_role("main").get_by_role("img", name=alt)
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", value=True)
    width: int = image.evaluate("image => image.naturalWidth")
    return width


def test_photos_and_a_material_go_from_an_organizers_disk_to_a_readers_screen(
    app: Flask, page: Page, signed_in: Callable[[Person], Page]
) -> None:
    event = an_event(key="sent-photos", title="写真を送る研修", status=EventStatus.HELD)
    desk = signed_in(ORGANIZER)
    desk.goto(f"/trainings/{event.key}")
    desk.get_by_role("link", name="写真・資料を追加").click()
    slides = page.pdf(width="10cm", height="8cm")
    turned = Image.Exif()
    turned[0x0112] = 6

    desk.get_by_label("写真 任意").set_input_files(
        [
            {"name": "IMG_0123.HEIC", "mimeType": "", "buffer": HEIC},
            {
                "name": "港 1.jpg",
                "mimeType": "image/jpeg",
                "buffer": jpeg((1200, 800), exif=turned.tobytes()),
            },
            {"name": "だめ.heic", "mimeType": "", "buffer": HEIC[:900]},
        ]
    )
    desk.get_by_label("資料 任意").set_input_files(
        [{"name": "講演資料.pdf", "mimeType": "application/pdf", "buffer": slides}]
    )
    press(desk, "送信する")

    expect(desk.get_by_role("main")).to_contain_text("4件のうち3件を保存しました。")
    expect(desk.get_by_role("main")).to_contain_text("だめ.heic：写真が壊れているか、")
    fill(desk, {"photos-0-caption": "岸壁の朝", "photos-0-alt": "赤い船"})
    fill(desk, {"photos-1-alt": "縦の写真", "materials-0-title": "講演資料（全12枚）"})
    desk.get_by_role("button", name=re.compile("上へ.*港 1")).click()
    expect(desk.locator('[name="photos-1-caption"]')).to_have_value("岸壁の朝")

    page.goto(f"/trainings/{event.key}")
    assert [one.get_attribute("alt") for one in page.locator(".gallery img").all()] == [
        "縦の写真",
        "赤い船",
    ]
    expect(page.locator(".gallery figcaption")).to_have_text("岸壁の朝")
    assert _loaded_width(page, "赤い船") > 0
    assert _loaded_width(page, "縦の写真") > 0
    with page.expect_download() as saving:
        page.get_by_role("link", name="講演資料（全12枚）").click()
    assert saving.value.suggested_filename == "講演資料.pdf"
    assert saving.value.path().read_bytes() == slides

    page.get_by_role("link", name="縦の写真").click()
    photo = page.context.request.get(page.url)
    assert Image.open(BytesIO(photo.body())).size == (800, 1200)
    assert photo.headers["content-security-policy"] == "sandbox; default-src 'none'"


def test_a_photo_of_a_members_event_is_not_shown_to_a_stranger_who_knows_its_address(
    app: Flask, page: Page, signed_in: Callable[[Person], Page]
) -> None:
    event = an_event(key="members-photos", title="関係者の研修", visibility=Visibility.MEMBERS)
    desk = signed_in(ORGANIZER)
    desk.goto(f"/manage/trainings/{event.key}/media")
    desk.get_by_label("写真 任意").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    press(desk, "送信する")
    address = desk.locator(".described__picture").get_attribute("href")
    assert address

    seen = [desk.context.request.get(address).status, page.context.request.get(address).status]

    assert seen == [200, 404]
