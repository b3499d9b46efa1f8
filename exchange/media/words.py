"""What templates ask of photos and materials: addresses, sizes, kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.numbers import format_decimal
from flask_babel import gettext

from exchange.lib.filetypes import FileType
from exchange.media import photos
from exchange.web.urls import event_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from exchange.domain.material import Material
    from exchange.domain.photo import Photo

KIB, MIB = 1024, 1024 * 1024


def photo_url(photo: Photo, edge: int | None = None) -> str:
    """Give the address of a stored photo, or of its copy with that longest edge."""
    there = {"photo_key": photo.key, "suffix": photos.suffix_of(photo)}
    if edge is not None:
        there["edge"] = str(edge)
    return event_url(photo.event, "media.photo", **there)


def photo_size(photo: Photo, edge: int) -> tuple[int, int]:
    """Give width and height of the copy with that longest edge."""
    return photos.size_of(photo, edge)


def material_url(material: Material) -> str:
    """Give the address at which a stored material is downloaded."""
    there = {"material_key": material.key, "name": material.name}
    return event_url(material.event, "media.material", **there)


def material_kind(material: Material) -> str:
    """Give what a stored material is, in the reader's language: PDF, Word."""
    return gettext(FileType(material.media_type or "").label)


def octets(size: int) -> str:
    """Write a size: 1.2MB, 350KB."""
    if size < MIB:
        return f"{max(1, round(size / KIB))}KB"
    return f"{format_decimal(round(size / MIB, 1), locale='en')}MB"


FILTERS: dict[str, Callable[..., Any]] = {
    "photo_url": photo_url,
    "photo_size": photo_size,
    "material_url": material_url,
    "material_kind": material_kind,
    "octets": octets,
}
