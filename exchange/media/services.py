"""Taking photos and materials in, saying what they are, and sweeping out what nobody names."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from exchange.domain.draft import revision_of
from exchange.domain.errors import Refused
from exchange.domain.photo import Photo
from exchange.media import materials, photos, queries, store
from exchange.media.refusals import WrittenMeanwhile
from exchange.publication.services import follow_up
from exchange.seating.services import lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from exchange.domain.account import Account
    from exchange.domain.event import Event
    from exchange.domain.material import Material
    from exchange.media.materials import NewMaterial
    from exchange.media.photos import NewPhoto

Upload = tuple[str | None, BinaryIO]
"""The name of a file that was sent, and what it holds."""
Shelf = Literal["photos", "materials"]
YOUNG = timedelta(days=1)
"""A file that no row names yet may belong to somebody who is still sending."""


@dataclass(frozen=True)
class Failure:
    """A file that was not taken, and why."""

    name: str
    reason: Refused


@dataclass
class Delivery:
    """What became of files that were sent."""

    taken: list[NewPhoto | NewMaterial] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@contextmanager
def delivery(pictures: Iterable[Upload], documents: Iterable[Upload]) -> Iterator[Delivery]:
    """Look at files, and make photos anew: outside any transaction, for it takes its time.

    What of it was not kept at the end of the block is removed.
    """
    found = Delivery()
    with store.counter() as counter:
        for take_in, uploads in (photos.take_in, pictures), (materials.take_in, documents):
            for name, file in uploads:
                try:
                    found.taken.append(take_in(counter, name, file))
                except Refused as reason:
                    found.failures.append(Failure(name or "", reason))
        yield found


def keep(event: Event, new: Delivery, *, by: Account | None = None, at: datetime) -> int:
    """Give `event` the files that were taken, and tell how many.

    One for which there is no room joins the failures.
    """
    event = lock(event)
    kept = 0
    for one in new.taken:
        try:
            one.keep(event, at=at)
        except Refused as reason:
            new.failures.append(Failure(one.name, reason))
        else:
            kept += 1
    if kept:
        follow_up(event, by=by, at=at)
    return kept


def add_photo(
    event: Event,
    name: str,
    file: BinaryIO,
    *,
    caption: str = "",
    alt: str = "",
    by: Account | None = None,
    at: datetime,
) -> Photo:
    """Give `event` one photo with its words. Raises what `photos.take_in` and `keep` raise."""
    with store.counter() as counter:
        photo = photos.take_in(counter, name, file).keep(lock(event), at=at)
    photo.caption, photo.alt = caption, alt
    follow_up(event, by=by, at=at)
    return photo


def add_material(
    event: Event,
    name: str,
    file: BinaryIO,
    *,
    title: str = "",
    by: Account | None = None,
    at: datetime,
) -> Material:
    """Give `event` one material. Raises what `materials.take_in` and `keep` raise."""
    with store.counter() as counter:
        material = materials.take_in(counter, name, file).keep(lock(event), at=at)
    material.title = title
    follow_up(event, by=by, at=at)
    return material


@dataclass(frozen=True)
class Words:
    """What is said of one photo (caption, alternative text) or material (title)."""

    id: int
    said: tuple[str, ...]
    began_from: str
    """Names what it said when the writer began: `revision_of` of that."""
    is_removed: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether the writer did anything to it."""
        return self.is_removed or revision_of(self.said) != self.began_from


@dataclass(frozen=True)
class Move:
    """One step up (-1) or down (1) in the order."""

    shelf: Shelf
    id: int
    step: int


@dataclass(frozen=True)
class Arrangement:
    """What photos and materials shall say, which go, and which moves."""

    photos: Sequence[Words] = ()
    materials: Sequence[Words] = ()
    move: Move | None = None


def said(file: Photo | Material) -> tuple[str, ...]:
    """Give what can be written beside a photo or material."""
    return (file.caption, file.alt) if isinstance(file, Photo) else (file.title,)


def _say(file: Photo | Material, words: tuple[str, ...]) -> None:
    if isinstance(file, Photo):
        file.caption, file.alt = words
    else:
        (file.title,) = words


def arrange(event: Event, wanted: Arrangement, *, by: Account | None = None, at: datetime) -> None:
    """Make the files of `event` say what is `wanted`, and remove and move what shall be.

    What is not mentioned stays, and what is gone meanwhile stays gone. Raises `WrittenMeanwhile`
    where that would put aside what somebody else wrote.
    """
    event = lock(event)
    meant = [*_meant(event.photos, wanted.photos), *_meant(event.materials, wanted.materials)]
    theirs = [file for file, words in meant if _puts_aside(words, said(file))]
    if theirs:
        raise WrittenMeanwhile(theirs)
    changed = [file for file, words in meant if words.is_removed or words.said != said(file)]
    for file, words in meant:
        if words.is_removed:
            _remove(event, file)
        else:
            _say(file, words.said)
    is_moved = _moved(event, wanted.move)
    if changed or is_moved:
        follow_up(event, by=by, at=at)


def _meant(
    files: Sequence[Photo | Material], words: Iterable[Words]
) -> list[tuple[Photo | Material, Words]]:
    wanted = {one.id: one for one in words if one.is_changed}
    return [(file, wanted[file.id]) for file in files if file.id in wanted]


def _puts_aside(words: Words, now: tuple[str, ...]) -> bool:
    is_changed = words.is_removed or words.said != now
    return is_changed and words.began_from != revision_of(now)


def _remove(event: Event, file: Photo | Material) -> None:
    """Take `file` away; what it holds is removed when that is kept."""
    if isinstance(file, Photo):
        event.photos.remove(file)
        store.remove_when_kept(photos.files(file))
    else:
        event.materials.remove(file)
        store.remove_when_kept(materials.files(file))


def _moved(event: Event, move: Move | None) -> bool:
    """Do as `move` says, and tell whether there was anything to move."""
    if move is None:
        return False
    files: Any = event.photos if move.shelf == "photos" else event.materials
    here = next((at for at, file in enumerate(files) if file.id == move.id), None)
    if here is None or not 0 <= here + move.step < len(files):
        return False
    files.insert(here + move.step, files.pop(here))
    return True


@dataclass(frozen=True)
class Sweep:
    """What lies in the store that should not, and what should and does not."""

    orphans: Sequence[Path]
    """Files that no row names, old enough that nobody is sending them any more."""
    missing: Sequence[str]
    """Rows whose file is not there: the file, the event and the name."""


def survey(*, at: datetime) -> Sweep:
    """Compare the store with the database.

    The store is looked at first: a file that is kept in between is then found in the database.
    """
    oldest = (at - YOUNG).timestamp()
    found = [(path, known.st_mtime) for path, known in store.files()]
    named = dict(queries.named_files())
    orphans = [path for path, written in found if path not in named and written < oldest]
    missing = [f"{path} ({whose})" for path, whose in named.items() if not path.is_file()]
    return Sweep(sorted(orphans), sorted(missing))


def sweep_out(sweep: Sweep) -> None:
    """Remove what no row names."""
    store.remove(sweep.orphans)
