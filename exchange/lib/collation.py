"""The order of readings: あいうえお順, as rosters and telephone books have it."""

from __future__ import annotations

import unicodedata

ReadingKey = tuple[str, str, str]

_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_VOICE_MARKS = "\u3099\u309a"
_VOWEL_OF = {
    kana: row[0]
    for row in (
        "アカサタナハマヤラワ",
        "イキシチニヒミリヰ",
        "ウクスツヌフムユル",
        "エケセテネヘメレヱ",
        "オコソトノホモヨロヲ",
    )
    for kana in row
}
_REPEATED = "ヽヾ"


def reading_key(reading: str) -> ReadingKey:
    """Give what sorts a reading in full-width katakana: オオノ, オーバ, オカ, カトウ, ガトウ.

    Voice marks and small letters count only between readings that are otherwise
    the same, and ー is the vowel before it. Spaces and ・ do not count.

    Source: JIS X 4061:1996, in its simplest form.
    """
    base, marks = "", ""
    for kana in unicodedata.normalize("NFD", reading).translate(_SMALL):
        if kana in _VOICE_MARKS:
            marks = marks[:-1] + kana
        elif kana not in " ・":
            base += _sound(kana, base[-1:])
            marks += " "
    return base, marks, reading


def _sound(kana: str, before: str) -> str:
    """Give the letter that `kana` stands for behind `before`."""
    if kana == "ー":
        return _VOWEL_OF.get(before, kana)
    return before if kana in _REPEATED and before else kana
