from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exchange.lib.collation import reading_key

READINGS = st.text("アイウエオァィカガキハバパーヽヤャン ・", max_size=8)


def test_reading_key_sorts_as_rosters_do() -> None:
    in_order = [
        *("アイ", "アイダ", "オオタ", "オカ", "カトウ", "ガトウ", "カトウダ", "キヤマ", "キャン"),
        *("ササキ", "ハタ", "ハダ", "バンドウ", "ミンナ", "ヤマダ"),
    ]

    assert sorted(sorted(in_order), key=reading_key) == in_order


def test_reading_key_takes_a_long_vowel_for_the_vowel_before_it() -> None:
    assert sorted(["コータ", "コウタ", "コオジ"], key=reading_key) == ["コウタ", "コオジ", "コータ"]


def test_reading_key_takes_a_mark_of_repetition_for_what_it_repeats() -> None:
    assert sorted(["ササキ", "サヽキ", "サシ"], key=reading_key) == ["ササキ", "サヽキ", "サシ"]


@given(READINGS, READINGS)
def test_reading_key_tells_readings_apart_that_differ(one: str, other: str) -> None:
    assert (reading_key(one) == reading_key(other)) == (one == other)
