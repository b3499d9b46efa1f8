"""The workbook that coordinators download, fill in and send back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask_babel import gettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from exchange.web.filters import moment

if TYPE_CHECKING:
    from datetime import datetime

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from exchange.desk.columns import Column
    from exchange.desk.offer import Offer

HEADING_ROW = 5
HEADING_HEIGHT = 32
FIRST_LOOSE_COLUMN = 3
"""Both parts of the name stay in sight."""
A4 = 9
CHOICES = "choices"
"""The name of the hidden sheet from which the lists are fed."""
_LINE = Side(style="thin", color="999999")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def workbook(offer: Offer, closes_at: datetime | None, *, rows: int) -> bytes:
    """Make a workbook with a heading for each column of `offer`, and room for `rows` people below.

    All cells are text, so that phone numbers keep their first 0 and no date is
    made of anything. What is chosen from a list has its list in the cell.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = gettext("Roster")
    choices = book.create_sheet(CHOICES)
    choices.sheet_state = "hidden"
    _write_above(sheet, offer, closes_at, rows)
    for number, column in enumerate(offer.columns, start=1):
        _head(sheet, number, column)
        for row in range(HEADING_ROW + 1, HEADING_ROW + 1 + rows):
            cell = sheet.cell(row, number)
            cell.number_format = "@"
            cell.border = _BOX
        _offer(sheet, choices, number, column, rows)
    _lay_out(sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_above(sheet: Worksheet, offer: Offer, closes_at: datetime | None, rows: int) -> None:
    """Say above the headings what the table is for, and until when."""
    deadline = moment(closes_at) if closes_at else gettext("To be announced")
    lines = (
        f"{offer.event.title}（{offer.organization.name}）",
        gettext(
            "Deadline: %(deadline)s. One person per row, %(rows)d people at the most."
            " Save the file and send it on the coordinator's page.",
            deadline=deadline,
            rows=rows,
        ),
        gettext(
            "Orange columns are needed. Readings may be in hiragana or katakana."
            " Where no mail address is given, letters go to %(email)s.",
            email=offer.email,
        ),
    )
    for row, line in enumerate(lines, start=1):
        written = _put(sheet.cell(row, 1), line)
        written.font = Font(bold=True, size=14) if row == 1 else Font(color="555555")


def _lay_out(sheet: Worksheet) -> None:
    sheet.freeze_panes = sheet.cell(HEADING_ROW + 1, FIRST_LOOSE_COLUMN).coordinate
    sheet.row_dimensions[HEADING_ROW].height = HEADING_HEIGHT
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


def _head(sheet: Worksheet, number: int, column: Column) -> None:
    cell = _put(sheet.cell(HEADING_ROW, number), column.label)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FDE9D9" if column.is_required else "E8F1FE")
    cell.border = _BOX
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.column_dimensions[get_column_letter(number)].width = column.width


def _offer(sheet: Worksheet, choices: Worksheet, number: int, column: Column, rows: int) -> None:
    """Say at the cells of `column` what belongs there, and give them their list."""
    if not column.choices and not column.help:
        return
    letter = get_column_letter(number)
    for row, choice in enumerate(column.choices, start=1):
        _put(choices.cell(row, number), choice)
    listed = f"{CHOICES}!${letter}$1:${letter}${len(column.choices)}"
    rule = DataValidation(
        type="list" if column.choices else None,
        formula1=listed if column.choices else None,
        allow_blank=True,
        showErrorMessage=bool(column.choices) and not column.takes_several,
        showInputMessage=bool(column.help),
        promptTitle=_short(column.label, 32),
        prompt=_short(column.help, 255),
    )
    rule.add(f"{letter}{HEADING_ROW + 1}:{letter}{HEADING_ROW + rows}")
    sheet.add_data_validation(rule)


def _short(text: str, most: int) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:most]


def _put(cell: Cell | MergedCell, text: str) -> Cell | MergedCell:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # else "=1" would be a formula
    cell.number_format = "@"
    return cell
