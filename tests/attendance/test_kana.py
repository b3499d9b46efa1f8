from __future__ import annotations

import pytest

from exchange.attendance.kana import row_of


@pytest.mark.parametrize(
    ("reading", "head"),
    [
        ("アベ", "あ"),
        ("ヴィトン", "あ"),
        ("ガトウ", "か"),
        ("ジョウ", "さ"),
        ("ヂ", "た"),
        ("ッ", "た"),
        ("ンダ", "わ"),
        ("パク", "は"),
        ("ャ", "や"),
        ("ヰ", "わ"),
        ("・ワダ", "わ"),
        ("Smith", "他"),
        ("ー", "他"),
        ("", "他"),
    ],
)
def test_row_of_a_reading(reading: str, head: str) -> None:
    assert row_of(reading) == head
