"""Characters and pairs of characters as words, for the full-text index of SQLite.

Its tokenizer knows what a letter is, and would drop or change some characters. So only those that
it leaves alone stand for themselves; every other one is written as `u`, its number and `z`.
"""

from __future__ import annotations

import re
from operator import add

_PLAIN = re.compile("[0-9a-z\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5]")


class _Words(dict[str, str]):
    """The word for a character. No two of them, nor two pairs of them, are written alike."""

    def __missing__(self, character: str) -> str:
        word = character if _PLAIN.match(character) else f"u{ord(character):x}z"
        self[character] = word
        return word


_words = _Words()


def grams(folded: str) -> str:
    """Write each line of `folded` as its pairs of neighbors and, at last, its last character alone.

    So there is one word for each character, and where a line ends the pairs of the next one do
    not go on: what is made of consecutive pairs stands in the text.
    """
    return " ".join(_line(line) for line in folded.split("\n") if line)


def letters(folded: str) -> str:
    """Write each character that occurs in `folded`, once."""
    return " ".join([_words[character] for character in set(folded) - {"\n"}])


def phrase(word: str) -> str:
    """Write the consecutive words that stand in `grams`, or the one in `letters`, for `word`."""
    parts = [_words[character] for character in word]
    return " ".join(map(add, parts, parts[1:])) if len(parts) > 1 else parts[0]


def _line(line: str) -> str:
    parts = [_words[character] for character in line]
    return " ".join(map(add, parts, [*parts[1:], ""]))
