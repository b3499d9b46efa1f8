from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.lib import paper

LONG = "空きが出たときは、順番にメールでご案内します。期限までに承諾の手続をしていただくと、参加が確定します。"
ADDRESS = "https://kaiko.example.lg.jp/registrations/" + "x" * 60


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("令和8年", 7),
        ("ｱｲｳ", 3),
        ("𠮷", 2),
        ("か\u3099", 2),
        ("①～", 4),
        ("葛\U000e0100", 2),
    ],
)
def test_width_counts_full_width_letters_twice_and_marks_not_at_all(
    text: str, columns: int
) -> None:
    assert paper.width(text) == columns


def test_wrap_breaks_japanese_anywhere_but_before_a_full_stop() -> None:
    assert paper.wrap("あいうえお。かきくけこ", 10) == ["あいうえ", "お。かきく", "けこ"]


def test_wrap_leaves_no_opening_bracket_at_the_end_of_a_line() -> None:
    assert paper.wrap("あいうえ（かきくけこ）", 10) == ["あいうえ", "（かきくけ", "こ）"]


def test_wrap_keeps_figures_with_their_units() -> None:
    assert paper.wrap("開催日は令和10年です", 14) == ["開催日は令和", "10年です"]


def test_wrap_breaks_english_between_words() -> None:
    assert paper.wrap("Your place is confirmed.", 12) == ["Your place", "is", "confirmed."]


def test_wrap_leaves_addresses_whole() -> None:
    assert paper.wrap(f"次のページ {ADDRESS} です") == ["次のページ", ADDRESS, "です"]


def test_wrap_indents_what_follows_like_the_line() -> None:
    assert paper.wrap("　あいうえおかき", 10) == ["　あいうえ", "　おかき"]


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"])), st.integers(4, 80)
)
def test_wrap_loses_nothing(text: str, columns: int) -> None:
    assert "".join(paper.wrap(text, columns)) == text


@given(st.text("あ、。（「aZ 9年　-\u3099𠮷"))
def test_wrap_gives_lines_that_another_wrap_leaves_alone(text: str) -> None:
    once = paper.wrap(text, 20)

    assert [short for line in once for short in paper.wrap(line, 20)] == once


def test_lay_out_leaves_one_empty_line_at_most_between_paragraphs() -> None:
    assert paper.lay_out(f"\n\n{LONG}\n\n\n\nb \n") == (
        "空きが出たときは、順番にメールでご案内します。期限までに承諾の手続をし\n"
        "ていただくと、参加が確定します。\n"
        "\n"
        "b\n"
    )


def test_facts_stand_in_two_columns_with_full_width_blanks_between() -> None:
    rows = [("行事", "研修"), ("受付番号", "000001"), ("場所", "米沢市\n長井市"), ("なし", "")]

    assert paper.facts(rows, "：") == (
        "行事　　：研修\n受付番号：000001\n場所　　：米沢市\n　　　　　長井市"
    )


def test_facts_with_a_mark_that_ends_in_a_blank_keep_it_at_the_label() -> None:
    rows = [("Event", "Training"), ("Reference number", "000001")]

    assert paper.facts(rows, ": ") == "Event:            Training\nReference number: 000001"
