"""What an organizer states of a headcount: the values that travel from a form to a service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.domain.event import EventKind
from exchange.domain.headcount import HeadcountUnit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exchange.domain.event import Event
    from exchange.domain.headcount import HeadcountPart


@dataclass(frozen=True, kw_only=True)
class PartDraft:
    """A figure for one body, one day, or both."""

    day_id: int | None = None
    """None: all days together."""
    organization_id: int | None = None
    """None: all bodies together."""
    total: int
    unit: HeadcountUnit = HeadcountUnit.PEOPLE
    approximate: bool = False

    @property
    def cell(self) -> tuple[int | None, int | None]:
        """Which figure it is: the day and the body."""
        return self.day_id, self.organization_id


@dataclass(frozen=True, kw_only=True)
class HeadcountDraft:
    """How many came and who, as the organizer states it."""

    total: int | None = None
    unit: HeadcountUnit = HeadcountUnit.PEOPLE
    approximate: bool = False
    present: tuple[str, ...] = ()
    parts: tuple[PartDraft, ...] = ()
    """In the order of days and bodies, those of all together last."""

    @property
    def says_nothing(self) -> bool:
        return self.total is None and not self.present and not self.parts


def headcount_draft(event: Event) -> HeadcountDraft:
    """Give what the headcount's page would say now; a fair counts visitors from the start."""
    count = event.headcount
    if count is None:
        is_fair = event.kind is EventKind.FAIR
        return HeadcountDraft(unit=HeadcountUnit.VISITORS if is_fair else HeadcountUnit.PEOPLE)
    return HeadcountDraft(
        total=count.total,
        unit=count.unit,
        approximate=count.is_approximate,
        present=tuple(count.present),
        parts=in_order(part_draft(part) for part in count.parts),
    )


def part_draft(part: HeadcountPart) -> PartDraft:
    return PartDraft(
        day_id=part.day_id,
        organization_id=part.organization_id,
        total=part.total,
        unit=part.unit,
        approximate=part.is_approximate,
    )


def in_order(parts: Iterable[PartDraft]) -> tuple[PartDraft, ...]:
    """Sort `parts`, so that two who say the same say it alike."""
    return tuple(sorted(parts, key=lambda part: [(key is None, key or 0) for key in part.cell]))
