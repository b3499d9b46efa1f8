"""The photos and materials of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.programme import document

if TYPE_CHECKING:
    from exchange.domain.material import Material
    from exchange.domain.photo import Photo


def of_photo(photo: Photo) -> document.Photo:
    return document.Photo.model_construct(
        id=photo.key, name=photo.name, caption=photo.caption, alt=photo.alt
    )


def of_material(material: Material) -> document.Material:
    return document.Material.model_construct(
        id=material.key, name=material.name, title=material.title
    )
