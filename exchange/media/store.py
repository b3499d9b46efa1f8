"""Where files lie: outside the database and outside what is served as it is, under their keys.

A file is written beside its later place and moved there as a whole. From then on it belongs to the
present transaction: when that is not kept, neither is the file. Files that go, go when the
transaction has been kept. See docs/decisions/0014-files-outside-the-database.md.
"""

from __future__ import annotations

import logging
import os
import secrets
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import current_app
from sqlalchemy import event

from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session, SessionTransaction

log = logging.getLogger(__name__)

PHOTOS, MATERIALS = "photos", "materials"
SHELVES = (PHOTOS, MATERIALS)
PART = ".part"
"""How the names of files end that are not whole yet."""


def new_key() -> str:
    """Make a key that nobody guesses, which no file system takes for another one."""
    return secrets.token_hex(16)


def root() -> Path:
    return Path(current_app.config["MEDIA_DIR"])


def place(shelf: str, key: str, ending: str) -> Path:
    """Tell where the file of `key` lies that ends in `ending`: photos/4f/4f0c….480.jpg."""
    return root() / shelf / key[:2] / f"{key}{ending}"


@dataclass
class Parcel:
    """The files of one photo or material, written and not kept yet."""

    shelf: str
    parts: dict[str, Path]
    """Where the file lies for the time being, by its ending."""

    def keep(self, key: str) -> None:
        """Move the files to their places, in the present transaction.

        Raises `OSError` where that is not possible; then none is there.
        """
        kept: list[Path] = []
        try:
            for ending, part in self.parts.items():
                target = place(self.shelf, key, ending)
                target.parent.mkdir(parents=True, exist_ok=True)
                part.rename(target)
                kept.append(target)
            for folder in {folder for path in kept for folder in path.parents[:2]}:
                _sync(folder)
        except OSError:
            remove(kept)
            raise
        _changes().new += kept


@contextmanager
def counter() -> Iterator[Counter]:
    """Give what takes files in; whatever of it was not kept at the end is removed."""
    taken = Counter()
    try:
        yield taken
    finally:
        taken.clear()


@dataclass
class Counter:
    """Takes files in, until they are kept."""

    _parts: list[Path] = field(default_factory=list)

    def pack(self, shelf: str, contents: dict[str, bytes | Iterable[bytes]]) -> Parcel:
        """Write files, by their endings, so that they survive a power cut.

        Raises `OSError` where the disk is full or cannot be written to.
        """
        folder = root() / shelf
        folder.mkdir(parents=True, exist_ok=True)
        parcel = Parcel(shelf, {})
        for ending, content in contents.items():
            part = folder / f".{new_key()}{PART}"
            self._parts.append(part)
            with part.open("xb") as file:
                for piece in [content] if isinstance(content, bytes) else content:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            parcel.parts[ending] = part
        return parcel

    def clear(self) -> None:
        remove(self._parts)


@dataclass
class _Changes:
    """What the present transaction does to files."""

    new: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)


def _changes() -> _Changes:
    changes: _Changes = db.session().info.setdefault("media", _Changes())
    return changes


def remove_when_kept(paths: Sequence[Path]) -> None:
    """Remove files as soon as the present transaction has been kept."""
    _changes().gone += paths


@event.listens_for(db.session, "after_commit")
def _kept(session: Session) -> None:
    if not session.in_nested_transaction():
        changes: _Changes = session.info.pop("media", _Changes())
        remove(changes.gone)


@event.listens_for(db.session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    """Remove the new files of a transaction that was rolled back, or just left."""
    if transaction.parent is None:
        changes: _Changes = session.info.pop("media", _Changes())
        remove(changes.new)


def remove(paths: Iterable[Path]) -> None:
    """Remove files at once; those that are not there any more are no trouble."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as reason:  # the sweep finds it
            log.warning("A file could not be removed: %s", reason)


def _sync(folder: Path) -> None:
    """Let the names in `folder` survive a power cut, where the file system can be told to."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def files() -> Iterator[tuple[Path, os.stat_result]]:
    """Give every file of the store with what is known of it, those not whole too."""
    for shelf in SHELVES:
        for folder, _, names in os.walk(root() / shelf):
            for name in names:
                path = Path(folder) / name
                with suppress(FileNotFoundError):  # moved or removed just now
                    yield path, path.lstat()


def pieces(file: Any) -> Iterator[bytes]:
    """Give the content of an open file from its beginning, piece by piece."""
    file.seek(0)
    while piece := file.read(1024 * 1024):
        yield piece
