"""Names of files, as they were typed, but for what is no part of a name."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
_FOLDERS = re.compile(r"^.*[/\\]", re.DOTALL)
_UNFIT = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, line ends, what turns the letters after it around, and halves of characters."""


def bare(sent: str | None) -> str:
    """Give the name of a file without its folders and without what is no letter or sign.

    All else is left as it is: no Unicode normalization. A name that is too long for any
    file system loses its middle.
    """
    name = _UNFIT.sub("", _FOLDERS.sub("", sent or "")).strip()
    if len(name) <= LONGEST:
        return name
    end = suffix(name)[:20]
    return name[: LONGEST - len(end)] + end


def suffix(name: str) -> str:
    """Give the end of a name from its last dot on, in small letters: `.pdf`; nothing without one."""
    _, dot, end = name.rpartition(".")
    return (dot + end).lower() if dot else ""


def same(one: str, other: str) -> bool:
    """Tell whether two names are meant to be the same, whatever system they come from."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def shortened(name: str, length: int = 30) -> str:
    """Give a name for a line of text: a long one without its middle, but with its end."""
    if len(name) <= length:
        return name
    end = name[-10:]
    return f"{name[: length - len(end) - 1]}…{end}"
