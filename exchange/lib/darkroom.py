"""Where pictures are made anew: in a process of its own, with a limit of memory and time.

The decoders are large programs in C, and a file that is bent on purpose or by accident can bring
one down. Then that process is gone, and what was sent is refused; the server goes on. Its memory
goes with it, too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import accumulate, pairwise
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from exchange.lib import pictures
from exchange.lib.pictures import BrokenPicture, NotAPicture, Picture, TooManyPixels

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_MEMORY = 1_500_000_000
"""Octets of addresses. A picture of 60 megapixels needs a third of it."""
LONGEST = 60
"""Seconds of a processor."""
PATIENCE = 180
"""Seconds until a process is given up that makes no progress."""
_ONE_AT_A_TIME = Lock()
"""The threads of a server take turns, so that only one of such processes needs memory."""
_REFUSALS = {one.__name__: one for one in (NotAPicture, TooManyPixels, BrokenPicture)}


def developed(source: BinaryIO, *, edges: Sequence[int] = ()) -> Picture:
    """Do as `pictures.remade` does, apart. What brings the process down is a `BrokenPicture`.

    Raises `OSError` where no process can be started.
    """
    limits = (MOST_MEMORY, LONGEST)
    command = [sys.executable, "-I", pictures.__file__, *map(str, limits), *map(str, edges)]
    with _ONE_AT_A_TIME:
        try:
            done = subprocess.run(  # noqa: S603  # our own program
                command,
                input=source.read(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=True,
            )
        except subprocess.SubprocessError as reason:
            raise BrokenPicture from reason
    return _read(done.stdout, edges)


def _read(answer: bytes, edges: Sequence[int]) -> Picture:
    line, _, rest = answer.partition(b"\n")
    head = json.loads(line)
    if "refused" in head:
        raise _REFUSALS[head["refused"]](*head["args"])
    cuts = pairwise(accumulate(head["lengths"], initial=0))
    content, *smaller = (rest[start:end] for start, end in cuts)
    width, height = head["size"]
    return Picture(
        head["media_type"], width, height, content, dict(zip(edges, smaller, strict=True))
    )
