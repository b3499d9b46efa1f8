from __future__ import annotations

import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.lib import filetypes
from exchange.lib.filetypes import FileType, NotADocument, Stranger, recognized
from tests.media.uploads import (
    DOCUMENTS,
    HEIC,
    MAIN,
    PDF,
    compound,
    content_types,
    jpeg,
    office,
    opendocument,
    picture,
    zipped,
)

CONTENT_TYPES = "[Content_Types].xml"
MACROS = "application/vnd.ms-office.vbaProject"
DOCM = "application/vnd.ms-word.document.macroEnabled"


def what(content: bytes) -> Stranger:
    """Tell as what `content` is refused."""
    with pytest.raises(NotADocument) as refused:
        recognized(BytesIO(content))
    return refused.value.what


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_is_known_by_what_it_holds(kind: FileType) -> None:
    assert recognized(BytesIO(DOCUMENTS[kind])) is kind


def test_a_workbook_as_a_program_writes_it_is_known() -> None:
    file = BytesIO()
    openpyxl.Workbook().save(file)

    assert recognized(file) is FileType.XLSX


def test_a_large_compound_file_is_known_though_its_directory_lies_far_behind() -> None:
    small = compound(*(f"Stream {number}" for number in range(30)), "WordDocument")

    assert recognized(BytesIO(small)) is FileType.DOC


def test_every_kind_says_what_it_is_and_how_its_name_ends() -> None:
    assert {kind.suffix for kind in FileType} == {
        *(".pdf", ".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".odt", ".ods", ".odp")
    }
    assert all(kind.label for kind in FileType)
    assert all(stranger.label for stranger in Stranger)


@pytest.mark.parametrize(
    ("content", "stranger"),
    [
        (b"", Stranger.EMPTY),
        (jpeg(), Stranger.PICTURE),
        (picture(kind="GIF"), Stranger.PICTURE),
        (HEIC, Stranger.PICTURE),
        (b"<!DOCTYPE html><title>x</title>", Stranger.WEB_PAGE),
        (b"\xef\xbb\xbf  <HTML>", Stranger.WEB_PAGE),
        (b"<script>alert(1)</script>", Stranger.WEB_PAGE),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">', Stranger.DRAWING),
        (b"MZ\x90\0" + bytes(100), Stranger.PROGRAM),
        (b"\x7fELF" + bytes(100), Stranger.PROGRAM),
        (b"#!/bin/sh\nrm -rf /", Stranger.PROGRAM),
        (b"<?php system($_GET['x']); ?>", Stranger.PROGRAM),
        ("申込のご案内".encode(), Stranger.TEXT),
        ("申込のご案内".encode("cp932"), Stranger.TEXT),
        (("あ" * 2000).encode(), Stranger.TEXT),
        (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(50), Stranger.ARCHIVE),
        (b"Rar!\x1a\7\1\0" + bytes(50), Stranger.ARCHIVE),
        (b"\0\0\0\x20ftypisom" + bytes(60), Stranger.RECORDING),
        (bytes(range(256)), Stranger.UNKNOWN),
        (zipped({"a.txt": b"x"}), Stranger.ARCHIVE),
        (zipped({CONTENT_TYPES: b"<Types/>"}), Stranger.OTHER_OFFICE),
        (zipped({CONTENT_TYPES: b"<Types"}), Stranger.BROKEN),
        (compound("Contents"), Stranger.OTHER_OFFICE),
        (b"<html>" + PDF, Stranger.WEB_PAGE),
        (b" " + PDF, Stranger.TEXT),
        (PDF[:-8], Stranger.BROKEN),
        (PDF + office(), Stranger.TWO_IN_ONE),
        (b"GIF89a" + office(), Stranger.PICTURE),
        (b"%PDF-9.x" + PDF, Stranger.TEXT),
    ],
)
def test_what_is_no_document_is_named(content: bytes, stranger: Stranger) -> None:
    assert what(content) is stranger


def test_a_pdf_that_holds_an_archive_is_a_pdf() -> None:
    within = PDF.replace(b"trailer", b"stream\n" + office() + b"\nendstream\ntrailer")

    assert recognized(BytesIO(within)) is FileType.PDF


def test_a_document_of_office_whose_main_part_is_missing_is_none() -> None:
    assert (
        what(zipped({CONTENT_TYPES: content_types(FileType.DOCX, MAIN[FileType.DOCX])}))
        is Stranger.OTHER_OFFICE
    )


def test_two_documents_in_one_are_none() -> None:
    main = MAIN[FileType.DOCX]
    types = content_types(FileType.DOCX, main).replace(
        b"</Types>",
        b'<Override PartName="/xl/workbook.xml" ContentType="%s.main+xml"/></Types>'
        % FileType.XLSX.encode(),
    )

    both = zipped({CONTENT_TYPES: types, main: b"<x/>", "xl/workbook.xml": b"<x/>"})

    assert what(both) is Stranger.OTHER_OFFICE


@pytest.mark.parametrize(
    "content",
    [
        office(FileType.DOCX, **{"word/vbaProject.bin": b"x"}),
        office(FileType.XLSX, **{"xl/VBAPROJECT.BIN": b"x"}),
        zipped(
            {
                CONTENT_TYPES: content_types(DOCM, MAIN[FileType.DOCX]),
                MAIN[FileType.DOCX]: b"<x/>",
            }
        ),
        zipped(
            {
                CONTENT_TYPES: content_types(FileType.DOCX, MAIN[FileType.DOCX], MACROS),
                MAIN[FileType.DOCX]: b"<x/>",
                "0": b"x",
            }
        ),
        opendocument(FileType.ODS, **{"Basic/Standard/Module1.xml": b"x"}),
        compound("WordDocument", "Macros"),
        compound("Workbook", "_VBA_PROJECT_CUR"),
    ],
)
def test_macros_are_refused(content: bytes) -> None:
    assert what(content) is Stranger.MACROS


@pytest.mark.parametrize(
    "content",
    [
        compound("EncryptionInfo", "EncryptedPackage"),
        opendocument(FileType.ODT, **{"META-INF/manifest.xml": b"<encryption-data/>"}),
    ],
)
def test_what_has_a_password_is_refused(content: bytes) -> None:
    assert what(content) is Stranger.LOCKED


def test_a_zip_with_something_before_or_behind_it_is_refused() -> None:
    assert what(b"MZ" + office()) is Stranger.PROGRAM
    assert what(b"PK\x03\x04" + bytes(50) + office()) is Stranger.ARCHIVE
    assert what(office() + b"<script>alert(1)</script>") is Stranger.BROKEN


def test_a_directory_that_would_not_fit_into_memory_is_not_read() -> None:
    many = {f"{number}.xml": b"" for number in range(filetypes.MOST_PARTS + 1)}

    assert what(zipped(many)) is Stranger.ARCHIVE


def test_a_directory_that_says_it_is_small_and_is_not_is_refused() -> None:
    content = bytearray(office())
    at = content.rindex(b"PK\x05\x06")
    content[at + 8 : at + 12] = struct.pack("<2H", 1, 1)
    content[at + 12 : at + 16] = struct.pack("<L", 46)

    assert what(bytes(content)) in {Stranger.ARCHIVE, Stranger.BROKEN}


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    content = bytearray(office(FileType.DOCX, **{"word/media/x": bytes(1000)}))
    at = content.rindex(b"word/media/x") - 46  # its line of the directory: says 4 GB
    content[at + 24 : at + 28] = struct.pack("<L", 0xFFFFFFF0)

    assert what(bytes(content)) is Stranger.ARCHIVE


def test_a_list_of_parts_that_unpacks_to_far_too_much_is_not_read_on() -> None:
    types = content_types(FileType.DOCX, MAIN[FileType.DOCX]) + b" " * (filetypes.LARGEST_LIST + 1)

    bomb = zipped({CONTENT_TYPES: types, MAIN[FileType.DOCX]: b"<x/>"})

    assert len(bomb) < 20_000
    assert what(bomb) is Stranger.BROKEN


def test_a_list_of_parts_that_grows_by_itself_is_not_read() -> None:
    laughs = b'<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Types>&b;</Types>'

    assert what(zipped({CONTENT_TYPES: laughs})) is Stranger.BROKEN


def test_two_parts_of_one_name_are_refused() -> None:
    file = BytesIO(office())
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(CONTENT_TYPES, b"<Types/>")

    assert what(file.getvalue()) is Stranger.ARCHIVE


def test_a_compound_file_whose_directory_leads_in_a_circle_is_refused() -> None:
    content = bytearray(compound("WordDocument"))
    content[512 + 4 : 512 + 8] = struct.pack("<L", 1)  # the sector after the first is the first

    assert what(bytes(content)) is Stranger.BROKEN


@pytest.mark.parametrize("kind", [FileType.DOCX, FileType.DOC, FileType.ODT, FileType.PDF])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_document_that_breaks_off_is_refused(kind: FileType, share: float) -> None:
    content = DOCUMENTS[kind]

    assert what(content[: int(len(content) * share)]) in {Stranger.BROKEN, Stranger.OTHER_OFFICE}


@settings(max_examples=300, deadline=None)
@given(
    content=st.sampled_from(list(DOCUMENTS.values())),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=10),
    cut=st.integers(0, 60),
    behind=st.binary(max_size=30),
)
def test_whatever_is_sent_is_a_document_or_named(
    content: bytes, changes: list[tuple[int, int]], cut: int, behind: bytes
) -> None:
    bent = bytearray(content)
    for place, value in changes:
        bent[place % len(bent)] = value

    with suppress(NotADocument):
        assert recognized(BytesIO(bytes(bent[: len(bent) - cut]) + behind)) in FileType


@settings(max_examples=200, deadline=None)
@given(
    head=st.sampled_from([b"", b"%PDF-1.4", b"PK\x03\x04", filetypes.COMPOUND_FILE]),
    rest=st.binary(max_size=3000),
)
def test_any_octets_at_all_are_a_document_or_named(head: bytes, rest: bytes) -> None:
    with suppress(NotADocument):
        assert recognized(BytesIO(head + rest)) in FileType
