"""Who is handed a photo or a material, and how."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from PIL import Image

from exchange.domain.account import Role
from exchange.domain.event import Event, EventKind, EventStatus, Visibility
from exchange.extensions import db
from exchange.media import materials, photos, services
from exchange.media.words import material_url, photo_url
from tests.conftest import Browser
from tests.factories import LONG_AGO, an_account, an_event
from tests.media.uploads import PDF, jpeg, office, picture
from tests.pages import main_text

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.material import Material
    from exchange.domain.photo import Photo

pytestmark = pytest.mark.usefixtures("media_dir")
SANDBOX = "sandbox; default-src 'none'"


def a_photo(event: Event, content: bytes | None = None, **words: str) -> Photo:
    stream = BytesIO(content or jpeg((1600, 1200)))
    photo = services.add_photo(event, "harbor.jpg", stream, **words, at=LONG_AGO)
    db.session.commit()
    return photo


def a_material(
    event: Event, name: str = "資料.pdf", content: bytes = PDF, **words: str
) -> Material:
    material = services.add_material(event, name, BytesIO(content), **words, at=LONG_AGO)
    db.session.commit()
    return material


def fetch(browser: Browser, path: str, **options: Any) -> TestResponse:
    """Get a whole answer, so that its file is closed."""
    return browser.get(path, buffered=True, **options)


def address(file: Photo | Material) -> str:
    return photo_url(file) if hasattr(file, "alt") else material_url(file)  # type: ignore[arg-type]


def test_a_photo_is_handed_out_in_three_sizes(browser: Browser) -> None:
    photo = a_photo(an_event())

    sizes = {}
    for edge in (None, *photos.EDGES):
        answer = fetch(browser, photo_url(photo, edge))
        assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
        sizes[edge] = Image.open(BytesIO(answer.data)).size

    assert sizes == {None: (1600, 1200), 1200: (1200, 900), 480: (480, 360)}
    assert photos.size_of(photo, 480) == (480, 360)


def test_a_photo_that_shines_through_is_handed_out_as_png(browser: Browser) -> None:
    content = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 90)).save(content, "PNG")
    photo = a_photo(an_event(), content.getvalue())

    assert photo_url(photo).endswith(".png")
    assert fetch(browser, photo_url(photo)).content_type == "image/png"
    assert fetch(browser, photo_url(photo).replace(".png", ".jpg")).status_code == 404


@pytest.mark.parametrize("make", [a_photo, a_material])
def test_a_file_does_nothing_of_its_own(browser: Browser, make) -> None:
    answer = fetch(browser, address(make(an_event())))

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    assert "Set-Cookie" not in answer.headers


def test_a_photo_is_looked_at_and_a_material_is_saved(browser: Browser) -> None:
    event = an_event()

    assert "attachment" not in fetch(browser, address(a_photo(event))).headers.get(
        "Content-Disposition", ""
    )
    answer = fetch(browser, address(a_material(event, "資料 1.docx", office())))
    assert answer.data == office()
    assert answer.content_type.startswith("application/vnd.openxmlformats")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    "name",
    [
        "資料 1.pdf",
        "a\"b';c.pdf",
        "髙﨑 𠮷 👩‍👩‍👧.pdf",
        "a\r\nSet-Cookie: x=1.pdf",
        "50%25 & <b>#?.pdf",
        "..pdf",
        "عربي.pdf",
        "あ" * 300 + ".pdf",
    ],
)
def test_a_material_keeps_its_name_on_the_way(browser: Browser, name: str) -> None:
    material = a_material(an_event(), name)

    answer = fetch(browser, address(material))

    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    if "filename*=UTF-8''" in disposition:
        said = unquote(disposition.partition("filename*=UTF-8''")[2])
    else:
        said = disposition.partition("filename=")[2].strip('"').replace('\\"', '"')
    assert said == material.name
    assert "Set-Cookie" not in answer.headers


def test_a_copy_that_is_at_hand_is_not_sent_again(browser: Browser) -> None:
    path = address(a_photo(an_event()))
    first = fetch(browser, path)

    again = fetch(browser, path, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_a_part_of_a_file_is_sent_where_one_is_asked_for(browser: Browser) -> None:
    path = address(a_material(an_event()))

    part = fetch(browser, path, headers={"Range": "bytes=0-7"})
    beyond = fetch(browser, path, headers={"Range": "bytes=999999-"})

    assert (part.status_code, part.data) == (206, PDF[:8])
    assert beyond.status_code == 416


@pytest.mark.parametrize("make", [a_photo, a_material])
def test_who_may_not_see_the_event_is_told_that_there_is_nothing(
    app: Flask, browser: Browser, organizer: Browser, make
) -> None:
    members = an_event(visibility=Visibility.MEMBERS)
    draft = an_event(status=EventStatus.DRAFT)
    staff = Browser(app).sign_in(an_account(role=Role.STAFF))
    paths = [address(make(event)) for event in (members, draft)]

    seen = [[fetch(one, path).status_code for path in paths] for one in (browser, staff, organizer)]

    assert seen == [[404, 404], [200, 404], [200, 200]]
    assert fetch(organizer, paths[1]).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("make", [a_photo, a_material])
def test_a_file_is_found_at_its_own_event_alone(browser: Browser, make) -> None:
    mine, other = an_event(), an_event()
    fair = an_event(EventKind.FAIR)
    path = address(make(mine))

    assert fetch(browser, path).status_code == 200
    assert fetch(browser, path.replace(mine.key, other.key)).status_code == 404
    assert (
        fetch(browser, path.replace("trainings/" + mine.key, "fairs/" + fair.key)).status_code
        == 404
    )
    assert fetch(browser, path.replace("trainings", "fairs")).status_code == 404


def test_what_becomes_a_members_event_takes_its_files_along(browser: Browser) -> None:
    event = an_event()
    path = address(a_photo(event, caption="港の朝"))
    page = f"/trainings/{event.key}"
    assert "港の朝" in browser.get(page).text

    event = db.session.get_one(Event, event.id)
    event.visibility = Visibility.MEMBERS
    db.session.commit()

    assert fetch(browser, path).status_code == 404


@pytest.mark.parametrize("make", [a_photo, a_material])
def test_a_file_that_is_missing_is_no_fault_of_the_page(
    browser: Browser, make, caplog: pytest.LogCaptureFixture
) -> None:
    event = an_event()
    file = make(event)
    for path in photos.files(file) if make is a_photo else materials.files(file):
        path.unlink()

    assert browser.get(address(file)).status_code == 404
    assert browser.get(f"/trainings/{event.key}").status_code == 200
    assert "flask media sweep" in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "photos/none.jpg",
        "photos/..%2f..%2fx.jpg",
        "photos/x.999.jpg",
        "photos/x.svg",
        "materials/x",
    ],
)
def test_what_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    assert browser.get(f"/trainings/{an_event().key}/{path}").status_code == 404


def test_the_page_of_an_event_shows_its_photos_and_materials(browser: Browser) -> None:
    event = an_event()
    photo = a_photo(event, caption="港の朝", alt="岸壁に並ぶ船")
    material = a_material(event, "資料.pdf", title="当日の資料")

    answer = browser.get(f"/trainings/{event.key}")

    assert f'src="{photo_url(photo, 480)}"' in answer.text
    assert f'href="{photo_url(photo)}"' in answer.text
    assert 'width="480" height="360" alt="岸壁に並ぶ船" loading="lazy"' in answer.text
    assert "写真 港の朝 資料 当日の資料 PDF・1KB" in main_text(answer)
    assert fetch(browser, material_url(material)).status_code == 200


def test_the_page_says_something_for_those_who_do_not_see_a_photo(browser: Browser) -> None:
    event = an_event()
    a_photo(event, caption="港の朝")
    a_photo(event)

    text = browser.get(f"/trainings/{event.key}").text

    assert 'alt="港の朝"' in text
    assert 'alt="写真2"' in text


def test_an_event_without_files_shows_nothing_of_them(browser: Browser, organizer: Browser) -> None:
    event = an_event()

    assert "写真" not in main_text(browser.get(f"/trainings/{event.key}"))
    assert "写真・資料を追加" in main_text(organizer.get(f"/trainings/{event.key}"))


def test_a_page_that_is_kept_shows_a_photo_as_soon_as_there_is_one(browser: Browser) -> None:
    event = an_event()
    path = f"/trainings/{event.key}"
    assert "gallery" not in fetch(browser, path).text

    a_photo(db.session.get_one(Event, event.id))

    assert "gallery" in fetch(browser, path).text


def test_words_are_shown_as_words(browser: Browser) -> None:
    event = an_event()
    a_photo(event, picture(), caption="<b>港</b>", alt='"><script>')

    text = browser.get(f"/trainings/{event.key}").text

    assert "&lt;b&gt;港&lt;/b&gt;" in text
    assert "<script>" not in text
