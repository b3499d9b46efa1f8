from __future__ import annotations

import resource
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from exchange.domain.draft import revision_of
from exchange.domain.event import Event
from exchange.domain.photo import Photo
from exchange.extensions import db
from exchange.media import materials, names, photos, services, store
from exchange.media.refusals import (
    MaterialTooLarge,
    NameDisagrees,
    NoRoom,
    PhotoTooLarge,
    TooManyPhotos,
    WrittenMeanwhile,
)
from exchange.media.services import Arrangement, Move, Words
from exchange.search import find
from exchange.unit_of_work import unit_of_work
from tests.factories import LONG_AGO, an_event
from tests.media.uploads import PDF, jpeg, lying_in, office, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from exchange.domain.material import Material


@pytest.fixture(autouse=True)
def _store(media_dir: Path) -> None:
    """Every test has a store of its own."""


def add_photo(event: Event, name: str = "harbor.jpg", **words: str) -> Photo:
    return services.add_photo(event, name, BytesIO(jpeg()), **words, at=LONG_AGO)


def add_material(event: Event, name: str = "資料.pdf", **words: str) -> Material:
    return services.add_material(event, name, BytesIO(PDF), **words, at=LONG_AGO)


def files_of(photo: Photo) -> list[str]:
    folder = f"photos/{photo.key[:2]}/{photo.key}"
    return [f"{folder}.1200.jpg", f"{folder}.480.jpg", f"{folder}.jpg"]


def test_add_photo_keeps_three_files_under_a_key_that_says_nothing(
    media_dir: Path, noon: datetime
) -> None:
    event = an_event()

    with unit_of_work():
        photo = services.add_photo(
            event, "港.JPG", BytesIO(jpeg((3000, 2000))), caption="港", alt="船", at=noon
        )

    assert (photo.name, photo.caption, photo.alt, photo.stored_at) == ("港.JPG", "港", "船", noon)
    assert (photo.media_type, photo.width, photo.height) == ("image/jpeg", 2400, 1600)
    assert lying_in(media_dir) == files_of(photo)
    assert event.changed_at == noon


def test_what_is_said_of_files_is_searched() -> None:
    with unit_of_work():
        event = an_event(title="研修")
        add_photo(event, "IMG_0001.jpg", caption="赤煉瓦の倉庫")
        add_material(event, "次第.pdf", title="開港のあゆみ")

    for words in ("煉瓦", "IMG_0001", "次第", "あゆみ"):
        named = db.session.scalars(db.select(Event).where(find.is_named(find.Query(words)))).all()
        assert list(named) == [event]


@pytest.mark.parametrize("breaks", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_of_what_is_not_kept_remains(media_dir: Path, breaks: type[BaseException]) -> None:
    event = an_event()

    with suppress(breaks), unit_of_work():
        add_photo(event)
        add_material(event)
        assert len(lying_in(media_dir)) == 4
        raise breaks

    assert lying_in(media_dir) == []
    assert db.session.get_one(Event, event.id).photos == []


def test_nothing_of_what_the_database_refuses_remains(media_dir: Path) -> None:
    event = an_event()

    with suppress(IntegrityError), unit_of_work():
        photo = add_photo(event)
        assert len(lying_in(media_dir)) == 3
        photo.width = None

    assert lying_in(media_dir) == []


def test_nothing_of_a_transaction_that_is_just_left_remains(media_dir: Path) -> None:
    add_photo(an_event())

    db.session.remove()

    assert lying_in(media_dir) == []


def test_a_nested_transaction_leaves_the_files_to_the_outer_one(media_dir: Path) -> None:
    event = an_event()

    with suppress(ValueError), unit_of_work():
        with db.session.begin_nested():
            add_photo(event)
        assert len(lying_in(media_dir)) == 3
        raise ValueError

    assert lying_in(media_dir) == []


def test_files_of_several_transactions_do_not_get_mixed_up(media_dir: Path) -> None:
    event = an_event()
    with unit_of_work():
        kept = add_photo(event)

    with suppress(ValueError), unit_of_work():
        add_photo(event)
        raise ValueError

    assert lying_in(media_dir) == files_of(kept)


def test_what_was_taken_in_and_not_kept_goes_at_once(media_dir: Path) -> None:
    with services.delivery([("a.jpg", BytesIO(jpeg()))], [("b.pdf", BytesIO(PDF))]) as new:
        assert [path.rpartition(".")[2] for path in lying_in(media_dir)] == ["part"] * 4

    assert len(new.taken) == 2
    assert lying_in(media_dir) == []


def words(file: Photo | Material, *said: str, is_removed: bool = False) -> Words:
    return Words(file.id, said, revision_of(services.said(file)), is_removed)


def test_a_photo_that_is_removed_leaves_when_that_is_kept(media_dir: Path) -> None:
    with unit_of_work():
        event = an_event()
        photo, other = add_photo(event), add_photo(event)
    gone = Arrangement(photos=[words(photo, "", "", is_removed=True)])

    with suppress(ValueError), unit_of_work():
        services.arrange(event, gone, at=LONG_AGO)
        raise ValueError

    assert len(lying_in(media_dir)) == 6

    with unit_of_work():
        services.arrange(event, gone, at=LONG_AGO)
        assert len(lying_in(media_dir)) == 6

    assert lying_in(media_dir) == files_of(other)
    assert event.photos == [other]


def test_arrange_says_moves_and_removes_in_one_go(noon: datetime) -> None:
    with unit_of_work():
        event = an_event()
        a, b, c = (add_photo(event, name) for name in ("a.jpg", "b.jpg", "c.jpg"))
        material = add_material(event)

    with unit_of_work():
        services.arrange(
            event,
            Arrangement(
                photos=[words(a, "港", "船"), words(b, "", "", is_removed=True)],
                materials=[words(material, "当日の資料")],
                move=Move("photos", c.id, -1),
            ),
            at=noon,
        )

    assert [(one.name, one.ordinal, one.caption, one.alt) for one in event.photos] == [
        ("c.jpg", 0, "", ""),
        ("a.jpg", 1, "港", "船"),
    ]
    assert [one.title for one in event.materials] == ["当日の資料"]
    assert event.changed_at == noon


@pytest.mark.parametrize(
    ("number", "step", "order"),
    [(0, 1, "bac"), (2, -1, "acb"), (0, -1, "abc"), (2, 1, "abc"), (9, 1, "abc")],
)
def test_a_step_moves_one_place(number: int, step: int, order: str) -> None:
    event = an_event()
    stored = [add_material(event, f"{name}.pdf") for name in "abc"]
    id_ = stored[number].id if number < 3 else 10**6

    services.arrange(event, Arrangement(move=Move("materials", id_, step)), at=LONG_AGO)

    db.session.flush()
    db.session.expire(event)
    assert [one.name for one in event.materials] == [f"{name}.pdf" for name in order]


def test_saving_what_is_said_already_is_no_change(noon: datetime) -> None:
    event = an_event()
    photo = add_photo(event, caption="港")
    revision = event.revision

    services.arrange(event, Arrangement(photos=[words(photo, "港", "")]), at=noon)

    assert event.revision == revision


def test_what_somebody_else_wrote_meanwhile_is_not_put_aside_unseen() -> None:
    event = an_event()
    one, other = add_photo(event), add_photo(event)
    mine = Arrangement(photos=[words(one, "私の説明", ""), words(other, "", "")])
    services.arrange(event, Arrangement(photos=[words(one, "先の説明", "")]), at=LONG_AGO)

    with pytest.raises(WrittenMeanwhile) as refused:
        services.arrange(event, mine, at=LONG_AGO)

    assert refused.value.files == [one]
    assert one.caption == "先の説明"


def test_what_two_write_of_different_photos_is_kept_of_both() -> None:
    event = an_event()
    one, other = add_photo(event), add_photo(event)
    mine = Arrangement(photos=[words(one, "", ""), words(other, "私の説明", "")])
    services.arrange(event, Arrangement(photos=[words(one, "先の説明", "")]), at=LONG_AGO)

    services.arrange(event, mine, at=LONG_AGO)

    assert [photo.caption for photo in event.photos] == ["先の説明", "私の説明"]


def test_a_file_of_another_event_is_not_touched() -> None:
    theirs = add_photo(an_event(), caption="よその写真")

    services.arrange(
        an_event(),
        Arrangement(
            photos=[words(theirs, "", "", is_removed=True)], move=Move("photos", theirs.id, 1)
        ),
        at=LONG_AGO,
    )

    assert theirs.event.photos == [theirs]


def awaited(event: Event, name: str) -> Photo:
    photo = Photo(key=f"key-of-{event.id}", name=name, caption="港の写真")
    event.photos.append(photo)
    db.session.flush()
    return photo


@pytest.mark.parametrize("name", ["港 ガ.JPG", "港 ガ.jpg", "港 カ\u3099.JPG"])
def test_a_file_takes_the_place_of_the_photo_of_its_name_that_is_awaited(
    media_dir: Path, noon: datetime, name: str
) -> None:
    event = an_event()
    photo = awaited(event, "港 ガ.JPG")

    stored = services.add_photo(event, name, BytesIO(jpeg()), caption="港の写真", at=noon)

    assert stored is photo
    assert event.photos == [photo]
    assert (photo.key, photo.stored_at) == (f"key-of-{event.id}", noon)
    assert lying_in(media_dir) == files_of(photo)


def test_what_is_stored_already_is_no_place_to_take() -> None:
    event = an_event()

    add_photo(event, "a.jpg")
    add_photo(event, "a.jpg")

    assert [one.name for one in event.photos] == ["a.jpg", "a.jpg"]


def test_an_event_has_only_so_many_photos(media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST", 1)
    event = an_event()
    sent = [(f"{number}.jpg", BytesIO(jpeg())) for number in range(2)]

    with services.delivery(sent, []) as new, unit_of_work():
        kept = services.keep(event, new, at=LONG_AGO)

    assert kept == 1
    assert [(one.name, type(one.reason)) for one in new.failures] == [("1.jpg", TooManyPhotos)]
    assert len(lying_in(media_dir)) == 3


def test_files_that_are_too_large_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    with store.counter() as counter:
        with pytest.raises(PhotoTooLarge, match="20 MB"):
            photos.take_in(counter, "a.jpg", BytesIO(bytes(photos.LARGEST + 1)))
        with pytest.raises(MaterialTooLarge, match="50 MB"):
            materials.take_in(counter, "a.pdf", BytesIO(bytes(materials.LARGEST + 1)))


@pytest.mark.parametrize("name", ["a.docx", "a", "pdf", ".PDF.exe", "a.pdf.html", "資料．pdf"])
def test_the_name_of_a_material_has_to_say_what_it_is(media_dir: Path, name: str) -> None:
    with store.counter() as counter, pytest.raises(NameDisagrees):
        materials.take_in(counter, name, BytesIO(PDF))

    assert lying_in(media_dir) == []


def test_the_name_of_a_photo_may_say_what_it_is_not() -> None:
    event = an_event()

    services.add_photo(event, "IMG_1.HEIC", BytesIO(picture(kind="PNG")), at=LONG_AGO)

    assert [(one.name, one.media_type) for one in event.photos] == [("IMG_1.HEIC", "image/jpeg")]


@contextmanager
def files_of_at_most(octets: int) -> Iterator[None]:
    """Let this process write no file that is larger, as a disk does that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_nothing_behind(media_dir: Path) -> None:
    with store.counter() as counter, files_of_at_most(100), pytest.raises(NoRoom):
        materials.take_in(counter, "a.docx", BytesIO(office()))
    with store.counter() as counter, files_of_at_most(500), pytest.raises(NoRoom):
        photos.take_in(counter, "a.jpg", BytesIO(jpeg()))

    assert lying_in(media_dir) == []


def test_a_folder_that_cannot_be_written_to_is_told(media_dir: Path) -> None:
    media_dir.write_text("a file where there should be a folder")

    with store.counter() as counter, pytest.raises(NoRoom):
        materials.take_in(counter, "a.pdf", BytesIO(PDF))


def test_a_place_that_is_taken_by_a_folder_is_told_and_leaves_nothing(media_dir: Path) -> None:
    event = an_event()
    photo = awaited(event, "a.jpg")
    blocked = photos.file(Photo(key=photo.key, media_type="image/jpeg"), 480)
    blocked.mkdir(parents=True)

    with pytest.raises(NoRoom):
        add_photo(event, "a.jpg")

    assert lying_in(media_dir) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("資料 1.pdf", "資料 1.pdf"),
        ("髙﨑𠮷.pdf", "髙﨑𠮷.pdf"),
        ("カ\u3099.pdf", "カ\u3099.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\資料.pdf", "資料.pdf"),
        ("a\"b'c;d.pdf", "a\"b'c;d.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("fdp\u202eexe.pdf", "fdpexe.pdf"),
        ("👩‍👩‍👧.pdf", "👩‍👩‍👧.pdf"),
        ("a\0b\x7f\x85\u2028.pdf", "ab.pdf"),
        ("あ" * 300 + ".pdf", "あ" * 196 + ".pdf"),
        ("/", ""),
        (None, ""),
    ],
)
def test_names_are_kept_as_they_were_typed_but_for_what_is_no_part_of_them(
    sent: str | None, kept: str
) -> None:
    assert names.bare(sent) == kept
