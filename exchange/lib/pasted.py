"""Tables as people paste them from a spreadsheet, or save them as CSV: text, cut into cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Grid = list[list[str]]
"""Rows of cells, not all of one length. None is blank as a whole."""

COMMAS = (",", "，")
_WIDE_GAP = re.compile(r"[ \u3000]{2,}")
_BREAKS = re.compile(r"\s*[\n\t\v\f\u2028\u2029]+\s*")


def cells(text: str) -> Grid:
    """Cut `text` into rows of cells, without the space around them. Blank rows are dropped.

    Cells are parted by tabs, as Excel copies them; where there is no tab, by
    commas; where most rows have no comma either, by two spaces or more. A cell
    in quotation marks may hold what parts cells, and line breaks, which become
    a space; a mark that nothing closes is a letter like any other.
    """
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    separator = _separator(plain)
    if separator is None:
        return tidy([_WIDE_GAP.split(line.strip()) for line in plain.split("\n")])
    return tidy(_cut(plain, separator))


def tidy(grid: Sequence[Sequence[str]]) -> Grid:
    """Take the space off each cell, and drop the rows in which nothing stands."""
    rows = [[_BREAKS.sub(" ", cell.strip()) for cell in row] for row in grid]
    return [row for row in rows if any(row)]


def _separator(text: str) -> str | None:
    if "\t" in text:
        return "\t"
    lines = [line for line in text.split("\n") if line.strip()]
    for comma in COMMAS:
        if 2 * sum(comma in line for line in lines) > len(lines):
            return comma
    return None


def _cut(text: str, separator: str) -> Grid:
    cell = re.compile(
        rf'[ ]*+"(?P<quoted>(?:[^"]|"")*+)"[ ]*+(?=[{separator}\n]|\Z)|(?P<bare>[^{separator}\n]*+)'
    )
    rows: Grid = [[]]
    at = 0
    while found := cell.match(text, at):
        quoted = found["quoted"]
        rows[-1].append(found["bare"] if quoted is None else quoted.replace('""', '"'))
        at = found.end()
        if at == len(text):
            break
        if text[at] == "\n":
            rows.append([])
        at += 1
    return rows
