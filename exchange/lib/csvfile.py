"""CSV that Excel opens as it should: UTF-8 with BOM, CRLF, and no cell that turns into a formula."""

from __future__ import annotations

import csv
import re
import unicodedata
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BOM = "\ufeff"
Cell = str | int | None
"""What stands in one place; None is blank, which is not 0."""

_FORMULA = frozenset("=+-@")
_INVISIBLE = frozenset("\t\r\n\v\f\0")
_JAPAN = re.compile(r"\+81-?0?")
_ONLY_DIGITS = re.compile(r"(0[5-9]0)([0-9]{4})([0-9]{4})|([0-9]+)([0-9]{4})")


def write(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write one header line and `rows`. Text that Excel would run as a formula is made harmless."""
    text = StringIO()
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in header])
    writer.writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return text.getvalue().encode()


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet might take for a formula.

    That is text whose first visible character is one of = + - @, in either
    width, and text that begins with a tab or a line break.

    Source: OWASP, "CSV Injection" (2025), full-width forms included.
    """
    first = unicodedata.normalize("NFKC", text.lstrip("\0").lstrip()[:1])
    is_risky = first[:1] in _FORMULA if first else False
    return f"'{text}" if is_risky or text[:1] in _INVISIBLE else text


def phone(number: str) -> str:
    """Write a phone number so that Excel neither reckons with it nor drops its first 0.

    +81 becomes the 0 that is dialed within Japan, and a number typed without
    parts gets a hyphen: `+81-238-22-5111` is `0238-22-5111`, and `09012345678`
    is `090-1234-5678`.
    """
    domestic = _JAPAN.sub("0", number, count=1) if number.startswith("+81") else number
    digits, space, extension = domestic.partition(" ")
    if found := _ONLY_DIGITS.fullmatch(digits):
        digits = "-".join(part for part in found.groups() if part)
    return f"{digits}{space}{extension}"
