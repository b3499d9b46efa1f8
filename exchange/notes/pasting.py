"""Text as it is copied from Word, from a PDF or from mail, made into blocks and lines.

Whatever is no bullet, quotation mark or sign of a heading is in the result, greetings and
signatures too: nobody can tell them from notes for certain.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from exchange.domain.notes_draft import NoteDraft
from exchange.notes.bullets import Row, after_circle, bullet, indent, levelled
from exchange.notes.headings import read_heading
from exchange.notes.notation import signed
from exchange.notes.paragraphs import NUMBERED, paragraphs, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

_SQUARE = re.compile(r"\s*([■◆])(?!\s*\Z|\1)\s*(?P<heading>.+)", re.DOTALL)
_BLACK_CIRCLE = re.compile(r"\s*●(?!\s*\Z|[●○△×])\s*(?P<heading>.+)", re.DOTALL)
_BRACKETED = re.compile(r"【(?!提案】)([^【】]+)】\s*+([（(].*[）)])?")
_INNER_SPACE = re.compile(r"[\t\xa0]+")
_CLOSES_A_SENTENCE = ("。", "、", "．", "，")


def paste(text: str) -> tuple[NoteDraft, ...]:
    """Make blocks of `text`. What stands before the first heading has an empty one.

    Headings are rows with ○, ■, ◆ or 【】, and those with ● where there is no ○ and bullets stand
    below; without any of these, rows with a number and bullets below. ○ before sentences without
    bullets is a bullet itself. A line that was broken to fit a width is put together again, and a
    number before it stays in its text. Characters that cannot be stored are left out, and white
    space is not always kept.
    """
    rows = pieces(text)
    headings = _headings([row.text for row in rows])
    blocks: list[tuple[str, list[Row]]] = [("", [])]
    for paragraph in paragraphs(rows, headings):
        if paragraph.is_heading:
            blocks.append((paragraph.text, []))
        else:
            blocks[-1][1].append(_row(paragraph.text))
    notes = (_note(heading, found) for heading, found in blocks)
    return tuple(note for note in notes if note.heading or note.lines)


def _note(heading: str, found: Sequence[Row]) -> NoteDraft:
    said = read_heading(_spaced(heading))
    lines = tuple(levelled(row for row in found if row.line.text))
    return NoteDraft(heading=said.heading, speaker=said.speaker, kind=said.kind, lines=lines)


def _row(typed: str) -> Row:
    row, is_dash = bullet(typed.strip())
    if is_dash is None:
        row = after_circle(row) or row
    return Row(indent(typed), bool(is_dash), signed(_spaced(row)))


def _spaced(text: str) -> str:
    return _INNER_SPACE.sub(" ", text).strip()


def _headings(rows: Sequence[str]) -> Mapping[int, str]:
    """Give the heading of each row that is one, by its place."""
    found = _all(rows, _marked)
    circles = _all(rows, after_circle)
    headed = _with_bullets_below(rows, found | circles)
    if any(place in headed or not _is_sentence(text) for place, text in circles.items()):
        found |= circles
    else:
        black = _all(rows, _after_black_circle)
        if 2 * len(_with_bullets_below(rows, found | black) & set(black)) >= len(black):
            found |= black
    return found or _numbered(rows)


def _all(rows: Sequence[str], reader: Callable[[str], str | None]) -> dict[int, str]:
    read = ((place, reader(row)) for place, row in enumerate(rows))
    return {place: heading for place, heading in read if heading is not None}


def _marked(row: str) -> str | None:
    found = _SQUARE.fullmatch(row)
    if found:
        return found["heading"]
    bracketed = _BRACKETED.fullmatch(row.strip())
    return bracketed[1] + (bracketed[2] or "") if bracketed else None


def _after_black_circle(row: str) -> str | None:
    found = _BLACK_CIRCLE.fullmatch(row)
    return found["heading"] if found else None


def _with_bullets_below(rows: Sequence[str], headings: Collection[int]) -> set[int]:
    """Give the places of those headings that bullets stand under, before the next one."""
    found = set()
    are_bullets_below = False
    for place in range(len(rows) - 1, -1, -1):
        if place not in headings:
            are_bullets_below = are_bullets_below or _has_bullet(rows[place])
        elif are_bullets_below:
            found.add(place)
            are_bullets_below = False
    return found


def _numbered(rows: Sequence[str]) -> Mapping[int, str]:
    """Give the rows with a number that are headings: each of their style has bullets at once below."""
    filled = [place for place, row in enumerate(rows) if row.strip()]
    styles: dict[str | None, dict[int, bool]] = {}
    for place, below in zip_longest(filled, filled[1:]):
        number = NUMBERED.match(rows[place])
        if number:
            is_headed = below is not None and _has_bullet(rows[below])
            styles.setdefault(number.lastgroup, {})[place] = is_headed and not _is_sentence(
                rows[place]
            )
    return {
        place: rows[place] for places in styles.values() if all(places.values()) for place in places
    }


def _has_bullet(row: str) -> bool:
    return bullet(row.strip())[1] is not None


def _is_sentence(row: str) -> bool:
    return row.rstrip().endswith(_CLOSES_A_SENTENCE)
