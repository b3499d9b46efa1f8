"""Photos and materials as pages ask for them, and as the sweep does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from exchange.domain.event import Event
from exchange.domain.material import Material
from exchange.domain.photo import Photo
from exchange.extensions import db
from exchange.media import materials, photos

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def find_photo(event: Event, key: str) -> Photo | None:
    """Find a stored photo of `event`."""
    mine = select(Photo).where(Photo.event_id == event.id, Photo.key == key)
    return db.session.scalar(mine.where(Photo.stored_at.is_not(None)))


def find_material(event: Event, key: str) -> Material | None:
    """Find a stored material of `event`."""
    mine = select(Material).where(Material.event_id == event.id, Material.key == key)
    return db.session.scalar(mine.where(Material.stored_at.is_not(None)))


def load_files(event: Event) -> None:
    """Load the photos and materials of `event`, in a fixed number of statements."""
    both = selectinload(Event.photos), selectinload(Event.materials)
    db.session.scalars(select(Event).where(Event.id == event.id).options(*both)).all()


def named_files() -> Iterator[tuple[Path, str]]:
    """Give every file that there is a row for, and the event and name of that row in words."""
    for photo, key in db.session.execute(
        select(Photo, Event.key).join(Photo.event).where(Photo.stored_at.is_not(None))
    ):
        for path in photos.files(photo):
            yield path, f"{key}: {photo.name}"
    for material, key in db.session.execute(
        select(Material, Event.key).join(Material.event).where(Material.stored_at.is_not(None))
    ):
        for path in materials.files(material):
            yield path, f"{key}: {material.name}"
