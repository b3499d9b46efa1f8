"""Bars that stand for figures: where each part begins and how long it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WHOLE = 100.0


@dataclass(frozen=True)
class Segment:
    """A part of a bar, in hundredths of the longest bar."""

    place: int
    """Which of the figures of its bar it stands for."""
    start: float
    length: float

    @property
    def end(self) -> float:
        return self.start + self.length


def stacked(bars: Sequence[Sequence[int]]) -> list[list[Segment]]:
    """Lay the figures of each bar end to end, the longest bar being the whole width.

    Nothing stands for a figure of 0; and a bar of nothing but those is empty.
    """
    longest = max(map(sum, bars), default=0)
    return [_laid_out(figures, longest) for figures in bars]


def _laid_out(figures: Sequence[int], longest: int) -> list[Segment]:
    segments = []
    before = 0
    for place, figure in enumerate(figures):
        if figure:
            start, length = (WHOLE * part / longest for part in (before, figure))
            segments.append(Segment(place, start, length))
        before += figure
    return segments
