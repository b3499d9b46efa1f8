"""Where the parts of bars begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.lib.barchart import Segment, stacked

FIGURES = st.lists(st.lists(st.integers(0, 10_000), max_size=8), max_size=15)


@pytest.mark.parametrize("bars", [[], [[]], [[0, 0]]])
def test_nothing_is_drawn_of_nothing(bars: list[list[int]]) -> None:
    assert stacked(bars) == [[] for _ in bars]


def test_the_longest_bar_is_the_whole_width() -> None:
    assert stacked([[3, 0, 1], [0, 2, 0]]) == [
        [Segment(0, 0, 75), Segment(2, 75, 25)],
        [Segment(1, 0, 50)],
    ]


@given(FIGURES)
def test_each_part_begins_where_the_one_before_ends(bars: list[list[int]]) -> None:
    for bar, segments in zip(bars, stacked(bars), strict=True):
        ends = [0.0, *(one.end for one in segments)]

        assert [one.start for one in segments] == pytest.approx(ends[:-1])
        assert [one.place for one in segments] == [n for n, figure in enumerate(bar) if figure]
        assert ends[-1] <= 100.000_001
