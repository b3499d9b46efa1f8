"""What is looked for: the words somebody typed, and how they belong together.

Words with spaces between must all occur. `OR` or `|` between two words lets either do, and binds
closer than the space. A dash before a word leaves out what holds it. What stands in "…" or 「…」
is one word, spaces and all. Whatever is typed means something: a sign that cannot be what it looks
like is a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exchange.lib.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_QUOTES = '"“”„‟＂'  # noqa: RUF001  # whatever a keyboard or Word makes of them
_DASHES = "－−-"  # noqa: RUF001
_BARS = "|｜"  # noqa: RUF001
_APART = rf"\s{_QUOTES}「」{_BARS}"
_TOKEN = re.compile(
    rf"(?P<dash>(?<![^\s{_BARS}])[{_DASHES}]+)?"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]|「(?P<bracketed>[^」]*)」"
    rf"|(?P<bar>[{_BARS}])|(?P<bare>[^{_APART}]+))"
)
_EITHER = {"OR", "ＯＲ"}  # noqa: RUF001
_LONE_DASHES = re.compile(f"[{_DASHES}]+")
_PLAIN = re.compile(f"[^{_APART}{_DASHES}][^{_APART}]*")


@dataclass(frozen=True)
class Word:
    """A word or phrase, as typed."""

    typed: str

    @cached_property
    def folded(self) -> str:
        return fold(self.typed)

    def __str__(self) -> str:
        """Write it so that it is read as this one word again."""
        if _PLAIN.fullmatch(self.typed) and self.typed not in _EITHER:
            return self.typed
        return f"「{self.typed}」" if re.search(f"[{_QUOTES}]", self.typed) else f'"{self.typed}"'


@dataclass(frozen=True)
class Words:
    """Of each group of `wanted` words one must occur, of the `unwanted` ones none."""

    wanted: tuple[tuple[Word, ...], ...] = ()
    unwanted: tuple[Word, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    def __str__(self) -> str:
        """Write them so that they are read as the same again."""
        groups = [" OR ".join(map(str, group)) for group in self.wanted]
        return " ".join([*groups, *(f"-{word}" for word in self.unwanted)])

    @cached_property
    def marked(self) -> list[str]:
        """The folded words to mark where they are found, each once, in the order typed."""
        return list(dict.fromkeys(word.folded for group in self.wanted for word in group))

    def are_in(self, folded: str) -> bool:
        """Tell whether a folded text is what is looked for."""
        return all(any(one.folded in folded for one in group) for group in self.wanted) and not any(
            one.folded in folded for one in self.unwanted
        )


def parse(text: str) -> Words:
    """Read what was typed. It is never refused."""
    wanted: list[list[Word]] = []
    unwanted: list[Word] = []
    follows, joins = False, False  # a word that could be joined; a sign that joins to it
    for sign, word in _signs_and_words(text):
        if sign == "|":
            joins = joins or follows
        elif sign == "-":
            unwanted.append(word)
            follows = joins = False
        elif joins:
            wanted[-1].append(word)
            joins = False
        else:
            wanted.append([word])
            follows = True
    return Words(_each_once(map(_words_once, wanted)), _words_once(unwanted))


def _signs_and_words(text: str) -> Iterator[tuple[str, Word]]:
    """Give what is typed: `|`, which joins, a word after `-`, or a word after nothing."""
    for found in _TOKEN.finditer(text):
        bare = found["bare"] or ""
        if found["bar"] or (bare in _EITHER and not found["dash"]):
            yield "|", Word("")
            continue
        if _LONE_DASHES.fullmatch(bare):
            continue
        word = Word(" ".join((found["quoted"] or found["bracketed"] or bare).split()))
        if word.folded:
            yield "-" if found["dash"] else "", word


def _words_once(words: Iterable[Word]) -> tuple[Word, ...]:
    found: dict[str, Word] = {}
    for word in words:
        found.setdefault(word.folded, word)
    return tuple(found.values())


def _each_once(groups: Iterable[tuple[Word, ...]]) -> tuple[tuple[Word, ...], ...]:
    found: dict[frozenset[str], tuple[Word, ...]] = {}
    for group in groups:
        found.setdefault(frozenset(word.folded for word in group), group)
    return tuple(found.values())
