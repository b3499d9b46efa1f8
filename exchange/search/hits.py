"""What is found: notes, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTED = 1_000
"""How far hits are counted. Beyond, there are more than that."""


@dataclass(frozen=True)
class Hits:
    """The ids of the first notes found, in order, and how many there are in all."""

    ids: Sequence[int]
    number: int
    """Exact up to COUNTED; one more than that stands for any more."""

    @property
    def total(self) -> int:
        return min(self.number, COUNTED)

    @property
    def are_more(self) -> bool:
        """Whether there are more than `total`."""
        return self.number > COUNTED
