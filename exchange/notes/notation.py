"""Lines of a note as they are typed: one per row of text, what is nested behind a space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.notes_draft import LineDraft
from exchange.web.forms import lines

if TYPE_CHECKING:
    from collections.abc import Iterable

BULLETS = "・•●‣▪◦ \t\u3000"
"""What texts from elsewhere put before a line. The pages print their own ・."""


def read(text: str) -> tuple[LineDraft, ...]:
    """Read lines as they were typed. Rows that say nothing are left out."""
    bare = (line.lstrip(BULLETS) for line in lines(text))
    return tuple(LineDraft(text=line) for line in bare if line)


def write(drafts: Iterable[LineDraft]) -> str:
    """Write lines so that `read` gives the same again."""
    return "\n".join(line.text for line in drafts)
