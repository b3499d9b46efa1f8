"""The page on which two versions of notes become one: what was typed, and a choice per block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext
from wtforms import HiddenField, RadioField

from exchange.domain.notes_draft import NoteDraft, NotesDraft
from exchange.lib.i18n import N_
from exchange.notes import notation
from exchange.notes.differences import Difference
from exchange.notes.forms import NUMBER, NoteForm, NotesForm
from exchange.notes.merging import Fate, merge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from werkzeug.datastructures import MultiDict
    from wtforms import Field

    from exchange.notes.merging import Merged

BOTH, THEIRS, YOURS = "both", "theirs", "yours"


def _choices(**labels: str) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(value, gettext(label)) for value, label in labels.items()]


class ChoiceForm(NoteForm):
    """What a block that both changed is to say: one of the versions, or what is typed here."""

    choice = RadioField(
        N_("Which version"),
        choices=_choices(
            both=N_("Both, as they are put together below"),
            theirs=N_("Their version"),
            yours=N_("Your version"),
        ),
        default=BOTH,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what was typed only where it is what was chosen."""
        if self.choice.data in {THEIRS, YOURS}:
            return True
        return bool(self.choice.validate(self)) and super().validate(extra_validators)


class WhenTheyRemovedForm(ChoiceForm):
    """Whether a block stays that you changed and they removed."""

    choice = RadioField(
        N_("Which version"),
        choices=_choices(yours=N_("Keep your version"), theirs=N_("Leave it removed")),
        default=YOURS,
    )


class WhenYouRemovedForm(ChoiceForm):
    """Whether a block stays that they changed and you removed."""

    choice = RadioField(
        N_("Which version"),
        choices=_choices(theirs=N_("Keep their version"), yours=N_("Remove it")),
        default=THEIRS,
    )


FORMS = {
    Fate.CHANGED_BY_BOTH: ChoiceForm,
    Fate.CHANGED_BY_YOU_REMOVED_BY_THEM: WhenTheyRemovedForm,
    Fate.CHANGED_BY_THEM_REMOVED_BY_YOU: WhenYouRemovedForm,
}


class MergeForm(NotesForm):
    """What the second writer typed, and the revisions it is to be merged with."""

    base = HiddenField()
    """The revision from which they began. `revision` is what the first one made of it."""

    @property
    def is_all(self) -> bool:
        """Whether the editor sent it, and no page of a part of the notes."""
        return "is_all" in (self.posted or {})

    @property
    def base_number(self) -> int:
        typed = self.base.data or ""
        return int(typed) if NUMBER.fullmatch(typed) else 0


@dataclass(frozen=True)
class Conflict:
    """A block about which somebody has to choose, and the form that asks for it."""

    block: Merged
    form: ChoiceForm

    @classmethod
    def asked(cls, block: Merged, place: int, posted: MultiDict[str, str] | None) -> Conflict:
        """Ask about the block at `place`; what both say stands ready to be corrected."""
        both = block.both
        ready = vars(both) | {"id": "", "lines": notation.write(both.lines)}
        return cls(block, FORMS[block.fate](posted, prefix=f"blocks-{place}", data=ready))

    @property
    def chosen(self) -> Sequence[NoteDraft]:
        """What the block is to say; nothing where it goes, several where it was divided."""
        chosen = self.form.choice.data
        if chosen == BOTH:
            drafts = [] if self.form.is_blank else self.form.drafts
            return [self.block.in_its_row(one) for one in drafts[:1]] + list(drafts[1:])
        one = self.block.theirs if chosen == THEIRS else self.block.yours
        return [] if one is None else [self.block.in_its_row(one)]

    @property
    def theirs(self) -> Difference:
        return self._of(self.block.theirs)

    @property
    def yours(self) -> Difference:
        return self._of(self.block.yours)

    @property
    def offers_both(self) -> bool:
        return self.block.fate is Fate.CHANGED_BY_BOTH

    def _of(self, side: NoteDraft | None) -> Difference:
        """Compare one side with what both began from, or else with what both say."""
        return Difference(before=self.block.base or self._shared, after=side)

    @property
    def _shared(self) -> NoteDraft:
        theirs, yours = self.block.theirs, self.block.yours
        if theirs is None or yours is None:
            return NoteDraft(heading="")
        lines = tuple(line for line in theirs.lines if line in yours.lines)
        same_speaker = theirs.speaker if theirs.speaker == yours.speaker else ""
        same_kind = theirs.kind if theirs.kind == yours.kind else None
        return NoteDraft(heading=theirs.heading, kind=same_kind, speaker=same_speaker, lines=lines)


@dataclass(frozen=True)
class Merger:
    """All blocks of three versions, with a form for each about which somebody has to choose."""

    blocks: Sequence[Merged]
    conflicts: Mapping[int, Conflict]
    """By the place of the block."""

    @classmethod
    def of(
        cls,
        base: NotesDraft,
        theirs: NotesDraft,
        yours: NotesDraft,
        posted: MultiDict[str, str] | None = None,
    ) -> Self:
        blocks = merge(base, theirs, yours)
        conflicts = {
            place: Conflict.asked(block, place, posted)
            for place, block in enumerate(blocks)
            if block.fate.is_conflict
        }
        return cls(blocks, conflicts)

    @property
    def is_valid(self) -> bool:
        forms = [conflict.form for conflict in self.conflicts.values()]
        return not [form for form in forms if not form.validate()]  # each, so that all is said

    @property
    def draft(self) -> NotesDraft:
        """What the choices make of the blocks."""
        said: list[NoteDraft] = []
        for place, block in enumerate(self.blocks):
            if place in self.conflicts:
                said += self.conflicts[place].chosen
            elif block.settled:
                said.append(block.settled)
        return NotesDraft(notes=tuple(said))

    @property
    def settled(self) -> Sequence[Merged]:
        """The blocks that differ, but about which nobody has to choose."""
        return [
            block
            for block in self.blocks
            if not block.fate.is_conflict and block.fate is not Fate.UNCHANGED
        ]


def typed(draft: NotesDraft) -> Sequence[tuple[str, str]]:
    """Give the fields by which `NotesForm` reads `draft`, to be sent along unseen."""
    if not draft.notes:
        return []
    form = NotesForm.showing(draft, 0)
    return [(field.name, _sent(field)) for note in form.notes for field in note.form]


def _sent(field: Field) -> str:
    """Give what a browser would send of `field`."""
    return str(field._value() if hasattr(field, "_value") else field.data or "")  # noqa: SLF001  # what WTForms' own widgets ask
