"""A material for the demonstration: a PDF of one page."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>"
)
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5/Encoding/UniJIS-UCS2-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiKakuGo-W5"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/HeiseiKakuGo-W5/Flags 4"
    b"/FontBBox[-92 -250 1010 922]/ItalicAngle 0/Ascent 752/Descent -221/CapHeight 737/StemV 114>>>>]>>"
)
"""A font that readers of PDF have, or have one for: no font is carried in the file."""


def page(title: str, lines: Sequence[str]) -> BytesIO:
    """Make a page of A4 with a title and lines of text, of characters from the BMP."""
    written = [
        _line(24, 780, title),
        *(_line(13, 730 - 26 * n, one) for n, one in enumerate(lines)),
    ]
    text = b"\n".join(written)
    return _file(
        [
            b"<</Type/Catalog/Pages 2 0 R/Lang(ja)>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            PAGE,
            b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
            FONT,
        ]
    )


def _line(size: int, height: int, text: str) -> bytes:
    written = text.encode("utf-16-be").hex().encode()
    return b"BT /F1 %d Tf 60 %d Td <%s> Tj ET" % (size, height, written)


def _file(objects: Sequence[bytes]) -> BytesIO:
    """Put objects into a file, with the table that tells where each begins (ISO 32000-1, 7.5.4)."""
    file = BytesIO()
    file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        file.write(b"%010d 00000 n \n" % place)
    file.write(b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1))
    file.write(b"startxref\n%d\n%%%%EOF\n" % table)
    file.seek(0)
    return file
