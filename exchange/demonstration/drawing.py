"""Pictures for the demonstration, drawn: nobody is in them, and each says 見本."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Color = tuple[int, int, int]

SIZE = WIDTH, HEIGHT = 1200, 800
INK, PAPER, SKY, GROUND = (58, 66, 82), (250, 250, 250), (222, 230, 240), (122, 150, 190)
WOOD, LEAF, GRASS, CLOTH = (150, 118, 84), (74, 122, 92), (196, 212, 180), (170, 74, 66)
MIHON: Sequence[Sequence[tuple[int, int]]] = (
    ((2, 0), (8, 0), (8, 6), (2, 6), (2, 0)),
    ((2, 2), (8, 2)),
    ((2, 4), (8, 4)),
    ((4, 6), (4, 8), (1, 10)),
    ((6, 6), (6, 9), (7, 10), (10, 10), (10, 8)),
    ((13, 3), (22, 3)),
    ((17, 0), (17, 10)),
    ((17, 3), (13, 8)),
    ((17, 3), (22, 8)),
    ((15, 8), (20, 8)),
)
"""The strokes of 見本: no font that is installed everywhere has the letters."""


def lecture() -> BytesIO:
    """Draw a talk before a screen."""
    return _drawn(SKY, GROUND, _lecture)


def group_work() -> BytesIO:
    """Draw two tables with people around them."""
    return _drawn((236, 234, 224), (186, 172, 130), _group_work)


def forest() -> BytesIO:
    """Draw a forest with a path."""
    return _drawn((214, 232, 240), GRASS, _forest)


def _drawn(above: Color, below: Color, draw: Callable[[ImageDraw.ImageDraw], None]) -> BytesIO:
    slope = Image.linear_gradient("L").resize(SIZE)
    picture = Image.composite(Image.new("RGB", SIZE, below), Image.new("RGB", SIZE, above), slope)
    canvas = ImageDraw.Draw(picture)
    draw(canvas)
    _write_mihon(canvas)
    file = BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    return file


def _write_mihon(canvas: ImageDraw.ImageDraw) -> None:
    left, top, unit = 40, 40, 7
    canvas.rectangle((left - 18, top - 18, left + 22 * unit + 18, top + 10 * unit + 18), fill=PAPER)
    for stroke in MIHON:
        points = [(left + x * unit, top + y * unit) for x, y in stroke]
        canvas.line(points, fill=CLOTH, width=7, joint="curve")


def _person(canvas: ImageDraw.ImageDraw, x: int, y: int, color: Color = INK) -> None:
    """Draw somebody from behind whose shoulders are at (x, y)."""
    canvas.ellipse((x - 34, y - 84, x + 34, y - 16), fill=color)
    canvas.rounded_rectangle((x - 58, y - 10, x + 58, y + 150), radius=26, fill=color)


def _lecture(canvas: ImageDraw.ImageDraw) -> None:
    canvas.rectangle((300, 110, 900, 380), fill=PAPER, outline=INK, width=6)
    for number in range(4):
        canvas.line(
            (350, 170 + 50 * number, 850 - 90 * (number % 2), 170 + 50 * number),
            fill=GROUND,
            width=12,
        )
    _person(canvas, 1020, 380, CLOTH)
    for number in range(6):
        _person(canvas, 130 + 188 * number, 640)


def _group_work(canvas: ImageDraw.ImageDraw) -> None:
    for left in (110, 660):
        for number in range(3):
            _person(canvas, left + 65 + 150 * number, 360)
        canvas.rounded_rectangle((left - 30, 440, left + 460, 560), radius=18, fill=WOOD)
        for number in range(4):
            x = left + 20 + 105 * number
            canvas.polygon(((x, 470), (x + 70, 462), (x + 78, 520), (x + 6, 530)), fill=PAPER)
        for number in range(2):
            _person(canvas, left + 140 + 150 * number, 650, CLOTH)


def _forest(canvas: ImageDraw.ImageDraw) -> None:
    canvas.polygon(((520, 800), (700, 800), (640, 470), (610, 470)), fill=(216, 196, 160))
    for x, foot, height in (
        (90, 560, 330),
        (250, 520, 280),
        (420, 500, 240),
        (800, 500, 250),
        (960, 540, 310),
        (1120, 580, 360),
        (170, 690, 420),
        (1020, 700, 430),
    ):
        canvas.rectangle((x - 14, foot - height // 3, x + 14, foot), fill=WOOD)
        for step in range(3):
            top, half = foot - height + step * height // 5, 50 + step * 26
            canvas.polygon(
                ((x, top), (x - half, top + height // 3), (x + half, top + height // 3)), fill=LEAF
            )
