"""Materials of an event: taken in, kept, and given up."""

from __future__ import annotations

from dataclasses import dataclass
from io import SEEK_END
from typing import TYPE_CHECKING, BinaryIO

from exchange.domain.material import Material
from exchange.lib.filetypes import FileType, NotADocument, recognized
from exchange.media import names, store
from exchange.media.refusals import (
    IsSomethingElse,
    MaterialTooLarge,
    NameDisagrees,
    NoRoom,
    TooManyMaterials,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from exchange.domain.event import Event
    from exchange.media.store import Counter, Parcel

LARGEST = 50 * 1024 * 1024
MOST = 100
"""Materials of one event."""


@dataclass(frozen=True)
class NewMaterial:
    """A material that was looked at and written, and is not kept yet."""

    name: str
    kind: FileType
    size: int
    parcel: Parcel

    def keep(self, event: Event, *, at: datetime) -> Material:
        """Make it the last material of `event`, or the one of its name that is awaited.

        Raises `TooManyMaterials` and `NoRoom`.
        """
        waiting = (one for one in event.materials if not one.is_stored)
        awaited = next((one for one in waiting if names.same(one.name, self.name)), None)
        if awaited is None and len(event.materials) >= MOST:
            raise TooManyMaterials(most=MOST)
        material = awaited or Material(key=store.new_key())
        try:
            self.parcel.keep(material.key)
        except OSError as reason:
            store.log.exception("A material could not be stored")
            raise NoRoom from reason
        material.name = self.name
        material.media_type, material.size = self.kind.value, self.size
        material.stored_at = at
        if awaited is None:
            event.materials.append(material)
        return material


def take_in(counter: Counter, name: str | None, file: BinaryIO) -> NewMaterial:
    """Look at what `file` really holds. Nothing is asked of the database.

    Raises `MaterialTooLarge`, `IsSomethingElse`, `NameDisagrees` or `NoRoom`.
    """
    size = file.seek(0, SEEK_END)
    if size > LARGEST:
        raise MaterialTooLarge(most=LARGEST >> 20)
    try:
        kind = recognized(file)
    except NotADocument as reason:
        raise IsSomethingElse(reason.what) from reason
    kept_name = names.bare(name)
    if names.suffix(kept_name) != kind.suffix:
        raise NameDisagrees(suffix=kind.suffix)
    try:
        parcel = counter.pack(store.MATERIALS, {kind.suffix: store.pieces(file)})
    except OSError as reason:
        store.log.exception("A material could not be stored")
        raise NoRoom from reason
    return NewMaterial(kept_name, kind, size, parcel)


def files(material: Material) -> Sequence[Path]:
    """List where the file of `material` lies; an awaited one has none."""
    if material.media_type is None:
        return []
    suffix = FileType(material.media_type).suffix
    return [store.place(store.MATERIALS, material.key, suffix)]
