from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.lib.pairing import origins

texts = st.lists(st.sampled_from("甲乙丙丁戊") | st.text(max_size=2), max_size=8)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "甲", [None]),
        ("甲乙", "", []),
        ("甲乙丙", "甲乙丙", [0, 1, 2]),
        ("甲乙丙", "甲丙", [0, 2]),
        ("甲丙", "甲乙丙", [0, None, 1]),
        ("甲乙丙", "丙甲乙", [2, 0, 1]),
        ("甲乙丙", "甲丁丙", [0, 1, 2]),
        ("甲乙丙丁", "甲戊己丁", [0, 1, 2, 3]),
        ("甲乙丁", "甲戊己庚丁", [0, 1, None, None, 2]),
        ("甲乙丙丁", "甲戊丁", [0, 1, 3]),
        ("甲甲乙", "甲乙甲", [1, 2, 0]),
        ("甲乙丙", "丁乙甲", [None, 1, 0]),
    ],
)
def test_a_line_is_known_again(before: str, after: str, expected: list[int | None]) -> None:
    assert origins(before, after) == expected


def test_a_reworded_line_is_known_beside_one_that_was_added() -> None:
    before = ["間伐材で鉛筆をつくる。", "来年も開く。"]
    after = ["港区に展示する。", "間伐材で、鉛筆と定規をつくる。", "来年も開く。"]

    assert origins(before, after) == [None, 0, 1]


@given(texts, texts)
def test_no_line_becomes_two(before: list[str], after: list[str]) -> None:
    found = [origin for origin in origins(before, after) if origin is not None]

    assert len(found) == len(set(found))
    assert set(found) <= set(range(len(before)))


@given(texts, texts)
def test_a_text_that_is_there_before_and_after_is_the_same_line(
    before: list[str], after: list[str]
) -> None:
    kept = Counter(
        text
        for text, origin in zip(after, origins(before, after), strict=True)
        if origin is not None and before[origin] == text
    )

    assert kept == Counter(before) & Counter(after)


@given(texts)
def test_lines_that_stay_as_they_are_are_themselves(lines: list[str]) -> None:
    assert origins(lines, lines) == list(range(len(lines)))


@given(st.lists(st.booleans(), max_size=8))
def test_reworded_lines_are_those_they_were(are_reworded: list[bool]) -> None:
    before = [f"{place}" for place in range(len(are_reworded))]
    after = [
        f"{text}、改" if is_reworded else text
        for text, is_reworded in zip(before, are_reworded, strict=True)
    ]

    assert origins(before, after) == list(range(len(before)))
