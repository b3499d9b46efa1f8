from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.lib.pasted import cells

plain = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters='"'), min_size=1)
tables = st.lists(st.lists(plain, min_size=2, max_size=5), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("\tb\n a \t　b　\n", [["", "b"], ["a", "b"]]),
        ("a\tb\n\n\t\n \t \nc\td", [["a", "b"], ["c", "d"]]),
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a，b\nc，d", [["a", "b"], ["c", "d"]]),
        ("a, b\tc", [["a, b", "c"]]),
        ("小野 花子  おの はなこ　　総務課", [["小野 花子", "おの はなこ", "総務課"]]),
        ("小野 花子\n佐藤 次郎", [["小野 花子"], ["佐藤 次郎"]]),
        ('"a\nb"\t"say ""hi"""\n', [["a b", 'say "hi"']]),
        ('"a,b",c\nd,e', [["a,b", "c"], ["d", "e"]]),
        ('"a\tb\nc\td', [['"a', "b"], ["c", "d"]]),
        ('5" pipe\tb', [['5" pipe', "b"]]),
        ("\ufeffa\tb", [["a", "b"]]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_cells_are_cut_as_they_were_copied(text: str, grid: list[list[str]]) -> None:
    assert cells(text) == grid


@given(st.text(st.sampled_from('ab"\t\n\r,，  　')))
def test_cells_never_fail_and_are_tidy(text: str) -> None:
    grid = cells(text)

    assert all(any(row) for row in grid)
    assert [cell for row in grid for cell in row if cell != cell.strip() or "\n" in cell] == []


@given(tables)
def test_cells_come_back_whichever_way_a_spreadsheet_writes_them(table: list[list[str]]) -> None:
    written = StringIO()
    csv.writer(written, dialect="excel-tab").writerows(table)

    assert cells(written.getvalue()) == table


def test_cells_with_a_mark_that_nothing_closes_cost_no_more_than_others() -> None:
    text = '"x""y\t' * 20_000

    assert len(cells(text)[0]) == 20_001
