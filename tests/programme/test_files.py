"""Photos and materials of a document: their words come and go, stored files stay."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from exchange.domain.material import Material
from exchange.domain.photo import Photo
from exchange.extensions import db
from exchange.programme import queries
from tests.programme.documents import (
    EVERYTHING,
    FORMAT,
    GONE,
    bent,
    encoded,
    everything,
    export,
    faults_of,
    snapshot,
    take_in,
)

if TYPE_CHECKING:
    from flask import Flask

NOON = datetime(2026, 6, 1, 3, tzinfo=UTC)
FILES = ("photos", "materials")


def the_photo(key: str) -> Photo:
    return db.session.scalars(select(Photo).where(Photo.key == key)).one()


def store(key: str) -> Photo:
    """Let the picture of a photo be there."""
    photo = the_photo(key)
    photo.media_type, photo.width, photo.height, photo.stored_at = "image/png", 4, 3, NOON
    db.session.flush()
    return photo


def fair(document: dict[str, Any]) -> dict[str, Any]:
    """Give what a document says of the photos and materials of the fair."""
    return {key: document["events"][1][key] for key in FILES if key in document["events"][1]}


def test_what_is_taken_in_awaits_its_file(app: Flask) -> None:
    take_in(EVERYTHING)

    photos = db.session.scalars(select(Photo).order_by(Photo.ordinal)).all()
    materials = db.session.scalars(select(Material)).all()

    assert [(one.key, one.name, one.is_stored) for one in photos] == [
        ("p-hoto_1", "IMG_0123.HEIC", False),
        ("p2", "2.png", False),
    ]
    assert [(one.key, one.name, one.title, one.is_stored) for one in materials] == [
        ("m1", "資料1.pdf", "当日の資料", False)
    ]


def test_a_stored_file_is_kept_when_its_words_change_or_it_is_not_listed(app: Flask) -> None:
    take_in(EVERYTHING)
    store("p2")
    document = bent("events", 1, "photos", to=[{"id": "new", "name": "3.png"}])

    said = take_in(document)

    photo = the_photo("p2")
    assert said == "updated: 1 event"
    assert (photo.is_stored, photo.width, photo.ordinal) == (True, 4, 1)
    assert fair(export())["photos"] == [
        {"id": "new", "name": "3.png"},
        {"id": "p2", "name": "2.png"},
    ]
    assert take_in(document) == "nothing to change"


def test_a_stored_file_takes_its_new_words_and_place(app: Flask) -> None:
    take_in(EVERYTHING)
    store("p2")
    document = everything()
    document["events"][1]["photos"].reverse()
    document["events"][1]["photos"][0]["caption"] = "二枚目"

    take_in(document)

    photo = the_photo("p2")
    assert (photo.is_stored, photo.caption, photo.ordinal) == (True, "二枚目", 0)
    assert export() == document


def test_a_file_that_knows_nothing_of_photos_leaves_them(app: Flask) -> None:
    take_in(EVERYTHING)
    kept = snapshot()
    document = everything()
    for key in FILES:
        del document["events"][1][key]

    assert take_in(document) == "nothing to change"
    assert snapshot() == kept


def test_an_empty_list_takes_away_what_is_awaited_alone(app: Flask) -> None:
    take_in(EVERYTHING)
    store("p2")
    document = bent("events", 1, "photos", to=[])
    document["events"][1]["materials"] = []

    take_in(document)

    assert fair(export()) == {"photos": [{"id": "p2", "name": "2.png"}]}
    assert take_in(document) == "nothing to change"


def test_a_file_of_another_event_is_a_fault(app: Flask) -> None:
    take_in(EVERYTHING)
    document = everything()
    document["events"][0]["photos"] = [{"id": "p2", "name": "2.png"}]
    document["events"][1]["photos"] = [{"id": "m1", "name": "1.png"}]
    document["events"][1]["materials"] = []

    assert faults_of(encoded(document), queries.known()) == [
        'events[0].photos[0].id: "p2" is another file in the database',
        'events[1].photos[0].id: "m1" is another file in the database',
    ]


def test_files_need_an_event_that_is_found_again() -> None:
    document = bent("events", 1, "id", to=GONE)
    document["plans"] = []

    assert faults_of(encoded(document)) == [
        "events[1].photos: stands at an event without an id",
        "events[1].materials: stands at an event without an id",
    ]
    assert faults_of(encoded({"format": FORMAT, "events": []})) == []
