"""What coordinators write in the cells of a table, understood as what a form takes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from exchange.domain.question import NO, YES
from exchange.domain.registration import Mode
from exchange.lib import wareki
from exchange.lib.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exchange.domain.day import EventDay

MODE_WORDS = {
    Mode.ONSITE: "会場 現地 対面 来場 来庁 集合 リアル onsite venue inperson",
    Mode.ONLINE: "オンライン おんらいん ウェブ ウエブ web リモート 遠隔 配信 online remote zoom teams",
}
"""What stands somewhere in the words for a way to take part."""
TICKS = "○ ◯ 〇 ● ✓ ✔ レ"  # circles of all sorts are what people type
CROSSES = "× ✕ ✗ -"
YES_WORDS = "はい 有 有り あり 要 必要 希望 希望する 利用 利用する 参加 参加する する yes y true 1"
NO_WORDS = "いいえ 無 無し なし 不要 希望しない 利用しない 不参加 参加しない しない no n false 0"
ALL_DAYS = "全日 全日程 全日参加 全日間 すべて 全て 全部 両日 両日とも 両方 all alldays both"
_WEEKDAY = re.compile(r"\([月火水木金土日](曜日?)?\)")
_BETWEEN = re.compile(r"[、,;\n]|\s+")
_BETWEEN_ALSO = re.compile(r"[、,;\n/・+&]|\s+")


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


_MODES = {mode: _folded(words) for mode, words in MODE_WORDS.items()}
_YES, _NO = _folded(f"{YES_WORDS} {TICKS}"), _folded(f"{NO_WORDS} {CROSSES}")
_ALL = _folded(f"{ALL_DAYS} {TICKS}")


def _splits(text: str) -> Iterator[list[str]]:
    """Give `text` in one piece, then parted by commas and spaces, then by whatever parts a list."""
    plain = unicodedata.normalize("NFKC", text)
    yield [text]
    for between in (_BETWEEN, _BETWEEN_ALSO):
        yield [part for part in between.split(plain) if part]


def mode_meant(text: str) -> str:
    """Give the mode that `text` names, `onsite` or `online`; what names none, or both, unchanged."""
    folded = fold(text)
    named = [mode for mode, words in _MODES.items() if any(word in folded for word in words)]
    return named[0].value if len(named) == 1 else text


def is_mark(text: str) -> bool:
    """Tell whether `text` is a tick in a column of its own, not blank, nor a no."""
    return bool(text) and fold(text) not in _NO


def answer_meant(text: str) -> str:
    """Give `yes` or `no` where `text` says so; anything else unchanged."""
    folded = fold(text)
    if folded in _YES:
        return YES
    return NO if folded in _NO else text


def choice_meant(text: str, choices: Sequence[str]) -> str:
    """Give the choice that `text` is, whatever its width and case; anything else unchanged."""
    folded = fold(text)
    return next((choice for choice in choices if fold(choice) == folded), text)


def choices_meant(text: str, choices: Sequence[str]) -> list[str]:
    """Give the choices that `text` lists, parted by commas or spaces; what is none unchanged."""
    for parts in _splits(text):
        found = [choice_meant(part, choices) for part in parts]
        if found and set(found) <= set(choices):
            return list(dict.fromkeys(found))
    return [text] if text else []


def days_meant(text: str, days: Mapping[str, EventDay]) -> list[str]:
    """Give the words of those of `days` that `text` lists; what names none unchanged.

    A day goes by its date, written in any customary way, its number in the
    event (1日目), or its label.
    """
    if fold(text).replace(" ", "") in _ALL:
        return list(days)
    known = _names_of(days)
    for parts in _splits(text):
        found = [_day_meant(part, days, known) for part in parts]
        if found and all(found):
            return [word for word in days if any(word in one for one in found)]
    return [text] if text else []


def _names_of(days: Mapping[str, EventDay]) -> dict[str, str]:
    names: dict[str, str] = {}
    for number, (word, day) in enumerate(days.items(), start=1):
        on = day.held_on
        forms = (
            f"{on.month}/{on.day}",
            f"{on.month}.{on.day}",
            f"{on.month}-{on.day}",
            f"{on.month}月{on.day}日",
            f"{number}日目",
            f"第{number}日",
            str(number),
            word,
            day.label,
        )
        for form in filter(None, forms):
            names.setdefault(fold(form), word)
    return names


def _day_meant(part: str, days: Mapping[str, EventDay], known: Mapping[str, str]) -> list[str]:
    """Give the words of the days that one part of a text names: several where they share a date."""
    try:
        held_on = wareki.parse_date(part)
    except ValueError:
        plain = _WEEKDAY.sub("", unicodedata.normalize("NFKC", part))
        word = known.get(fold(part)) or known.get(fold(plain))
        return [word] if word else []
    return [word for word, day in days.items() if day.held_on == held_on]
