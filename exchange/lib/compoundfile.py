"""Compound files, in which the older Office keeps its documents: [MS-CFB]."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_SECTORS = 4096
"""Of a directory, and of the list of where the table of sectors is."""
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on are none of sectors."""


def entries(file: BinaryIO) -> Iterator[str]:
    """Give the names in the directory of a compound file.

    Raises `struct.error`, `IndexError` or `ValueError` where the file is not whole.
    """
    file.seek(0)
    header = file.read(512)
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in {9, 12}:
        raise ValueError(shift)
    size = 1 << shift

    def sector(number: int) -> bytes:
        file.seek((number + 1) << shift)
        content = file.read(size)
        if len(content) < size:
            raise ValueError(number)
        return content

    def numbers(content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}L", content)

    tables = list(numbers(header[76:512]))
    further = struct.unpack_from("<L", header, 68)[0]
    for _ in range(_MOST_SECTORS):
        if further >= _LAST_SECTOR:
            break
        *more, further = numbers(sector(further))
        tables += more

    number = struct.unpack_from("<L", header, 48)[0]
    for _ in range(_MOST_SECTORS):
        if number >= _LAST_SECTOR:
            return
        content = sector(number)
        for at in range(0, size, 128):
            length = struct.unpack_from("<H", content, at + 64)[0]
            yield content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        place, within = divmod(number, size // 4)
        number = numbers(sector(tables[place]))[within]
    raise ValueError("a directory without end")
