from collections.abc import Callable

import pytest
from hypothesis import given

from exchange.lib.personal import (
    hiragana,
    is_reading,
    katakana,
    normalize_email,
    normalize_phone,
)
from tests.lib.strategies import typed_text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("やまがた", "ヤマガタ"),
        ("ﾔﾏｶﾞﾀ ﾊﾟｰﾙ", "ヤマガタ パール"),
        ("か\u3099き゛は゜", "ガギパ"),
        (" じょ－じ　　ば‐く ", "ジョージ バーク"),
        ("ゔぁん・ゝゞ", "ヴァン・ヽヾ"),
        ("山形", "山形"),
    ],
)
def test_katakana_is_full_width_and_composed(typed: str, stored: str) -> None:
    assert katakana(typed) == stored


def test_hiragana_shows_a_stored_reading() -> None:
    assert hiragana("ヤマガタ ジョージ・ヴァン") == "やまがた じょーじ・ゔぁん"


@pytest.mark.parametrize(
    "text", ["やまがた", "ヤマガタ　タロウ", "ﾔﾏｶﾞﾀ", "ジョン・スミス", "ー ア"]
)
def test_kana_is_a_reading(text: str) -> None:
    assert is_reading(text)


@pytest.mark.parametrize(
    "text", ["", " ", "ー", "・", "山形", "Yamagata", "ヤマ1", "ヤ\nマ\0", "ヤ・!"]
)
def test_anything_else_is_no_reading(text: str) -> None:
    assert not is_reading(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0238-22-5111", "0238-22-5111"),
        ("０２３８－２２－５１１１", "0238-22-5111"),
        ("０２３８ー２２―５１１１", "0238-22-5111"),
        ("0238（22）5111", "0238-22-5111"),
        ("(03) 3578-2111", "03-3578-2111"),
        ("0238225111", "0238225111"),
        ("+81 238 22 5111", "+81-238-22-5111"),
        ("0238-22-5111 内線１２３", "0238-22-5111 内線123"),
        ("0238-22-5111（内線 2301）", "0238-22-5111 内線2301"),
        ("0238-22-5111 ext. 12", "0238-22-5111 内線12"),
    ],
)
def test_a_phone_number_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert normalize_phone(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "-", "119", "22-5111", "0238-22-5111 か 5112", "0" * 16, "内線123", "+0238225111"]
)
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a phone number"):
        normalize_phone(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("taro@example.lg.jp", "taro@example.lg.jp"),
        ("　Ｔａｒｏ＠Example.LG.JP ", "taro@example.lg.jp"),
        ("a+b.c'd@x-y.jp", "a+b.c'd@x-y.jp"),
    ],
)
def test_a_mail_address_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert normalize_email(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "taro",
        "taro@",
        "@example.jp",
        "taro@example",
        "taro@-example.jp",
        "taro@example..jp",
        "ta ro@example.jp",
        "taro@example.jp\nBcc: all@example.jp",
        "taro\0@example.jp",
        "太郎@example.jp",
        "taro@例え.jp",
        "Taro <taro@example.jp>",
        "a@example.jp,b@example.jp",
        "a" * 64 + "@" + "b" * 62 + ".jp" * 64,
        "a" * 65 + "@example.jp",
    ],
)
def test_what_is_no_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        normalize_email(typed)


@pytest.mark.parametrize("normalize", [normalize_phone, normalize_email])
@given(text=typed_text)
def test_normalizing_any_text_is_refused_or_done_for_good(
    normalize: Callable[[str], str], text: str
) -> None:
    try:
        normalized = normalize(text)
    except ValueError:
        return

    assert normalize(normalized) == normalized


@given(text=typed_text)
def test_a_reading_survives_being_shown_and_typed_again(text: str) -> None:
    stored = katakana(text)

    assert (katakana(stored), katakana(hiragana(stored))) == (stored, stored)
