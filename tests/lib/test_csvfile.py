from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.lib import csvfile


def test_write_gives_what_excel_opens() -> None:
    content = csvfile.write(["氏名", "備考"], [["髙﨑", "一行目\n二行目"], ["𠮷郎", None], ["", 0]])

    assert content == ('\ufeff氏名,備考\r\n髙﨑,"一行目\n二行目"\r\n𠮷郎,\r\n,0\r\n'.encode())


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_write_makes_harmless_what_begins_like_a_formula(cell: str) -> None:
    [[_], [written]] = csv.reader(
        io.StringIO(csvfile.write(["欄"], [[cell]]).decode("utf-8-sig"), newline="")
    )

    assert written == f"'{cell}"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2))
def test_nothing_written_begins_a_formula_and_nothing_is_lost(cells: list[str]) -> None:
    content = csvfile.write(cells, [cells]).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert rows[0] == rows[1]
    assert [one.removeprefix("'") for one in rows[1]] == [one.removeprefix("'") for one in cells]
    assert [one for one in rows[1] if one.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
