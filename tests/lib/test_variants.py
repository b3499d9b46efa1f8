"""The table of variant letters: what it must be for a fold, and letters everybody meets."""

from __future__ import annotations

import unicodedata

import pytest

from exchange.lib.text import fold
from exchange.lib.variants import FAMILIES, LETTERS, RADICALS


def test_a_letter_stands_in_one_family_alone() -> None:
    letters = "".join(FAMILIES.split())

    assert len(letters) == len(set(letters))


def test_what_a_variant_is_folded_to_is_no_variant() -> None:
    assert {letter for letter in LETTERS.values() if ord(letter) in LETTERS} == set()


def test_normalization_leaves_nothing_of_the_table_to_do() -> None:
    letters = "".join((FAMILIES + RADICALS).split())

    assert unicodedata.normalize("NFKC", letters) == letters


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("藤澤", "藤沢"),
        ("渡邉 渡邊", "渡辺 渡辺"),
        ("𠮷野家", "吉野家"),
        ("圡屋", "土屋"),
        ("齋藤", "斎藤"),
        ("龍馬", "竜馬"),
        ("⻑井市", "長井市"),
        ("⻱山", "亀山"),
    ],
)
def test_variants_are_folded_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("斉藤", "斎藤"), ("己", "巳"), ("未", "末")])
def test_letters_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)
