"""Files that coordinators send: workbooks of Excel, and CSV."""

from __future__ import annotations

import warnings
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from exchange.desk.refusals import (
    BrokenWorkbook,
    FileTooLarge,
    NoRowsFound,
    NotATable,
    OldWorkbook,
)
from exchange.lib import pasted
from exchange.web.forms import UNSTORABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.datastructures import FileStorage

    from exchange.lib.pasted import Grid

LARGEST_FILE = 1024 * 1024
LARGEST_CONTENT = 16 * 1024 * 1024
"""Bytes of a workbook when it is unpacked. No list of people comes near."""
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 2000, 100
"""What is looked at of a sheet, blank rows and columns too."""
ZIP = b"PK\x03\x04"
COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
"""How .xls begins, and any workbook with a password."""


def grid_of(file: FileStorage) -> Grid:
    """Read what stands in a file, whatever its name and the type it is said to be.

    Raises `FileTooLarge`, `NotATable`, `OldWorkbook`, `BrokenWorkbook` or `NoRowsFound`.
    """
    content = file.stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise FileTooLarge
    if content.startswith(COMPOUND_FILE):
        raise OldWorkbook
    grid = _workbook(content) if content.startswith(ZIP) else pasted.cells(_text(content))
    if not grid:
        raise NoRowsFound
    return grid


def _text(content: bytes) -> str:
    """Read a CSV file as Excel saves it: in UTF-8 or Shift_JIS, or in Unicode with tabs."""
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf_16 else ["utf-8-sig", "cp932"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not UNSTORABLE.search(text) and not text.lstrip().startswith(("<", "%PDF")):
            return text
    raise NotATable


def _workbook(content: bytes) -> Grid:
    try:
        return _first_sheet(content)
    except NotATable:
        raise
    except Exception as reason:  # a broken file breaks anywhere in what reads it
        raise BrokenWorkbook from reason


def _first_sheet(content: bytes) -> Grid:
    """Read the first sheet that is shown and not blank; formulas as the values they had."""
    import openpyxl  # noqa: PLC0415  # openpyxl is 15 MB that most workers never need

    _require_a_modest_workbook(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out: none of it is read here
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible" and (grid := _grid(_rows(sheet))):
                return grid
    return []


def _require_a_modest_workbook(content: bytes) -> None:
    """Refuse what is no workbook, and one that would unpack to more than anybody types."""
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise NotATable
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_CONTENT:
            raise BrokenWorkbook


def _rows(sheet: Any) -> Iterable[tuple[object, ...]]:
    """Give the values of `sheet` row by row, as far as anybody would write a list."""
    rows: Iterable[tuple[object, ...]] = sheet.iter_rows(
        min_row=1, max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True
    )
    return rows


def _grid(rows: Iterable[tuple[object, ...]]) -> Grid:
    grid = pasted.tidy([[_cell(value) for value in row] for row in rows])
    width = max((at for row in grid for at, cell in enumerate(row, start=1) if cell), default=0)
    return [row[:width] for row in grid]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
