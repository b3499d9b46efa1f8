"""Workbooks for Excel: one sheet of plain rows, written in constant memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exchange.lib.csvfile import Cell

Sheet = Any
"""The stubs of openpyxl do not know what a write-only sheet has."""

TEXT_FORMAT = "@"
GENERAL = "General"
A4 = "9"
_LONGEST_TITLE = 31
_LONGEST_HEADER = 100
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LINE = Side(style="thin", color="999999")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Column:
    """A column: what its head says, and how wide it is, in characters of half width."""

    header: str
    width: int
    is_text: bool = True
    """Whether Excel keeps what is typed into it as text: phone numbers keep their first 0."""


def write(
    file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, title: str
) -> None:
    """Write a workbook with one sheet: its header frozen and filtered, fit for A4 on its side.

    Text stays text whatever it begins with; nothing becomes a formula.
    """
    book = Workbook(write_only=True)
    title = " ".join(_without_controls(title).split())
    book.properties.title = title
    book.properties.creator = ""
    sheet: Sheet = book.create_sheet(_sheet_title(title))
    _lay_out(sheet, columns, title)
    sheet.append(_header(sheet, columns))
    cells = [_cell(sheet, column) for column in columns]
    last = 1
    for last, row in enumerate(rows, start=2):  # noqa: B007  # the number of the last row
        for cell, value in zip(cells, row, strict=True):
            _put(cell, value)
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    book.save(file)


def _sheet_title(title: str) -> str:
    return title.translate(_NOT_IN_TITLES).strip(" '")[:_LONGEST_TITLE] or "1"


def _lay_out(sheet: Sheet, columns: Sequence[Column], title: str) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddHeader.left.text = title[:_LONGEST_HEADER].replace("&", "&&") or None
    sheet.oddFooter.center.text = "&P / &N"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _header(sheet: Sheet, columns: Sequence[Column]) -> list[Any]:
    cells = []
    for column in columns:
        cell = _cell(sheet, column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8F1FE")
        _put(cell, column.header)
        cells.append(cell)
    return cells


def _cell(sheet: Sheet, column: Column) -> Any:
    """Make a cell to be written again with each row: making one anew is what costs."""
    cell = WriteOnlyCell(sheet)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.border = _BOX
    cell.number_format = TEXT_FORMAT if column.is_text else GENERAL
    return cell


def _put(cell: Any, value: Cell) -> None:
    cell.value = _without_controls(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # else "=1" would be a formula, and "#N/A" an error


def _without_controls(text: str) -> str:
    """Leave out what no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)
