"""QR codes (ISO/IEC 18004), drawn as SVG."""

from __future__ import annotations


def svg(text: str) -> str:
    """Draw `text` as an SVG element for a page: black on white, with its quiet zone.

    It has no size and no style of its own; a style sheet gives it both. Up to
    2331 bytes of text fit.
    """
    import segno  # noqa: PLC0415  # 4 MB that only the pages of holders need

    code = segno.make_qr(text, error="m")
    return code.svg_inline(border=4, dark="#000", light="#fff", svgclass=None, omitsize=True)
