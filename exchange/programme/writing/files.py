"""The photos and materials of one event, of which a document knows the words alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.material import Material
from exchange.domain.photo import Photo
from exchange.programme import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.event import Event
    from exchange.programme import document


def settled_photos(
    items: Sequence[document.Photo] | None, event: Event | None
) -> list[document.Photo] | None:
    """Give all photos that `event` is to have: those listed, then those whose picture is stored.

    An import never takes away a stored file: only what is still awaited goes. Where nothing is
    said, all stay.
    """
    rows = event.photos if event else []
    listed = {item.id for item in items or []}
    kept = [row for row in rows if row.key not in listed and (items is None or row.is_stored)]
    return [*(items or []), *map(parts.of_photo, kept)] or None


def settled_materials(
    items: Sequence[document.Material] | None, event: Event | None
) -> list[document.Material] | None:
    """Give all materials that `event` is to have, as with photos."""
    rows = event.materials if event else []
    listed = {item.id for item in items or []}
    kept = [row for row in rows if row.key not in listed and (items is None or row.is_stored)]
    return [*(items or []), *map(parts.of_material, kept)] or None


def write(event: Event, item: document.Event) -> None:
    """Make photos and materials what `item`, which is settled, says; new ones await their file."""
    photos = {photo.key: photo for photo in event.photos}
    event.photos = [
        _write_photo(photos.get(one.id) or Photo(key=one.id), one) for one in item.photos or []
    ]
    event.photos.reorder()  # type: ignore[attr-defined]  # an ordering_list
    materials = {material.key: material for material in event.materials}
    event.materials = [
        _write_material(materials.get(one.id) or Material(key=one.id), one)
        for one in item.materials or []
    ]
    event.materials.reorder()  # type: ignore[attr-defined]  # an ordering_list


def _write_photo(photo: Photo, item: document.Photo) -> Photo:
    photo.name, photo.caption, photo.alt = item.name, item.caption, item.alt
    return photo


def _write_material(material: Material, item: document.Material) -> Material:
    material.name, material.title = item.name, item.title
    return material
