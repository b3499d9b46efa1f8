"""Rows of a text from elsewhere, and the paragraphs they were before they were broken.

Mail breaks lines at 60 to 76 columns, a PDF where its page ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from exchange.lib.paper import width
from exchange.notes.bullets import bullet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUMBERED = re.compile(
    r"\s*(?:(?P<plain>\d{1,2}(?:[.．、)）](?!\d)|(?=\s)))"
    r"|(?P<braced>[（(]\d{1,2}[）)])|(?P<ringed>[①-⑳]))\s*\S"
)

_BREAK = re.compile(r"\r\n|[\n\r\f\u2029]")
_SOFT_BREAK = re.compile("[\v\x85\u2028]")  # within a paragraph
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
_QUOTED = re.compile(r"\A\s*[>＞](?:[ ]?[>＞])*[ ]?")
_ADDRESS = re.compile(r"[!-~]{40}")
_FIRST_WORD = re.compile(r"\s*([!-~]+|.?)")
_BEGINS_A_LINE = re.compile(r"\s*(?:※|【|Q\s*[.．:：])")
_ENDS_A_SENTENCE = re.compile(r"[。．.!?！？:：]\s*\Z")
_BRACKETS = {"（": 1, "(": 1, "「": 1, "『": 1, "）": -1, ")": -1, "」": -1, "』": -1}

_NARROWEST, _WIDEST = 54, 100
"""How wide a row is at least that was broken, and at most."""
_SLACK = 6
"""Columns that stay free where 、 or a unit may not begin a row."""
_MOST_ROWS = 4
"""Rows of one heading."""


class Piece(NamedTuple):
    """A row without the marks of a quotation. `is_soft` if its paragraph began in the row above."""

    text: str
    is_soft: bool


@dataclass
class Paragraph:
    """A heading, or a line with its bullet and the space before it."""

    pieces: list[str]
    is_heading: bool

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def add(self, text: str) -> None:
        is_latin = self.pieces[-1][-1:].isascii() and text[:1].isascii()
        self.pieces += [" ", text] if is_latin else [text]

    def may_go_on(self, *, is_soft: bool) -> bool:
        """Tell whether it can have one more row: a heading only until its brackets are closed."""
        if not self.is_heading:
            return True
        is_open = sum(_BRACKETS.get(char, 0) for char in self.text) > 0
        is_unfinished = not is_soft and _BRACKETS.get(self.pieces[-1][-1:], 0) >= 0
        return len(self.pieces) < _MOST_ROWS and (is_open or is_unfinished)


def pieces(text: str) -> list[Piece]:
    """Cut a text into rows. Characters that cannot be stored are left out."""
    return [
        Piece(_QUOTED.sub("", row, count=1) if number == 0 else row, number > 0)
        for paragraph in _BREAK.split(_UNSTORABLE.sub("", text))
        for number, row in enumerate(_SOFT_BREAK.split(paragraph))
    ]


def paragraphs(rows: Sequence[Piece], headings: Mapping[int, str]) -> Sequence[Paragraph]:
    """Put rows together that were broken. `headings` tells which rows are one, and its text.

    A row goes on in the next, which has no bullet or number, if nothing more had room in it and
    no sentence ends there. Between Japanese characters comes no space.
    """
    widest = _width_of(rows)
    found: list[Paragraph] = []
    above = ""
    for place, row in enumerate(rows):
        if (
            above
            and place not in headings
            and found[-1].may_go_on(is_soft=row.is_soft)
            and not _begins_a_line(row.text)
            and (row.is_soft or _had_no_room(above, row.text, widest))
        ):
            found[-1].add(row.text.strip())
        elif row.text.strip():
            found.append(Paragraph([headings.get(place, row.text).rstrip()], place in headings))
        above = row.text.strip() and row.text.rstrip()
    return found


def _width_of(rows: Sequence[Piece]) -> int:
    """Give how wide the text is, 0 if it was not broken. Long addresses do not count."""
    widest = 0
    for row in rows:
        if len(row.text) > widest // 2 and not _ADDRESS.search(row.text):
            widest = max(widest, width(row.text.rstrip()))
            if widest > _WIDEST:
                return 0
    return widest


def _had_no_room(above: str, row: str, widest: int) -> bool:
    if len(above) < _NARROWEST // 2 or not widest or _ENDS_A_SENTENCE.search(above):
        return False
    taken = width(above)
    word = _FIRST_WORD.match(row)
    return taken >= _NARROWEST and taken + width(word[1] if word else "") + _SLACK >= widest


def _begins_a_line(row: str) -> bool:
    return bool(
        bullet(row.strip())[1] is not None or NUMBERED.match(row) or _BEGINS_A_LINE.match(row)
    )
