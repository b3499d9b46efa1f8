from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.lib import csvfile

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.from_regex(
    r"\A\s*[=+\-@＝＋－＠].*\Z"
)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_write_gives_what_excel_opens() -> None:
    content = csvfile.write(["氏名", "備考"], [["髙﨑", "一行目\n二行目"], ["𠮷郎", None], ["", 0]])

    assert content == ('\ufeff氏名,備考\r\n髙﨑,"一行目\n二行目"\r\n𠮷郎,\r\n,0\r\n'.encode())


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n-1", "＝１＋１", "－2", " =1", "　＠A1"],
)
def test_write_makes_harmless_what_begins_like_a_formula(cell: str) -> None:
    [_, [written]] = read(csvfile.write(["欄"], [[cell]]))

    assert written == f"'{cell}"


@pytest.mark.parametrize("cell", ["髙橋", "0238-22-5111", "ー", "1-2", "a=b", "'=1", "", "（株）"])
def test_write_leaves_everything_else_alone(cell: str) -> None:
    [_, row] = read(csvfile.write(["欄", "次"], [[cell, "x"]]))

    assert row == [cell, "x"]


@given(st.lists(TEXTS, min_size=2))
def test_nothing_written_begins_a_formula_and_nothing_is_lost(cells: list[str]) -> None:
    rows = read(csvfile.write(cells, [cells]))

    assert rows[0] == rows[1]
    pairs = zip(rows[1], cells, strict=True)
    assert [one for one, cell in pairs if one not in {cell, f"'{cell}"}] == []
    begun = [unicodedata.normalize("NFKC", one.lstrip()[:1])[:1] for one in rows[1]]
    assert [one for one in begun if one in {"=", "+", "-", "@"}] == []
    assert [one for one in rows[1] if one[:1] in {"\t", "\r", "\n"}] == []


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+81-238-22-5111", "0238-22-5111"),
        ("+81238225111", "023822-5111"),
        ("+81-0238-22-5111 内線12", "0238-22-5111 内線12"),
        ("09012345678", "090-1234-5678"),
        ("0238225111", "023822-5111"),
        ("0238-22-5111", "0238-22-5111"),
        ("+1-202-555-0100", "+1-202-555-0100"),
        ("", ""),
    ],
)
def test_phone_is_written_so_that_excel_keeps_it(number: str, written: str) -> None:
    assert csvfile.phone(number) == written
