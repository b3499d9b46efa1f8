"""The six-digit codes of prefectures and municipalities."""

import re

_SIX_DIGITS = re.compile(r"[0-9]{6}")
_WEIGHTS = (6, 5, 4, 3, 2)


def is_valid(code: str) -> bool:
    """Tell whether `code` is six ASCII digits, the last of them the right check digit.

    Codes are text: 山形県米沢市 is `"062022"`, with its leading zero.

    Source: 総務省「全国地方公共団体コード」, which computes the check digit modulo 11.
    """
    if not _SIX_DIGITS.fullmatch(code):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False))
    return int(code[-1]) == (11 - total % 11) % 10
