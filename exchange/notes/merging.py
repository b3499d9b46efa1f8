"""Merging what two wrote at the same time: block by block, and within a block line by line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from exchange.domain.notes_draft import LineDraft, NoteDraft, NotesDraft
from exchange.lib.i18n import N_
from exchange.notes.blocks import alike, twins, unmoved, woven

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Key = tuple[str, int]
"""A block: by the id of its note, or by its place in the text of who added it."""
Said = TypeVar("Said", LineDraft, NoteDraft)


class Fate(StrEnum):
    """What the two made of a block."""

    UNCHANGED = "unchanged"
    CHANGED_BY_THEM = "changed_by_them"
    CHANGED_BY_YOU = "changed_by_you"
    CHANGED_ALIKE = "changed_alike"
    ADDED_BY_THEM = "added_by_them"
    ADDED_BY_YOU = "added_by_you"
    REMOVED_BY_THEM = "removed_by_them"
    REMOVED_BY_YOU = "removed_by_you"
    CHANGED_BY_BOTH = "changed_by_both"
    CHANGED_BY_YOU_REMOVED_BY_THEM = "changed_by_you_removed_by_them"
    CHANGED_BY_THEM_REMOVED_BY_YOU = "changed_by_them_removed_by_you"

    @property
    def label(self) -> str:
        """The msgid to show for this fate."""
        return _LABELS[self]

    @property
    def is_conflict(self) -> bool:
        """Whether somebody has to choose."""
        return self in _CONFLICTS


_LABELS = {
    Fate.UNCHANGED: N_("Unchanged"),
    Fate.CHANGED_BY_THEM: N_("Changed by them"),
    Fate.CHANGED_BY_YOU: N_("Changed by you"),
    Fate.CHANGED_ALIKE: N_("The same from both"),
    Fate.ADDED_BY_THEM: N_("Added by them"),
    Fate.ADDED_BY_YOU: N_("Added by you"),
    Fate.REMOVED_BY_THEM: N_("Removed by them"),
    Fate.REMOVED_BY_YOU: N_("Removed by you"),
    Fate.CHANGED_BY_BOTH: N_("Changed by both"),
    Fate.CHANGED_BY_YOU_REMOVED_BY_THEM: N_("Changed by you, removed by them"),
    Fate.CHANGED_BY_THEM_REMOVED_BY_YOU: N_("Changed by them, removed by you"),
}
_CONFLICTS = {
    Fate.CHANGED_BY_BOTH,
    Fate.CHANGED_BY_YOU_REMOVED_BY_THEM,
    Fate.CHANGED_BY_THEM_REMOVED_BY_YOU,
}


@dataclass(frozen=True, kw_only=True)
class Merged:
    """A block in the three versions; None where it is not there. `theirs` or `yours` is."""

    base: NoteDraft | None
    theirs: NoteDraft | None
    yours: NoteDraft | None

    @property
    def fate(self) -> Fate:
        if self.theirs is None or self.yours is None:
            return self._fate_of_one()
        if alike(self.theirs, self.yours):
            stayed = self.base is not None and alike(self.base, self.yours)
            return Fate.UNCHANGED if stayed else Fate.CHANGED_ALIKE
        if self.base is not None and alike(self.base, self.yours):
            return Fate.CHANGED_BY_THEM
        if self.base is not None and alike(self.base, self.theirs):
            return Fate.CHANGED_BY_YOU
        return Fate.CHANGED_BY_BOTH

    def _fate_of_one(self) -> Fate:
        """Tell what became of a block that one of the two does not have."""
        left = self.either
        if self.base is None:
            return Fate.ADDED_BY_YOU if self.theirs is None else Fate.ADDED_BY_THEM
        if alike(self.base, left):
            return Fate.REMOVED_BY_THEM if self.theirs is None else Fate.REMOVED_BY_YOU
        if self.theirs is None:
            return Fate.CHANGED_BY_YOU_REMOVED_BY_THEM
        return Fate.CHANGED_BY_THEM_REMOVED_BY_YOU

    @property
    def either(self) -> NoteDraft:
        """One of the two that is there, yours first: what the block is called by."""
        found = self.yours or self.theirs
        assert found is not None  # noqa: S101  # says the type checker what the class says
        return found

    @property
    def settled(self) -> NoteDraft | None:
        """What it says where nobody has to choose; None where it is gone."""
        if self.fate in {Fate.REMOVED_BY_THEM, Fate.REMOVED_BY_YOU}:
            return None
        if self.fate in {Fate.CHANGED_BY_YOU, Fate.ADDED_BY_YOU}:
            return self.in_its_row(self.either)
        return self.theirs

    @property
    def both(self) -> NoteDraft:
        """What both say, as a proposal: each change of either, line by line.

        Where both changed the heading or another name, it is yours.
        """
        if self.theirs is None or self.yours is None:
            return self.either
        base = self.base or NoteDraft(heading="")
        mine = replace(self.yours, id=base.id, lines=())
        bare = _in_one(replace(base, lines=()), replace(self.theirs, id=base.id, lines=()), mine)
        lines = merged_lines(base.lines, self.theirs.lines, self.yours.lines)
        return replace(bare or mine, id=self.theirs.id, lines=lines)

    def in_its_row(self, draft: NoteDraft) -> NoteDraft:
        """Give `draft` with the id of the note that is there now."""
        return replace(draft, id=self.theirs.id if self.theirs else self.either.id)


def merge(base: NotesDraft, theirs: NotesDraft, yours: NotesDraft) -> list[Merged]:
    """Pair the blocks of three versions, in the order of the merged text.

    Blocks are paired by the ids of their notes, new ones by what they say, or else by their heading.
    What both removed is left out. Blocks stand as in `theirs`, but where you moved them.
    """
    was = {_of_id(note): note for note in base.notes}
    now = {_of_id(note): note for note in theirs.notes}
    typed = _typed(was, now, yours.notes)
    return [
        Merged(base=was.get(key), theirs=now.get(key), yours=typed.get(key))
        for key in _order(list(was), list(now), list(typed))
    ]


def merged_lines(
    base: Sequence[LineDraft], theirs: Sequence[LineDraft], yours: Sequence[LineDraft]
) -> tuple[LineDraft, ...]:
    """Give each line that either side added, and each of `base` that neither took away.

    A line that both changed becomes one where they changed different things about it; else both
    are given, theirs first.
    """
    they, you = _edits(base, theirs), _edits(base, yours)
    found: list[LineDraft] = []
    for place in range(len(base) + 1):
        added, mine = they.added[place], you.added[place]
        one = None
        if place < len(base) and len(added) == len(mine) == 1:
            one = _in_one(base[place], added[0], mine[0])
        found += [one] if one and place in they.gone & you.gone else _without_twins(added, mine)
        if place < len(base) and place not in they.gone | you.gone:
            found.append(base[place])
    return tuple(found)


@dataclass(frozen=True)
class _Edits:
    """What became of lines: which are gone, and what stands before each of them, or at the end."""

    gone: frozenset[int]
    added: Sequence[Sequence[LineDraft]]


def _edits(before: Sequence[LineDraft], after: Sequence[LineDraft]) -> _Edits:
    gone: set[int] = set()
    added: list[list[LineDraft]] = [[] for _ in range(len(before) + 1)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for change, old, old_end, new, new_end in matcher.get_opcodes():
        if change == "equal":
            continue
        gone |= set(range(old, old_end))
        for number, line in enumerate(after[new:new_end]):
            added[min(old + number, max(old, old_end - 1))].append(line)
    return _Edits(frozenset(gone), added)


def _without_twins(theirs: Sequence[LineDraft], yours: Sequence[LineDraft]) -> Sequence[LineDraft]:
    """Give all lines of both; one that both added there, once."""
    there = Counter(theirs)
    found = [*theirs]
    for line in yours:
        if there[line]:
            there[line] -= 1
        else:
            found.append(line)
    return found


def _in_one(base: Said, theirs: Said, yours: Said) -> Said | None:
    """Merge the values of `base` one by one; None where both changed the same one differently."""
    changed = {}
    for name in (field.name for field in fields(base)):
        was, they, you = (getattr(one, name) for one in (base, theirs, yours))
        if was not in (they, you) and they != you:
            return None
        changed[name] = you if they == was else they
    return replace(base, **changed)


def _of_id(note: NoteDraft) -> Key:
    return ("note", note.id or 0)


def _typed(
    was: Mapping[Key, NoteDraft], now: Mapping[Key, NoteDraft], notes: Iterable[NoteDraft]
) -> Mapping[Key, NoteDraft]:
    """Give your blocks by what they are in the other versions."""
    typed: dict[Key, NoteDraft] = {}
    for place, note in enumerate(notes):
        known = _of_id(note) in was or _of_id(note) in now
        key = _of_id(note) if known and _of_id(note) not in typed else ("new", place)
        typed[key] = note
    new = {key: note for key, note in typed.items() if key[0] == "new"}
    theirs = {key: note for key, note in now.items() if key not in was and key not in typed}
    pairs = twins(new, theirs)
    return {pairs.get(key, key): note for key, note in typed.items()}


def _order(was: Sequence[Key], now: Sequence[Key], typed: Sequence[Key]) -> Sequence[Key]:
    """Put the blocks of both in one order: theirs, but for those that you moved or that they lack."""
    moved = (set(was) & set(typed)) - unmoved(was, typed)
    return woven([key for key in now if key not in moved], typed)
