import pytest

from exchange.lib.localcode import is_valid

REAL_CODES = [
    *("062022", "062090", "062138", "063819", "063827", "064017", "064025", "064033", "062057"),
    *("063614", "063622", "063631", "063649", "063657", "063665", "063673", "131032", "131121"),
    *("382141", "104442", "325287", "062014"),
]


@pytest.mark.parametrize("code", REAL_CODES)
def test_a_real_code_is_valid(code: str) -> None:
    assert is_valid(code)


@pytest.mark.parametrize("code", REAL_CODES)
def test_any_other_check_digit_is_not(code: str) -> None:
    valid = [digit for digit in "0123456789" if is_valid(code[:5] + digit)]

    assert valid == [code[5]]


@pytest.mark.parametrize(
    "code", ["", "62022", "0620220", "０６２０２２", "06202a", " 062022", "062022\n", "06202²"]
)
def test_what_is_not_six_ascii_digits_is_not_valid(code: str) -> None:
    assert not is_valid(code)
