"""The rows of the kana table, by which a list of readings is thumbed through: あかさたなはまやらわ."""

from __future__ import annotations

from exchange.lib.collation import reading_key

ROWS = "アカサタナハマヤラワ"
HEADS = "あかさたなはまやらわ"
OTHER = "他"
"""What is no reading."""
LAST = "ン"


def row_of(reading: str) -> str:
    """Give the head of the row to which a reading in katakana belongs: か for ガトウ."""
    first = reading_key(reading)[0][:1]
    if not first or not ROWS[0] <= first <= LAST:
        return OTHER
    return HEADS[max(number for number, kana in enumerate(ROWS) if kana <= first)]
