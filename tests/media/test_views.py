from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from exchange.domain.event import Event
from exchange.domain.material import Material
from exchange.domain.photo import Photo
from exchange.extensions import db
from exchange.media import services
from exchange.media.forms import MOST_AT_ONCE
from tests.conftest import Browser
from tests.factories import LONG_AGO, an_account, an_event
from tests.media.uploads import HEIC, PDF, jpeg, lying_in, office, page_of, picture, send
from tests.pages import main_text

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse


pytestmark = pytest.mark.usefixtures("media_dir")


def photos(event: Event) -> list[Photo]:
    db.session.rollback()
    return list(db.session.get_one(Event, event.id).photos)


def materials(event: Event) -> list[Material]:
    db.session.rollback()
    return list(db.session.get_one(Event, event.id).materials)


def a_photo(event: Event, name: str = "harbor.jpg", **words: str) -> Photo:
    photo = services.add_photo(event, name, BytesIO(jpeg()), **words, at=LONG_AGO)
    db.session.commit()
    return photo


def a_material(event: Event, name: str = "資料.pdf", **words: str) -> Material:
    material = services.add_material(event, name, BytesIO(PDF), **words, at=LONG_AGO)
    db.session.commit()
    return material


def said(answer: TestResponse) -> list[str]:
    return re.findall(
        r'<div class="notice notice--\w+"[^>]*>.*?<p>(.*?)</p>', answer.text, re.DOTALL
    )


def test_edit_offers_to_send_photos_and_materials(organizer: Browser) -> None:
    event = an_event()

    answer = organizer.get(page_of(event))

    assert answer.status_code == 200
    assert 'name="photos"' in answer.text
    assert 'name="materials"' in answer.text
    assert 'enctype="multipart/form-data"' in answer.text


def test_send_keeps_several_photos_and_materials(organizer: Browser, media_dir: Path) -> None:
    event = an_event()

    answer = send(
        organizer,
        event,
        photos=[("港.JPG", jpeg((3000, 2000))), ("IMG_0123.HEIC", HEIC)],
        materials=[("資料 1.pdf", PDF), ("次第.docx", office())],
    )

    assert (answer.status_code, answer.location) == (303, page_of(event))
    assert [(one.name, one.media_type, one.width, one.height) for one in photos(event)] == [
        ("港.JPG", "image/jpeg", 2400, 1600),
        ("IMG_0123.HEIC", "image/jpeg", 320, 240),
    ]
    assert [(one.name, one.size) for one in materials(event)] == [
        ("資料 1.pdf", len(PDF)),
        ("次第.docx", len(office())),
    ]
    assert said(organizer.get(page_of(event))) == ["4件のファイルを保存しました。"]
    assert len(lying_in(media_dir)) == 2 * 3 + 2


def test_send_says_of_each_file_why_it_was_not_taken_and_keeps_the_others(
    organizer: Browser, media_dir: Path
) -> None:
    event = an_event()

    answer = send(
        organizer,
        event,
        photos=[("a.jpg", jpeg()), ("b.heic", HEIC[:700]), ("c.jpg", PDF)],
        materials=[("d.pdf", b"<html><script>alert(1)</script>"), ("e.pdf", PDF)],
    )

    assert answer.status_code == 303
    assert [one.name for one in photos(event)] == ["a.jpg"]
    assert [one.name for one in materials(event)] == ["e.pdf"]
    assert said(organizer.get(page_of(event))) == [
        "5件のうち2件を保存しました。",
        "b.heic：写真が壊れているか、途中で切れています。",
        "c.jpg：中身は写真ではなく文書（.pdf）です。資料として送信してください。",
        "d.pdf：中身がウェブページ（HTML）のため、送信できません。",
    ]
    assert len(lying_in(media_dir)) == 4


def test_send_shows_the_form_again_when_nothing_could_be_taken(
    organizer: Browser, media_dir: Path
) -> None:
    event = an_event()
    revision = event.revision

    answer = send(organizer, event, photos=[("x.gif", picture(kind="GIF"))])

    assert answer.status_code == 422
    assert "x.gif：JPEG・PNG・WebP・HEICの写真ではありません。" in main_text(answer)
    assert photos(event) == []
    assert db.session.get_one(Event, event.id).revision == revision
    assert lying_in(media_dir) == []


def test_send_without_a_file_asks_for_one(organizer: Browser) -> None:
    answer = send(organizer, an_event(), photos=[("", b"")])

    assert answer.status_code == 422
    assert "ファイルを選んでください。" in main_text(answer)


def test_send_takes_no_more_files_at_once_than_it_says(organizer: Browser, media_dir: Path) -> None:
    event = an_event()

    answer = send(organizer, event, materials=[("a.pdf", PDF)] * (MOST_AT_ONCE + 1))

    assert answer.status_code == 422
    assert f"一度に送信できるのは{MOST_AT_ONCE}件までです。" in main_text(answer)
    assert (materials(event), lying_in(media_dir)) == ([], [])


def test_send_tells_all_failures_of_a_full_load_in_the_browsers_cookie(organizer: Browser) -> None:
    event = an_event()
    names = [
        "".join(chr(0x4E00 + (index * 7919 + place * 104729) % 20000) for place in range(190))
        + ".pdf"
        for index in range(MOST_AT_ONCE - 1)
    ]

    send(organizer, event, materials=[("a.pdf", PDF), *((name, b"\x00bad") for name in names)])

    told = said(organizer.get(page_of(event)))
    assert len(told) == MOST_AT_ONCE
    assert [line.split("…")[0] for line in told[1:]] == [name[:19] for name in names]


def test_send_stays_below_the_size_that_a_cookie_may_have(organizer: Browser) -> None:
    event = an_event()
    name = "".join(chr(0x4E00 + place * 104729 % 20000) for place in range(190))
    bad = [
        (f"{index}{name[index * 9 :]}{name[: index * 9]}.pdf", b"\x00bad") for index in range(19)
    ]

    answer = send(organizer, event, materials=[("a.pdf", PDF), *bad])

    (cookie,) = [line for line in answer.headers.getlist("Set-Cookie") if "session=" in line]
    assert len(cookie) < 4093


def test_send_lets_in_nobody_but_organizers(app: Flask, browser: Browser, media_dir: Path) -> None:
    event = an_event()
    staff = Browser(app).sign_in(an_account(role=Role.STAFF))
    path = page_of(event) + "/files"
    files = {"photos": (BytesIO(jpeg()), "a.jpg")}

    assert browser.post_bare(path, data=dict(files)).location == "/login"
    assert staff.post_bare(path, data={"photos": (BytesIO(jpeg()), "a.jpg")}).status_code == 403
    assert lying_in(media_dir) == []


def test_send_needs_the_token_of_its_page(organizer: Browser, media_dir: Path) -> None:
    event = an_event()

    answer = organizer.post_bare(
        page_of(event) + "/files", data={"photos": (BytesIO(jpeg()), "a.jpg")}
    )

    assert answer.status_code == 400
    assert (photos(event), lying_in(media_dir)) == ([], [])


def test_send_is_no_page_to_look_at(organizer: Browser) -> None:
    event = an_event()

    answer = organizer.get(page_of(event) + "/files")

    assert (answer.status_code, answer.location) == (303, page_of(event))


def shown(answer: TestResponse) -> dict[str, str]:
    """Give the fields of the form in which files are described, but for boxes."""
    tags = [dict(ATTRIBUTE.findall(tag)) for tag in re.findall("<input[^>]*>", answer.text)]
    return {
        tag["name"]: unescape(tag.get("value", ""))
        for tag in tags
        if tag.get("type") != "checkbox" and "-" in tag.get("name", "")
    }


ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def test_edit_saves_captions_alternative_texts_and_titles(organizer: Browser) -> None:
    event = an_event()
    a_photo(event)
    a_material(event)
    page = page_of(event)

    answer = organizer.post(
        page,
        {
            **shown(organizer.get(page)),
            "photos-0-caption": "  港の朝　",
            "photos-0-alt": "船が並ぶ岸壁",
            "materials-0-title": "当日の<資料>",
        },
    )

    assert (answer.status_code, answer.location) == (303, page)
    assert [(one.caption, one.alt) for one in photos(event)] == [("港の朝", "船が並ぶ岸壁")]
    assert [one.title for one in materials(event)] == ["当日の<資料>"]


def test_edit_moves_a_photo_and_comes_back_to_it(organizer: Browser) -> None:
    event = an_event()
    _, second = a_photo(event, "a.jpg"), a_photo(event, "b.jpg")
    page = page_of(event)

    answer = organizer.post(
        page,
        {
            **shown(organizer.get(page)),
            "photos-0-caption": "書きかけ",
            "raise_photo": str(second.id),
        },
    )

    assert answer.location == f"{page}#photos-{second.id}"
    assert [(one.name, one.caption) for one in photos(event)] == [
        ("b.jpg", ""),
        ("a.jpg", "書きかけ"),
    ]


def test_edit_removes_what_is_checked_and_its_files(organizer: Browser, media_dir: Path) -> None:
    event = an_event()
    a_photo(event)
    a_material(event)
    page = page_of(event)

    organizer.post(
        page, {**shown(organizer.get(page)), "photos-0-removed": "y", "materials-0-removed": "y"}
    )

    assert (photos(event), materials(event), lying_in(media_dir)) == ([], [], [])


def test_edit_keeps_what_was_typed_when_something_is_too_long(organizer: Browser) -> None:
    event = an_event()
    a_photo(event)
    page = page_of(event)

    answer = organizer.post(
        page, {**shown(organizer.get(page)), "photos-0-caption": "あ" * 201, "photos-0-alt": "船"}
    )

    assert answer.status_code == 422
    assert shown(answer)["photos-0-alt"] == "船"
    assert [one.alt for one in photos(event)] == [""]


def test_edit_shows_what_somebody_else_wrote_and_then_lets_it_be_replaced(
    organizer: Browser,
) -> None:
    event = an_event()
    a_photo(event)
    page = page_of(event)
    began = shown(organizer.get(page))
    organizer.post(page, {**began, "photos-0-caption": "先の説明"})

    second = organizer.post(page, {**began, "photos-0-caption": "私の説明"})

    assert second.status_code == 422
    assert "ほかの人がここに「先の説明」と書きました。" in main_text(second)
    assert shown(second)["photos-0-caption"] == "私の説明"
    assert organizer.post(page, shown(second)).status_code == 303
    assert [one.caption for one in photos(event)] == ["私の説明"]


def test_edit_shows_a_photo_that_is_awaited_and_readers_do_not_see_it(
    organizer: Browser, browser: Browser
) -> None:
    event = an_event()
    event.photos.append(Photo(key="awaited", name="IMG_9.jpg", caption="待たれる写真"))
    event.materials.append(Material(key="waiting", name="表.xlsx", title="待たれる資料"))
    db.session.commit()

    page = main_text(organizer.get(page_of(event)))

    assert "IMG_9.jpg 画像待ち" in page
    assert "表.xlsx ファイル待ち" in page
    public = browser.get(f"/trainings/{event.key}").text
    assert "待たれる" not in public
    assert 'id="photos"' not in public
    assert browser.get(f"/trainings/{event.key}/photos/awaited.jpg").status_code == 404
    assert browser.get(f"/trainings/{event.key}/materials/waiting/x").status_code == 404


def test_send_fills_the_place_of_what_is_awaited(organizer: Browser) -> None:
    event = an_event()
    event.photos.append(Photo(key="awaited", name="IMG_9.HEIC", caption="待たれた写真"))
    db.session.commit()

    send(organizer, event, photos=[("img_9.heic", HEIC)])

    (photo,) = photos(event)
    assert (photo.key, photo.caption, photo.is_stored) == ("awaited", "待たれた写真", True)


def test_edit_asks_as_much_for_three_files_as_for_one(
    organizer: Browser, statements: list[str]
) -> None:
    asked = []
    for number in (1, 3):
        event = an_event()
        for index in range(number):
            a_photo(event, f"{index}.jpg")
            a_material(event, f"{index}.pdf")
        statements.clear()
        organizer.get(page_of(event))
        asked.append(len(statements))

    assert asked[0] == asked[1]


def test_the_page_of_an_event_asks_as_much_for_three_files_as_for_one(
    browser: Browser, statements: list[str]
) -> None:
    asked = []
    for number in (1, 3):
        event = an_event()
        for index in range(number):
            a_photo(event, f"{index}.jpg")
            a_material(event, f"{index}.pdf")
        statements.clear()
        browser.get(f"/trainings/{event.key}")
        asked.append(len(statements))

    assert asked[0] == asked[1]
