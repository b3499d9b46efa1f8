"""Photos of an event: taken in, kept, and given up."""

from __future__ import annotations

from dataclasses import dataclass
from io import SEEK_END
from typing import TYPE_CHECKING, BinaryIO

from exchange.domain.photo import Photo
from exchange.lib.filetypes import NotADocument, Stranger, recognized
from exchange.media import names, store
from exchange.media.refusals import (
    IsAMaterial,
    IsSomethingElse,
    NoRoom,
    NotAPhoto,
    PhotoBroken,
    PhotoTooLarge,
    TooManyPhotos,
    TooManyPixels,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from exchange.domain.errors import Refused
    from exchange.domain.event import Event
    from exchange.lib.pictures import Picture
    from exchange.media.store import Counter, Parcel

LARGEST = 20 * 1024 * 1024
MOST = 200
"""Photos of one event."""
EDGES = (1200, 480)
"""The longest edges of the smaller copies."""
_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class NewPhoto:
    """A photo that was made anew and written, and is not kept yet."""

    name: str
    picture: Picture
    parcel: Parcel

    def keep(self, event: Event, *, at: datetime) -> Photo:
        """Make it the last photo of `event`, or the one of its name that is awaited.

        Raises `TooManyPhotos` and `NoRoom`.
        """
        waiting = (one for one in event.photos if not one.is_stored)
        awaited = next((one for one in waiting if names.same(one.name, self.name)), None)
        if awaited is None and len(event.photos) >= MOST:
            raise TooManyPhotos(most=MOST)
        photo = awaited or Photo(key=store.new_key())
        try:
            self.parcel.keep(photo.key)
        except OSError as reason:
            store.log.exception("A photo could not be stored")
            raise NoRoom from reason
        photo.name = self.name
        photo.media_type = self.picture.media_type
        photo.width, photo.height = self.picture.width, self.picture.height
        photo.stored_at = at
        if awaited is None:
            event.photos.append(photo)
        return photo


def take_in(counter: Counter, name: str | None, file: BinaryIO) -> NewPhoto:
    """Make the photo in `file` anew, whatever it is called. Nothing is asked of the database.

    Raises `PhotoTooLarge`, `TooManyPixels`, `PhotoBroken`, `NotAPhoto`, `IsAMaterial`,
    `IsSomethingElse` or `NoRoom`.
    """
    if file.seek(0, SEEK_END) > LARGEST:
        raise PhotoTooLarge(most=LARGEST >> 20)
    file.seek(0)
    try:
        picture = _remade(file)
        suffix = _SUFFIXES[picture.media_type]
        contents = {f".{edge}.{suffix}": content for edge, content in picture.smaller.items()}
        parcel = counter.pack(store.PHOTOS, {f".{suffix}": picture.content, **contents})
    except OSError as reason:
        store.log.exception("A photo could not be stored")
        raise NoRoom from reason
    return NewPhoto(names.bare(name) or f"photo.{suffix}", picture, parcel)


def _remade(file: BinaryIO) -> Picture:
    # Pillow is 11 MB that most workers never need.
    from exchange.lib import darkroom, pictures  # noqa: PLC0415

    try:
        return darkroom.developed(file, edges=EDGES)
    except pictures.NotAPicture as reason:
        raise _what_else(file) from reason
    except pictures.TooManyPixels as reason:
        raise TooManyPixels(most=reason.most // 1_000_000) from reason
    except pictures.BrokenPicture as reason:
        raise PhotoBroken from reason


def _what_else(file: BinaryIO) -> Refused:
    """Tell what it is that is no photo, where that helps."""
    try:
        return IsAMaterial(kind=recognized(file).suffix)
    except NotADocument as reason:
        if reason.what in {Stranger.PICTURE, Stranger.UNKNOWN}:  # GIF, TIFF …
            return NotAPhoto()
        return IsSomethingElse(reason.what)


def files(photo: Photo) -> Sequence[Path]:
    """List where the files of `photo` lie; an awaited one has none."""
    return [file(photo, edge) for edge in (None, *EDGES)] if photo.media_type else []


def file(photo: Photo, edge: int | None = None) -> Path:
    """Tell where the file of a stored photo lies, or of its copy with that longest edge."""
    copy = f".{edge}" if edge else ""
    return store.place(store.PHOTOS, photo.key, f"{copy}.{suffix_of(photo)}")


def suffix_of(photo: Photo) -> str:
    """Give how the addresses of a stored photo end: `jpg` or `png`."""
    return _SUFFIXES[photo.media_type or "image/jpeg"]


def size_of(photo: Photo, edge: int) -> tuple[int, int]:
    """Give width and height of the copy with that longest edge."""
    width, height = photo.width or 1, photo.height or 1
    scale = min(1.0, edge / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
