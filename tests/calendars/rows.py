"""What a feed says, in plain values that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Row:
    """What a reader makes of one VEVENT. A whole day is a `date`, its end exclusive."""

    uid: str
    start: date
    """A `date`, or a `datetime` in UTC."""
    end: date
    summary: str
    status: str
    location: str
    description: str
