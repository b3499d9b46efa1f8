"""Plain text as it is printed: short lines, columns of one width, full-width letters counted twice."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = 70
"""How wide a line may be, counted in half-width letters."""

_NEVER_FIRST = frozenset(
    "、。，．,.）)」』】］｝〕〉》！？!?：；:;・ー～…々ゝゞヽヾ"  # noqa: RUF001  # full width is meant
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NEVER_LAST = frozenset("（(「『【［｛〔〈《￥")  # noqa: RUF001  # full width is meant
_INDENT = re.compile("[ \u3000]*")
_BLANKS = re.compile("[ \u3000]+")
_DOUBLE = frozenset("WFA")  # A: as wide as their neighbors, which are Japanese here
_WIDE_BLANK = "\u3000"
_NEXT_AFTER_A_DIGIT = re.compile("[\u4e00-\u9fff]")
"""年, 月, 日, 名 and their like: no line breaks between a figure and its unit."""


def width(text: str) -> int:
    """Tell how many columns `text` takes: a full-width letter two, a mark on another letter none."""
    return sum(map(_width, text))


@cache
def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _DOUBLE else 1


def one_line(text: str) -> str:
    """Give `text` on one line; blanks within stay as they are."""
    return " ".join(line.strip() for line in text.splitlines()).strip()


def pad(text: str, columns: int) -> str:
    """Fill `text` up to `columns`, with full-width blanks where it is full width itself."""
    return text + _blank(max(0, columns - width(text)), wide=width(text) > len(text))


def _blank(columns: int, *, wide: bool) -> str:
    return _WIDE_BLANK * (columns // 2) + " " * (columns % 2) if wide else " " * columns


def wrap(line: str, columns: int = COLUMNS) -> list[str]:
    """Break one line into lines of at most `columns`, each indented as it is.

    Japanese breaks anywhere but before 、。 and their like and behind an opening
    bracket (禁則処理, JIS X 4051); other words and addresses stay whole, however
    long they are.
    """
    line = line.expandtabs(4).rstrip()
    if width(line) <= columns:
        return [line]
    found = _INDENT.match(line)
    indent = found[0] if found else ""
    room = columns - width(indent)
    lines, present, taken = [], "", 0
    for piece in _pieces(line[len(indent) :]):
        wide = width(piece)
        if present and taken + width(piece.rstrip(" \u3000")) > room:
            lines.append(present)
            present, taken = "", 0
            if _BLANKS.fullmatch(piece):
                continue
        present += piece
        taken += wide
    return [(indent + one).rstrip() for one in [*lines, present]]


def _pieces(text: str) -> list[str]:
    """Cut `text` into what is never broken: words, single Japanese letters, blanks."""
    pieces: list[str] = []
    for char in text:
        if pieces and _sticks(pieces[-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _sticks(piece: str, char: str) -> bool:
    """Tell whether no line may break between `piece` and `char`."""
    last = piece[-1]
    if _width(char) == 0:
        return True
    if _BLANKS.fullmatch(last) or _BLANKS.fullmatch(char):
        return bool(_BLANKS.fullmatch(last) and _BLANKS.fullmatch(char))
    if char in _NEVER_FIRST or last in _NEVER_LAST:
        return True
    if last.isdigit() and _NEXT_AFTER_A_DIGIT.match(char):
        return True
    return _width(last) <= 1 and _width(char) == 1


def lay_out(text: str, columns: int = COLUMNS) -> str:
    """Break all lines of `text`, with one empty line at most between two, and one line feed at its end."""
    lines = [short for line in text.split("\n") for short in wrap(line, columns)]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def facts(rows: Iterable[tuple[str, str]], mark: str, columns: int = COLUMNS) -> str:
    """Set labels and what they say in two columns, with `mark` behind each label.

    What is said may have several lines; they stand below one another. A mark
    that ends with a blank stands close to its label, another one in a column.
    """
    rows = [(label, text) for label, text in rows if text]
    if mark.endswith(" "):
        rows, mark = [(label + mark, text) for label, text in rows], ""
    widest = max((width(label) for label, _ in rows), default=0)
    return "\n".join(_fact(pad(label, widest) + mark, text, columns) for label, text in rows)


def _fact(head: str, text: str, columns: int) -> str:
    indent = _blank(width(head), wide=width(head) > len(head))
    lines = [short for line in text.split("\n") for short in wrap(line, columns - width(head))]
    return "\n".join(
        (indent if number else head) + line for number, line in enumerate(lines)
    ).rstrip()
