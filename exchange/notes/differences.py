"""What differs between two versions of notes: block by block, line by line, word by word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from exchange.domain.notes_draft import LineDraft, NoteDraft
from exchange.notes.blocks import alike, twins, unmoved, woven
from exchange.notes.notation import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exchange.domain.notes_draft import NotesDraft

LONGEST = 500
"""Characters up to which two lines are compared word by word."""
ALIKE = 0.5
"""How much of two lines must be the same for one to be the other reworded."""
ISLAND = 2
"""A run of what stayed that is shorter than this is no help to who reads."""
BLANK = LineDraft(text="")


class Mark(StrEnum):
    """How something stands in the newer version."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Segment:
    """A piece of text, and whether it came, went or stayed."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True, kw_only=True)
class LineDifference:
    """A line: its text, who said it and about what, and whether it is a proposal."""

    mark: Mark
    level: int
    text: Sequence[Segment]
    about: Sequence[Segment] = ()
    proposal: Mark | None = None
    """None where it is none in either version."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A block in both versions; None where it is not there. One of the two is."""

    before: NoteDraft | None
    after: NoteDraft | None
    is_moved: bool = False

    @property
    def mark(self) -> Mark:
        if self.before is None:
            return Mark.ADDED
        if self.after is None:
            return Mark.REMOVED
        return Mark.SAME if alike(self.before, self.after) else Mark.CHANGED

    @cached_property
    def heading(self) -> Sequence[Segment]:
        return words(self._old.heading, self._new.heading)

    @cached_property
    def speaker(self) -> Sequence[Segment]:
        return words(self._old.speaker, self._new.speaker)

    @property
    def kinds(self) -> Sequence[tuple[str, Mark]]:
        """The msgids of its category, before and now; nothing where it has none."""
        old, new = self._old.kind, self._new.kind
        if old == new:
            return [(new.label, Mark.SAME)] if new else []
        both = ((old, Mark.REMOVED), (new, Mark.ADDED))
        return [(kind.label, mark) for kind, mark in both if kind]

    @cached_property
    def lines(self) -> Sequence[LineDifference]:
        return lines(self._old.lines, self._new.lines)

    @property
    def _old(self) -> NoteDraft:
        return self.before or NoteDraft(heading="")

    @property
    def _new(self) -> NoteDraft:
        return self.after or NoteDraft(heading="")


@dataclass(frozen=True)
class Tally:
    """How many blocks differ."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    moved: int = 0


def compare(before: NotesDraft, after: NotesDraft) -> Sequence[Difference]:
    """List the blocks of both versions in the order of `after`; those that went, where they stood.

    They are paired by the ids of their notes, or else by what they say, or by their heading.
    """
    now = {_key(place, note): note for place, note in enumerate(after.notes)}
    old = {_key(place, note): note for place, note in enumerate(before.notes)}
    gone = {key: note for key, note in old.items() if key not in now}
    new = {key: note for key, note in now.items() if key not in old}
    same = twins(gone, new)
    was = {same.get(key, key): note for key, note in old.items()}
    stayed = unmoved(list(was), list(now))
    return [
        Difference(
            before=was.get(key),
            after=now.get(key),
            is_moved=key in was and key in now and key not in stayed,
        )
        for key in woven(list(now), list(was))
    ]


def _key(place: int, note: NoteDraft) -> tuple[str, int]:
    return ("new", place) if note.id is None else ("note", note.id)


def tally(different: Iterable[Difference]) -> Tally:
    """Count what differs. A block that was moved and changed counts as both."""
    blocks = list(different)
    marks = Counter(one.mark for one in blocks)
    return Tally(
        added=marks[Mark.ADDED],
        changed=marks[Mark.CHANGED],
        removed=marks[Mark.REMOVED],
        moved=sum(one.is_moved for one in blocks),
    )


def words(before: str, after: str) -> Sequence[Segment]:
    """Compare two short texts word by word; what is alike in neither, or long, as a whole."""
    if before == after:
        return [Segment(after)] if after else []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if max(len(before), len(after)) > LONGEST or matcher.ratio() < ALIKE:
        return _parted(before, after)
    found: list[Segment] = []
    old, new = "", ""
    for change, old_start, old_end, start, end in matcher.get_opcodes():
        stayed = change == "equal" and (end - start >= ISLAND or end == len(after) or not start)
        if stayed:
            found += [*_parted(old, new), Segment(after[start:end])]
            old, new = "", ""
        else:
            old, new = old + before[old_start:old_end], new + after[start:end]
    return [*found, *_parted(old, new)]


def lines(before: Sequence[LineDraft], after: Sequence[LineDraft]) -> Sequence[LineDifference]:
    """Compare lines. One that was reworded is one line, with the words that came and went."""
    found: list[LineDifference] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for change, old_start, old_end, start, end in matcher.get_opcodes():
        if change == "equal":
            found += [_line(one, one, Mark.SAME) for one in after[start:end]]
        else:
            found += _replaced(before[old_start:old_end], after[start:end])
    return found


def _replaced(before: Sequence[LineDraft], after: Sequence[LineDraft]) -> Iterable[LineDifference]:
    """Give lines that went and came in one place: reworded in turn, as far as they are alike."""
    for old, new in zip_longest(before, after):
        if old and new and _is_reworded(old, new):
            yield _line(old, new, Mark.CHANGED)
            continue
        if old:
            yield _line(old, None, Mark.REMOVED)
        if new:
            yield _line(None, new, Mark.ADDED)


def _is_reworded(old: LineDraft, new: LineDraft) -> bool:
    if old.level != new.level:
        return False
    if old.text == new.text:
        return True
    if max(len(old.text), len(new.text)) > LONGEST:
        return False
    matcher = SequenceMatcher(None, old.text, new.text, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _line(old: LineDraft | None, new: LineDraft | None, mark: Mark) -> LineDifference:
    before, after = old or BLANK, new or BLANK
    about = [
        piece
        for was, now in zip(marked(before), marked(after), strict=True)
        for piece in ([Segment(now)] if was == now and now else _parted(was, now))
    ]
    return LineDifference(
        mark=mark,
        level=(new or before).level,
        text=words(before.text, after.text),
        about=about,
        proposal=_came_or_went(before.is_proposal, after.is_proposal),
    )


def _came_or_went(was: bool, now: bool) -> Mark | None:  # noqa: FBT001  # both are what is compared
    if was == now:
        return Mark.SAME if now else None
    return Mark.ADDED if now else Mark.REMOVED


def _parted(before: str, after: str) -> Sequence[Segment]:
    parts = (Segment(before, Mark.REMOVED), Segment(after, Mark.ADDED))
    return [part for part in parts if part.text]
