from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from exchange.domain.photo import Photo
from exchange.extensions import db
from exchange.lib import clock
from exchange.media import photos, services, store
from tests.factories import LONG_AGO, an_event
from tests.media.uploads import PDF, jpeg, lying_in

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    from exchange.domain.event import Event

DAY = 24 * 60 * 60


def sweep(app: Flask, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["media", "sweep", *options])


def a_stored_event() -> Event:
    event = an_event(key="r8-koryu-1")
    services.add_photo(event, "港.jpg", BytesIO(jpeg()), at=LONG_AGO)
    services.add_material(event, "資料.pdf", BytesIO(PDF), at=LONG_AGO)
    event.photos.append(Photo(key="awaited", name="IMG_9.jpg"))
    db.session.commit()
    return event


def leave(path: Path, *, days: float) -> Path:
    """Leave a file behind, as an interrupted machine does, so many days ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    then = clock.now().timestamp() - days * DAY
    os.utime(path, (then, then))
    return path


def test_sweep_removes_what_nothing_names_and_leaves_what_may_still_be_sent(
    app: Flask, media_dir: Path
) -> None:
    a_stored_event()
    named = lying_in(media_dir)
    key = store.new_key()
    old = [
        leave(store.place(store.PHOTOS, key, ".jpg"), days=2),
        leave(store.place(store.PHOTOS, key, ".480.jpg"), days=2),
        leave(store.place(store.MATERIALS, key, ".pdf"), days=400),
        leave(media_dir / "photos" / f".{key}{store.PART}", days=1.01),
    ]
    young = [
        leave(store.place(store.PHOTOS, store.new_key(), ".jpg"), days=0.9),
        leave(media_dir / "materials" / f".{key}{store.PART}", days=0),
    ]

    result = sweep(app)

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        *(f"removed {path}" for path in sorted(old)),
        "files that nothing names: 4, missing files: 0",
    ]
    assert lying_in(media_dir) == sorted(
        [*named, *(str(path.relative_to(media_dir)) for path in young)]
    )


def test_sweep_leaves_old_files_that_are_named(app: Flask, media_dir: Path) -> None:
    a_stored_event()
    for path in media_dir.rglob("*"):
        os.utime(path, (0, 0))
    named = lying_in(media_dir)

    result = sweep(app)

    assert (result.exit_code, result.output) == (
        0,
        "files that nothing names: 0, missing files: 0\n",
    )
    assert lying_in(media_dir) == named
    assert len(named) == 4


def test_sweep_can_only_tell(app: Flask, media_dir: Path) -> None:
    left = leave(store.place(store.PHOTOS, store.new_key(), ".jpg"), days=2)

    result = sweep(app, "--dry-run")

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"would remove {left}",
        "files that nothing names: 1, missing files: 0",
    ]
    assert left.exists()


def test_sweep_tells_which_files_are_missing(app: Flask, media_dir: Path) -> None:
    event = a_stored_event()
    path = photos.file(event.photos[0], 480)
    path.unlink()

    result = sweep(app)

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"missing {path} (r8-koryu-1: 港.jpg)",
        "files that nothing names: 0, missing files: 1",
    ]


@pytest.mark.parametrize("missing", ["never made", "a file"])
def test_sweep_finds_nothing_where_there_is_no_store(
    app: Flask, media_dir: Path, missing: str
) -> None:
    if missing == "a file":
        media_dir.write_text("no folder")

    assert (sweep(app).exit_code, sweep(app).output) == (
        0,
        "files that nothing names: 0, missing files: 0\n",
    )


def test_sweep_follows_no_link_out_of_the_store(
    app: Flask, media_dir: Path, tmp_path: Path
) -> None:
    outside = leave(tmp_path / "elsewhere" / "precious.txt", days=9)
    (media_dir / "photos").mkdir(parents=True)
    (media_dir / "photos" / "link").symlink_to(outside.parent, target_is_directory=True)

    sweep(app)

    assert outside.exists()
