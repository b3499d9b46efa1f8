"""Reading what was typed: whatever it is, it means something, and is written back as it was read."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exchange.lib.text import fold
from exchange.search.query import Word, Words, parse
from tests.lib.strategies import typed_text

SIGNS = st.text('森林木aOR ORＯＲ||｜-－−"“”＂「」 　\n\u200b髙', max_size=14)


def shape(text: str) -> tuple[list[list[str]], list[str]]:
    words = parse(text)
    wanted = [[word.typed for word in group] for group in words.wanted]
    return wanted, [word.typed for word in words.unwanted]


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("", [], []),
        (" 　\n", [], []),
        ("森林", [["森林"]], []),
        ("森林 税", [["森林"], ["税"]], []),
        ("森林　税", [["森林"], ["税"]], []),
        ("森林 OR 海", [["森林", "海"]], []),
        ("森林 ＯＲ 海", [["森林", "海"]], []),
        ("森林|海", [["森林", "海"]], []),
        ("森林 ｜ 海", [["森林", "海"]], []),
        ("a 森林 OR 海 OR 山 b", [["a"], ["森林", "海", "山"], ["b"]], []),
        ("森林 or 海", [["森林"], ["or"], ["海"]], []),
        ('森林 "OR" 海', [["森林"], ["OR"], ["海"]], []),
        ("OR 森林 OR", [["森林"]], []),
        ("森林 OR OR 海", [["森林", "海"]], []),
        ("森林 -海", [["森林"]], ["海"]),
        ("－海 −山", [], ["海", "山"]),
        ("森林 - 海", [["森林"], ["海"]], []),
        ("森-林 9-10", [["森-林"], ["9-10"]], []),
        ("--海", [], ["海"]),
        ("森林 OR -海 山", [["森林"], ["山"]], ["海"]),
        ("-森林 OR 海", [["海"]], ["森林"]),
        ('"森林 の 税"', [["森林 の 税"]], []),
        ("“森林 の 税”", [["森林 の 税"]], []),
        ("「森林 の 税」について", [["森林 の 税"], ["について"]], []),
        ('-"森 林" -「海 山」', [], ["森 林", "海 山"]),
        ('5" の 「木', [["5"], ["の"], ["木"]], []),
        ('「」 "" | 「 」', [], []),
        ('「a"b」', [['a"b']], []),
        ("森林 森林 OR 森林", [["森林"]], []),
        ("取組 取り組み 髙 高", [["取組"], ["髙"]], []),
        ("-海 -海", [], ["海"]),
    ],
)
def test_what_is_typed_is_read_as_meant(
    typed: str, wanted: list[list[str]], unwanted: list[str]
) -> None:
    assert shape(typed) == (wanted, unwanted)


@given(typed=typed_text | SIGNS)
@example('"" 「')
def test_what_was_read_is_written_so_that_it_reads_the_same(typed: str) -> None:
    words = parse(typed)

    assert parse(str(words)) == words


@given(typed=typed_text | SIGNS)
def test_no_word_is_nothing_and_none_holds_the_end_of_a_line(typed: str) -> None:
    words = parse(typed)
    folded = [word.folded for group in (*words.wanted, words.unwanted) for word in group]

    assert [word for word in folded if not word or "\n" in word] == []
    assert [group for group in words.wanted if not group] == []


@given(words=st.lists(st.text("森林木aｱ髙", min_size=1, max_size=4), max_size=4))
def test_plain_words_must_all_occur(words: list[str]) -> None:
    assert parse(" ".join(words)).marked == list(dict.fromkeys(map(fold, words)))


@given(phrase=st.text("森林 -|OR「", max_size=8))
def test_what_stands_in_quotes_is_one_word(phrase: str) -> None:
    words = parse(f'"{phrase}"')

    assert words.marked == ([fold(phrase)] if fold(phrase) else [])


def test_only_what_is_wanted_is_marked() -> None:
    assert parse("森林 髙 OR 海 -税").marked == ["森林", "高", "海"]


@pytest.mark.parametrize(
    ("typed", "holds"),
    [
        ("森林 税", True),
        ("森林 海", False),
        ("海 OR 税", True),
        ("海 OR 山", False),
        ("-海", True),
        ("森林 -税", False),
        ("", True),
    ],
)
def test_a_text_holds_what_is_looked_for_or_not(typed: str, *, holds: bool) -> None:
    assert parse(typed).are_in("森林環境譲与税") is holds


def test_nothing_asked_is_false() -> None:
    assert (bool(Words()), bool(parse("-海")), str(Word("OR"))) == (False, True, '"OR"')
