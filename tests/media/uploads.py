"""Files as people send them: whole ones, and others."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from exchange.lib.filetypes import FileType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.test import TestResponse

    from exchange.domain.event import Event
    from tests.conftest import Browser

HEIC = (Path(__file__).parent / "quay.heic").read_bytes()
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
Sent = tuple[str, bytes]
"""The name of a file, and what it holds."""


def jpeg(size: tuple[int, int] = (80, 60), **options: object) -> bytes:
    return picture(size, "JPEG", **options)


def picture(size: tuple[int, int] = (80, 60), kind: str = "PNG", **options: object) -> bytes:
    content = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(content, kind, **options)
    return content.getvalue()


def zipped(
    parts: Mapping[str, bytes], *, first: bytes = b"", compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return first + content.getvalue()


MAIN = {
    FileType.DOCX: "word/document.xml",
    FileType.XLSX: "xl/workbook.xml",
    FileType.PPTX: "ppt/presentation.xml",
}


def content_types(kind: str, main: str, *more: str) -> bytes:
    overrides = [
        (f"/{main}", f"{kind}.main+xml"),
        *((f"/{index}", one) for index, one in enumerate(more)),
    ]
    lines = "".join(
        f'<Override PartName="{part}" ContentType="{type_}"/>' for part, type_ in overrides
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?><Types xmlns="{namespace}">{lines}</Types>'.encode()


def office(kind: FileType = FileType.DOCX, **parts: bytes) -> bytes:
    """Make the least that is a document of the present Office."""
    main = MAIN[kind]
    return zipped({"[Content_Types].xml": content_types(kind, main), main: b"<x/>", **parts})


def opendocument(kind: FileType = FileType.ODT, **parts: bytes) -> bytes:
    whole = {
        "mimetype": kind.encode(),
        "content.xml": b"<x/>",
        "META-INF/manifest.xml": b"<manifest/>",
    }
    return zipped({**whole, **parts}, compression=zipfile.ZIP_STORED)


FREE, END, OF_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(*streams: str) -> bytes:
    """Make a compound file with empty streams, by [MS-CFB]: a table, then a directory."""
    entries = _entry("Root Entry", 5, below=1 if streams else FREE)
    for number, name in enumerate(streams, start=1):
        entries += _entry(name, 2, beside=number + 1 if number < len(streams) else FREE)
    sectors = -(-len(entries) // 512)
    entries = entries.ljust(sectors * 512, b"\0")
    table = [OF_TABLE, *range(2, sectors + 1), END]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x9L", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109L", 0, *[FREE] * 108)
    return header + struct.pack("<128L", *table, *[FREE] * (128 - len(table))) + entries


def _entry(name: str, kind: int, *, beside: int = FREE, below: int = FREE) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    rest = struct.pack("<H2B3L36xL8x", len(letters), kind, 1, FREE, beside, below, END)
    return letters.ljust(64, b"\0") + rest


DOCUMENTS = {
    FileType.PDF: PDF,
    **{kind: office(kind) for kind in MAIN},
    FileType.DOC: compound("WordDocument", "1Table"),
    FileType.XLS: compound("Workbook"),
    FileType.PPT: compound("PowerPoint Document", "Current User"),
    **{kind: opendocument(kind) for kind in (FileType.ODT, FileType.ODS, FileType.ODP)},
}


def page_of(event: Event) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/media"


def send(
    browser: Browser, event: Event, *, photos: Iterable[Sent] = (), materials: Iterable[Sent] = ()
) -> TestResponse:
    """Send files as the form of the page does."""
    return browser.post(
        page_of(event) + "/files",
        {
            "photos": [(BytesIO(content), name) for name, content in photos],
            "materials": [(BytesIO(content), name) for name, content in materials],
        },
        form=page_of(event),
    )


def lying_in(folder: Path) -> list[str]:
    """List all files of a store, those not whole too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
