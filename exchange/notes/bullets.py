"""Rows of a list: the sign and the space before a line, and the level these give it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exchange.domain.notes_draft import LineDraft

CIRCLES = "○◯〇"
DOTS = "・･·•●‣▪◦∙\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc"  # the last ones are of Word's own fonts
DASHES = "－‐‑–—―−"  # noqa: RUF001  # looking alike is what they are here for
ARROWS = "→⇒➢➤"
LETTERED = r"[o§Øü](?=[\t\xa0])"
"""Bullets of a font of pictures, as Word copies them."""
SIGN = rf"(?:[-*＊{DOTS}{DASHES}{ARROWS}{CIRCLES}]|{LETTERED})"
"""Whatever might be taken for a bullet, or for the beginning of a block."""

_DOT = re.compile(rf"(?:[*＊](?=\s|\Z)|([{DOTS}])(?!\1))\s*")
_DASH = re.compile(rf"(?:-(?=\s|\Z)|([{DASHES}])(?!\1|\d)|[{ARROWS}]|{LETTERED})\s*")
_HEADING = re.compile(rf"\s*[{CIRCLES}](?!\s*\Z|[{CIRCLES}●△×]|.[{CIRCLES}])\s*")
_WIDTHS = {"\t": 4, "\u3000": 2}
_DEEPER = 2


class Row(NamedTuple):
    """A row by itself: it cannot know the level of its line."""

    indent: int
    is_dashed: bool
    line: LineDraft


def rows(text: str) -> list[str]:
    """Cut a text where its lines break, as browsers and systems write it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def indent(row: str) -> int:
    """Measure the space before a row, in half-width columns."""
    space = row[: len(row) - len(row.lstrip())]
    return sum(_WIDTHS.get(char, 1) for char in space)


def bullet(text: str) -> tuple[str, bool | None]:
    """Give `text` without its bullet, and whether that was a dash; None where there was none.

    A doubled sign is none (・・・と続く, ●●市), nor is the minus of －5℃.
    """
    for pattern, is_dash in ((_DOT, False), (_DASH, True)):
        found = pattern.match(text)
        if found:
            return text[found.end() :], is_dash
    return text, None


def after_circle(row: str) -> str | None:
    """Give the heading behind ○, None where there is none: ○○市 and ○月○日 only leave a gap."""
    found = _HEADING.match(row)
    return row[found.end() :] if found else None


def levelled(found: Iterable[Row]) -> Iterator[LineDraft]:
    """Tell from rows that follow one another which line is under which.

    A line is under the one before it if its row is indented further than the others, or begins
    with a dash while others do not. The first line is under none.
    """
    least: int | None = None
    has_others = False
    for row in found:
        least = row.indent if least is None else min(least, row.indent)
        is_nested = row.indent >= least + _DEEPER or (row.is_dashed and has_others)
        has_others = has_others or not (is_nested or row.is_dashed)
        yield replace(row.line, level=1) if is_nested else row.line
