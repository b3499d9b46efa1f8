"""Pictures made anew: the pixels of a photo, and nothing else that its file held.

What a camera or a stranger put beside the pixels (where it was taken, by whom, previews, comments,
whatever hangs on at the end) does not come through: files are written from the pixels alone.

This module runs as a program of its own (see `darkroom`), so it imports nothing of ours.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

import pi_heif  # type: ignore[import-untyped]
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LARGEST_EDGE = 2400
MOST_PIXELS = 60_000_000
MOST_PIXELS_OF_WEBP = 24_000_000
"""Told by the head of a file, before anything is decoded. WebP takes four times the memory."""
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
QUALITY = 85

_BEGINNING = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP|....ftyp(?:he|mif1|msf1)", re.DOTALL
)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation."""
_SRGB = ImageCms.createProfile("sRGB")

pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


class NotAPicture(ValueError):
    """It is nothing that can be shown as a photo."""


class TooManyPixels(ValueError):
    """It would take too much memory to decode. `most` is how many it may have."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class BrokenPicture(ValueError):
    """It begins like a picture, and does not go on like one."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is to be kept."""

    media_type: str
    """image/jpeg, or image/png where something shines through."""
    width: int
    height: int
    content: bytes
    smaller: Mapping[int, bytes]
    """Copies by their longest edge; none is larger than the picture itself."""


def remade(source: BinaryIO, *, edges: Sequence[int] = ()) -> Picture:
    """Make the picture in `source` anew: upright, in sRGB, no edge longer than `LARGEST_EDGE`.

    `edges` are those of the smaller copies, from the largest on. Of a moving picture it is the
    first one. Raises `NotAPicture`, `TooManyPixels` or `BrokenPicture`.
    """
    try:
        picture = _opened(source)
    except Image.DecompressionBombError as reason:
        raise TooManyPixels(MOST_PIXELS) from reason
    except UnidentifiedImageError as reason:
        raise (BrokenPicture if _begins_like_one(source) else NotAPicture) from reason
    except TooManyPixels:
        raise
    except Exception as reason:  # a broken file breaks anywhere in what reads it
        raise BrokenPicture from reason
    return _written(picture, edges)


def _begins_like_one(source: BinaryIO) -> bool:
    source.seek(0)
    return _BEGINNING.match(source.read(16)) is not None


def _opened(source: BinaryIO) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is bent beside the pixels: none of it is kept
        with Image.open(source, formats=FORMATS) as image:
            return _upright(image)


def _upright(image: Image.Image) -> Image.Image:
    """Decode `image` at about the size that is kept, and turn it; RGB, or RGBA."""
    most = MOST_PIXELS_OF_WEBP if image.format == "WEBP" else MOST_PIXELS
    if image.width * image.height > most:
        raise TooManyPixels(most)
    profile = image.info.get("icc_profile")
    turn = _TURNS.get(_orientation(image))
    edge = max(image.size)
    if edge > LARGEST_EDGE:  # JPEG can be decoded at a half, a quarter or an eighth
        wanted = (max(1, side * LARGEST_EDGE // edge) for side in image.size)
        image.draft(None, (next(wanted), next(wanted)))
    image.load()
    small = _with_plain_channels(image)
    _shrink(small, LARGEST_EDGE)
    return _in_srgb(small.transpose(turn) if turn is not None else small, profile)


def _orientation(image: Image.Image) -> int:
    with suppress(Exception):  # EXIF may be anything; a picture without it is a picture
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    return 1


def _with_plain_channels(image: Image.Image) -> Image.Image:
    """Give what can be made smaller: gray, RGB, RGBA or CMYK of eight bits, no palette."""
    if image.mode.startswith(("I", "F")):  # 16 bits of gray
        return image.convert("I").point(lambda value: value / 257).convert("L")
    if "transparency" in image.info or image.mode in {"LA", "La", "PA", "RGBa"}:
        return image.convert("RGBA")
    if image.mode in {"1", "P"}:
        return image.convert("RGB")
    return image


def _shrink(image: Image.Image, edge: int) -> None:
    """Leave no edge of `image` longer than `edge`."""
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Give the colors as screens show them without being told of a profile."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colors = image.convert("RGB") if alpha else image
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):  # a bent profile
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            colors = ImageCms.profileToProfile(colors, source, _SRGB, outputMode="RGB") or colors
    plain = colors.convert("RGB")
    if alpha is None or alpha.getextrema()[0] == 255:  # noqa: PLR2004  # nothing shines through
        return plain
    plain.putalpha(alpha)
    # What was erased is still there, in colors that nobody sees.
    unseen = Image.new("RGBA", plain.size)
    return Image.composite(plain, unseen, alpha.point(lambda value: 255 if value else 0))


def _written(image: Image.Image, edges: Sequence[int]) -> Picture:
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    size, content, smaller = bare.size, _file(bare), {}
    for edge in edges:
        _shrink(bare, edge)
        smaller[edge] = _file(bare)
    media_type = "image/png" if bare.mode == "RGBA" else "image/jpeg"
    return Picture(media_type, *size, content, smaller)


def _file(image: Image.Image) -> bytes:
    file = BytesIO()
    if image.mode == "RGBA":
        image.save(file, "PNG", optimize=True)
    else:
        image.save(file, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return file.getvalue()


def _answer(edges: Sequence[int]) -> None:
    """Read a picture from the standard input, and write what became of it: see `darkroom`."""
    try:
        picture = remade(BytesIO(sys.stdin.buffer.read()), edges=edges)
    except (NotAPicture, TooManyPixels, BrokenPicture) as reason:
        head: dict[str, object] = {"refused": type(reason).__name__, "args": reason.args}
        contents = []
    else:
        contents = [picture.content, *picture.smaller.values()]
        head = {
            "media_type": picture.media_type,
            "size": [picture.width, picture.height],
            "lengths": [len(one) for one in contents],
        }
    sys.stdout.buffer.write(b"".join([json.dumps(head).encode(), b"\n", *contents]))


if __name__ == "__main__":
    memory, seconds, *wanted = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _answer(wanted)
