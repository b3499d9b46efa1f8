"""Text as search sees it: what people write differently but mean alike becomes the same.

The same fold is applied to what is indexed and to what is asked for. It keeps a map back to
the raw text, so that hits can be marked where they stand although folding changes lengths.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from exchange.lib.variants import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]
"""A half-open range of raw text, counted in characters."""

# NFKC has brought full-width and half-width forms to one of these. U+FF5E is ~ after it.
_LOOK_ALIKES = (
    "ー-‐‑‒–—―−⁃─━",  # noqa: RUF001  # looking alike is what they are here for
    "~〜∼∾〰",  # noqa: RUF001
    "・·•‧∙⋅⸱",
)
_LETTER = LETTERS | {ord(alike): family[0] for family in _LOOK_ALIKES for alike in family[1:]}

_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs"}
_IGNORABLE = re.compile(  # the marks and letters among Default_Ignorable_Code_Point
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_NARROW = re.compile("[0-9a-z\u00c0-\u02ff]")
_NARROW_OR_ACCENT = re.compile("[0-9a-z\u00c0-\u036f]")
_ORDINARY = re.compile(
    "[\t\n\r -~\u3000-\u301f\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uff01-\uff5e]*"
)
_BLANKS = re.compile(r"[ \t\r]+")
_WIDE_SPACE = re.compile("(?<![0-9a-z]) | (?![0-9a-z])")
_OKURIGANA = re.compile("(取り*)(組み*)|(申し*)(込み*)")


@dataclass(frozen=True)
class Segment:
    """A piece of raw text, and whether it was searched for."""

    text: str
    is_hit: bool


def fold(text: str) -> str:
    """Bring `text` to the form in which search compares.

    Without difference are: full and half width, upper and lower case, old and new forms of a
    letter (髙 高), dashes and ー, waves and ~, middle dots, 取り組み 取組み 取組 and 申し込み 申込み
    申込. Hiragana and katakana differ. Control and ignorable characters go, and so do spaces,
    except one between two runs of Latin letters or digits. Line breaks stay: they separate fields.

    Folding a second time changes nothing.
    """
    return _fold_ordinary(text) if _ORDINARY.fullmatch(text) else fold_with_spans(text)[0]


def fold_with_spans(text: str) -> tuple[str, list[Span]]:
    """Fold `text` and give, for each folded character, the span of raw text it came from.

    Spans ascend. One raw character may become several (㌔ is キロ), which then share its span,
    and several may become one (ｶﾞ is ガ).
    """
    if _ORDINARY.fullmatch(text):
        letters = _folded_letters(text)
        if len(letters) == len(text) and _joined(letters) == letters:
            return letters, [(at, at + 1) for at in range(len(text))]
    pieces = _without_okurigana(_composed(_single_spaced(_expanded(text))))
    return "".join(char for char, _ in pieces), [span for _, span in pieces]


def terms(query: str) -> list[str]:
    """Give the folded words of `query` in their order, each once."""
    return [term for term in dict.fromkeys(map(fold, query.split())) if term]


def mark(text: str, terms: Iterable[str]) -> list[Segment]:
    """Cut `text` where hits of any of the `terms` begin and end.

    The segments' texts, joined, are `text`. Hits that overlap or touch become one.
    """
    segments = []
    position = 0
    for start, end in _hits(text, terms):
        segments.append(Segment(text[position:start], is_hit=False))
        segments.append(Segment(text[start:end], is_hit=True))
        position = end
    segments.append(Segment(text[position:], is_hit=False))
    return [segment for segment in segments if segment.text]


def snippet(text: str, terms: Iterable[str], *, width: int = 80) -> str:
    """Give at most `width` characters of `text` around its first hit, on one line.

    … stands where text was cut off, beside the `width`. Without a hit it is the beginning.
    """
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    first_hit, _ = next(iter(_hits(line, terms)), (0, 0))
    start = max(0, min(first_hit - width // 4, len(line) - width))
    end = min(len(line), start + width)
    while start < first_hit and not _is_boundary(line, start):
        start += 1
    while end > start and not _is_boundary(line, end):
        end -= 1
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def excerpt(text: str, terms: Sequence[str], *, width: int) -> list[Segment]:
    """Mark `text`, and leave of a long one some `width` characters: where each term stands first.

    … stands for what was left out, beside the width. What is marked is what `mark` marks in all of
    it, so that nothing becomes a hit by being cut. Without a hit it is the beginning.
    """
    segments = mark(text, terms)
    if len(text) <= width:
        return segments
    firsts = [hits[0][0] for term in terms if (hits := _hits(text, [term]))] or [0]
    share = max(width // len(firsts), _NARROWEST)
    windows = _merged_spans(sorted(_window(segments, first, share) for first in firsts))
    shown: list[Segment] = []
    position = 0
    for start, end in windows:
        shown += _left_out(start - position) + _between(segments, start, end)
        position = end
    return shown + _left_out(len(text) - position)


_NARROWEST = 20


def _window(segments: Sequence[Segment], first: int, share: int) -> Span:
    """Give the span of some `share` characters around the hit that begins at `first`."""
    text = "".join(segment.text for segment in segments)
    start = max(0, min(first - share // 4, len(text) - share))
    end = min(len(text), start + share)
    while start < first and not _is_boundary(text, start):
        start += 1
    while end < len(text) and not _is_boundary(text, end):
        end += 1
    for (begins, ends), segment in zip(_spans(segments), segments, strict=True):
        if segment.is_hit and ends - begins <= share:  # so short a hit is shown whole
            start = begins if begins < start < ends else start
            end = ends if begins < end < ends else end
    return start, end


def _between(segments: Sequence[Segment], start: int, end: int) -> list[Segment]:
    cut = [
        Segment(segment.text[max(0, start - begins) : max(0, end - begins)], segment.is_hit)
        for (begins, _), segment in zip(_spans(segments), segments, strict=True)
    ]
    return [segment for segment in cut if segment.text]


def _spans(segments: Iterable[Segment]) -> Iterator[Span]:
    position = 0
    for segment in segments:
        yield position, position + len(segment.text)
        position += len(segment.text)


def _left_out(count: int) -> list[Segment]:
    return [Segment("…", is_hit=False)] if count else []


# Folding goes from step to step as a list of characters, each with the span it came from.
_Pieces = list[tuple[str, Span]]


def _fold_ordinary(text: str) -> str:
    """Fold text in which no character joins another, without the map and ten times as fast."""
    return _joined(_folded_letters(text))


def _folded_letters(text: str) -> str:
    """Fold ordinary text letter by letter: none becomes less than one, and only ヿ more."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_LETTER)


def _joined(letters: str) -> str:
    """Drop from folded letters what the whole text makes superfluous."""
    single_spaced = _BLANKS.sub(" ", letters)
    return _OKURIGANA.sub(_stem, _WIDE_SPACE.sub("", single_spaced))


def _stem(found: re.Match[str]) -> str:
    last = found.lastindex or 0
    return found[last - 1][0] + found[last][0]


def _expanded(text: str) -> _Pieces:
    """Decompose and fold each character by itself; what is dropped counts to the one before it."""
    pieces: _Pieces = []
    for position, raw in enumerate(text):
        expansion = _expansion(raw)
        if expansion:
            pieces += [(char, (position, position + 1)) for char in expansion]
        elif pieces:
            char, (start, _) = pieces[-1]
            pieces[-1] = char, (start, position + 1)
    return pieces


@cache
def _expansion(raw: str) -> str:
    letters = raw
    while (folded := _folded_once(letters)) != letters:
        letters = folded
    return "".join(letter for letter in letters if not _is_dropped(letter))


def _folded_once(letters: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letters)
    folded = unicodedata.normalize("NFKD", decomposed.casefold()).translate(_LETTER)
    return "".join(" " if char.isspace() and char != "\n" else char for char in folded)


def _is_dropped(letter: str) -> bool:
    if letter == "\n":
        return False
    return (
        unicodedata.category(letter) in _DROPPED_CATEGORIES
        or _IGNORABLE.fullmatch(letter) is not None
    )


def _single_spaced(pieces: _Pieces) -> _Pieces:
    """Drop spaces, except one between two narrow characters."""
    kept: _Pieces = []
    space = None
    for char, span in pieces:
        if char == " ":
            space = space or (char, span)
            continue
        if space and kept and _NARROW.match(char) and _NARROW_OR_ACCENT.match(kept[-1][0]):
            kept.append(space)
        space = None
        kept.append((char, span))
    return kept


def _composed(pieces: _Pieces) -> _Pieces:
    """Put decomposed characters together again: カ and its voice mark are ガ."""
    composed: _Pieces = []
    for cluster in _clusters(pieces):
        if len(cluster) == 1:
            composed += cluster
        else:
            span = cluster[0][1][0], cluster[-1][1][1]
            letters = "".join(char for char, _ in cluster)
            composed += [(char, span) for char in unicodedata.normalize("NFC", letters)]
    return composed


def _clusters(pieces: _Pieces) -> Iterator[_Pieces]:
    cluster: _Pieces = []
    for piece in pieces:
        if cluster and not _joins_the_one_before(piece[0]):
            yield cluster
            cluster = []
        cluster.append(piece)
    if cluster:
        yield cluster


@cache
def _joins_the_one_before(char: str) -> bool:
    """Tell whether `char` may compose with what precedes it: marks, and Hangul vowels and ends."""
    return unicodedata.category(char).startswith("M") or "\u1160" <= char <= "\u11ff"


def _is_boundary(text: str, position: int) -> bool:
    if position in (0, len(text)):
        return True
    expansion = _expansion(text[position])
    return expansion != "" and not _joins_the_one_before(expansion[0])


def _without_okurigana(pieces: _Pieces) -> _Pieces:
    """Write 取り組み and 取組み as 取組, 申し込み and 申込み as 申込."""
    kept: _Pieces = []
    position = 0
    for found in _OKURIGANA.finditer("".join(char for char, _ in pieces)):
        kept += pieces[position : found.start()]
        last = found.lastindex or 0
        kept += [_merged(pieces[slice(*found.span(group))]) for group in (last - 1, last)]
        position = found.end()
    return kept + pieces[position:]


def _merged(pieces: _Pieces) -> tuple[str, Span]:
    return pieces[0][0], (pieces[0][1][0], pieces[-1][1][1])


def _hits(text: str, terms: Iterable[str]) -> list[Span]:
    """Give the spans of raw text in which any of the `terms` stands, merged and in order."""
    folded = fold(text)
    present = [term for term in map(_folded_term, terms) if term and term in folded]
    if not present:
        return []
    _, spans = fold_with_spans(text)
    found = sorted(
        (spans[at][0], spans[at + len(term) - 1][1])
        for term in present
        for at in _occurrences(term, folded)
    )
    return _merged_spans(found)


def _merged_spans(spans: Iterable[Span]) -> list[Span]:
    """Make one of those that overlap or touch; they come in order."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


_folded_term = lru_cache(maxsize=1024)(fold)
"""The same few terms are marked in each text of a page."""


def _occurrences(term: str, text: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + 1)
