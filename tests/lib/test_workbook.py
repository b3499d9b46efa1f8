from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from exchange.lib import workbook
from exchange.lib.workbook import Column

COLUMNS = [Column("番号", 6, is_text=False), Column("氏名", 20), Column("電話番号", 16)]


def sheet_of(rows: list[list[Any]], title: str = "名簿") -> Any:
    file = BytesIO()
    workbook.write(file, COLUMNS, rows, title=title)
    return load_workbook(file).active


def test_write_keeps_every_cell() -> None:
    sheet = sheet_of(
        [[1, "髙﨑 𠮷郎", "0238225111"], [2, "神\n人", None], [3, "", "+81-3-1234-5678"]]
    )

    assert list(sheet.iter_rows(values_only=True)) == [
        ("番号", "氏名", "電話番号"),
        (1, "髙﨑 𠮷郎", "0238225111"),
        (2, "神\n人", None),
        (3, None, "+81-3-1234-5678"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(A1)", "#N/A", "+81", "-1", "@A1", "1"])
def test_write_makes_no_formula_of_text(text: str) -> None:
    cell = sheet_of([[1, text, text]])["B2"]

    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=5))
def test_write_takes_any_text(texts: list[str]) -> None:
    sheet = sheet_of([[None, text, ""] for text in texts])

    assert {cell.data_type for [cell] in sheet.iter_rows(2, None, 2, 2) if cell.value} <= {"s"}


def test_write_lays_the_sheet_out_for_reading_and_printing() -> None:
    sheet = sheet_of([[1, "髙﨑", ""], [2, "神", ""]], title="名簿: 第1回/R&D")

    assert sheet.title == "名簿  第1回 R&D"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C3"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [6, 20, 16]
    assert sheet.oddHeader.left.text == "名簿: 第1回/R&&D"


@pytest.mark.parametrize("title", ["", " ", "'", "x" * 300, "\x0b名簿\n一", "[]:*?"])
def test_write_takes_any_title(title: str) -> None:
    assert sheet_of([[1, "髙﨑", ""]], title=title)["B2"].value == "髙﨑"
