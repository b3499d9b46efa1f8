from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage

from exchange.desk.refusals import (
    BrokenWorkbook,
    FileTooLarge,
    NoRowsFound,
    NotATable,
    OldWorkbook,
)
from exchange.desk.uploads import LARGEST_CONTENT, LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, grid_of
from exchange.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exchange.lib.pasted import Grid

SHEET, STRINGS, TYPES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
DAY = date(2026, 12, 10)
OF_STRINGS = (
    f'<Override PartName="/{STRINGS}" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def read(content: bytes) -> Grid:
    return grid_of(FileStorage(BytesIO(content), "名簿.xlsx", content_type="text/plain"))


def workbook(*rows: list[object], also: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if also:
        also(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Give a workbook with some of its parts in place of what they were."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts.get(name) or old.read(name))
    return file.getvalue()


def test_cells_of_a_workbook_are_read_as_they_look() -> None:
    content = workbook(
        ["氏名", "電話", "日", "時", "数", "可"],
        [],
        ["髙﨑 𠮷之", 238225111, DAY, datetime.combine(DAY, time(9)), 1.5, True],
        [" 小野\n花子 ", 3.0, None, "", 0, False],
    )

    assert read(content) == [
        ["氏名", "電話", "日", "時", "数", "可"],
        ["髙﨑 𠮷之", "238225111", "2026-12-10", "2026-12-10", "1.5", "True"],
        ["小野 花子", "3", "", "", "0", "False"],
    ]


def test_a_formula_is_read_as_the_value_it_had() -> None:
    content = workbook(["氏名"], ["?"])
    sheet = zipfile.ZipFile(BytesIO(content)).read(SHEET).decode()
    cell = sheet[sheet.index('<c r="A2"') : sheet.index("</c>", sheet.index('<c r="A2"')) + 4]
    formula = '<c r="A2" t="str"><f>CONCATENATE("小野"," 花子")</f><v>小野 花子</v></c>'

    changed = repacked(content, {SHEET: sheet.replace(cell, formula).encode()})

    assert read(changed) == [["氏名"], ["小野 花子"]]


def test_the_first_sheet_that_is_shown_and_not_blank_is_read() -> None:
    def more_sheets(book: openpyxl.Workbook) -> None:
        book.create_sheet("hidden", 0).append(["秘密"])
        book.worksheets[0].sheet_state = "hidden"
        book.create_sheet("blank", 1)
        book.active = 2

    assert read(workbook(["氏名"], ["小野 花子"], also=more_sheets)) == [["氏名"], ["小野 花子"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_csv_is_read_in_the_encodings_of_excel(encoding: str) -> None:
    assert read("氏名,ふりがな\r\n小野 花子,おの はなこ\r\n".encode(encoding)) == [
        ["氏名", "ふりがな"],
        ["小野 花子", "おの はなこ"],
    ]


def a_zip(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def a_bomb() -> bytes:
    return repacked(workbook(["氏名"]), {SHEET: b" " * (LARGEST_CONTENT + 1)})


def laughing(*, sheet: bool) -> bytes:
    """Give a workbook in which entities multiply."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    strings = bomb + (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>&a9;</t></si></sst>"
    )
    rows = bomb + (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData></worksheet>'
    )
    sound = workbook(["氏名"])
    types = zipfile.ZipFile(BytesIO(sound)).read(TYPES).decode()
    named = types if STRINGS in types else types.replace("</Types>", f"{OF_STRINGS}</Types>")
    of_strings = {STRINGS: strings.encode(), TYPES: named.encode()}
    return repacked(sound, {SHEET: rows.encode()} if sheet else of_strings)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", NoRowsFound),
        (b"\r\n\r\n", NoRowsFound),
        (workbook(), NoRowsFound),
        (b"a,b\n" * (LARGEST_FILE // 4 + 1), FileTooLarge),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, OldWorkbook),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", NotATable),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NotATable),
        (b"<html><table><tr><td>a</td></tr></table></html>", NotATable),
        (b"name\0hidden", NotATable),
        (a_zip(word__document=b"x"), NotATable),
        (workbook(["氏名"])[:-200], BrokenWorkbook),
        (workbook(["氏名"])[:40], BrokenWorkbook),
        (repacked(workbook(["氏名"]), {SHEET: b"<worksheet>"}), BrokenWorkbook),
        (repacked(workbook(["氏名"]), {"xl/workbook.xml": b"<x/>"}), NoRowsFound),
        (a_bomb(), BrokenWorkbook),
        (laughing(sheet=True), BrokenWorkbook),
        (laughing(sheet=False), BrokenWorkbook),
        (a_zip(**{f"part{n}": b"x" for n in range(501)}, xl__workbook=b"x"), NotATable),
    ],
)
def test_what_is_no_list_of_people_is_refused(content: bytes, reason: type[Refused]) -> None:
    with pytest.raises(Refused) as refused:
        read(content)

    assert type(refused.value) is reason


def test_cells_far_out_cost_nothing() -> None:
    def far_out(book: openpyxl.Workbook) -> None:
        book.worksheets[0].cell(1_048_576, 16_384).value = "x"
        book.worksheets[0].cell(MOST_ROWS, MOST_COLUMNS).value = "last"

    grid = read(workbook(["氏名"], also=far_out))

    assert (len(grid), grid[-1][-1]) == (2, "last")


SOUND = workbook(["氏名", "電話"], ["小野 花子", "0238"], ["佐藤 次郎", 1])


@settings(deadline=None, max_examples=60)
@given(
    at=st.integers(0, len(SOUND)),
    cut=st.integers(0, 200),
    put=st.binary(max_size=50),
)
def test_a_damaged_file_is_read_or_refused(at: int, cut: int, put: bytes) -> None:
    with suppress(Refused):
        read(SOUND[:at] + put + SOUND[at + cut :])


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe"):
        with suppress(Refused):
            read(start + content)
