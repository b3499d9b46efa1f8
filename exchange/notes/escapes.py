r"""Text in which signs have no meaning: a backslash before them, or the number of the character.

A backslash counts only where there would be a sign without it, and at \⏎ (a line break within a
line) and \u{3000}. Elsewhere it is one: 500\ and \\server\share stay what they are.
"""

from __future__ import annotations

import re

from exchange.notes.bullets import SIGN

_AT_START = rf"(?=\\*+(?:{SIGN}|【提案】))"
_AT_MARK = r"(?=\\*+[＠@＃#]\S)"
_SIGN = re.compile(rf"\A{_AT_START}|(?<=\s){_AT_MARK}")
_ESCAPED_SIGN = re.compile(rf"\A\\{_AT_START}|(?<=\s)\\{_AT_MARK}")

_SPACES = "\t\n\r" + "".join(char for char in map(chr, range(0x20, 0x3001)) if char.isspace())
_CODES = {f"u{{{ord(char):x}}}": char for char in _SPACES + "（()）＠@＃#。"} | {"⏎": "\n"}
_NAMES = {char: name for name, char in _CODES.items()}
_NAME = "|".join(map(re.escape, _CODES))
_CODE = re.compile(rf"(?<!\\)(\\++)({_NAME})")
_TO_ENCODE = rf"(?<!\\)(\\*+)(?:(?={_NAME})|(%s))"
_BREAKS_AND_ENDS = re.compile(_TO_ENCODE % rf"[\n\r]|\A[{_SPACES}]|[{_SPACES}]\Z")
_ALL_IN_A_MARK = re.compile(_TO_ENCODE % f"[{''.join(_NAMES)}]")


def escape_signs(text: str) -> str:
    """Put a backslash before whatever could be a sign."""
    return _SIGN.sub(r"\\", text)


def unescape_signs(text: str) -> str:
    return _ESCAPED_SIGN.sub("", text)


def encode(text: str) -> str:
    """Write text in one row, with nothing at its ends that is taken off."""
    return _BREAKS_AND_ENDS.sub(_encoded, text)


def encode_all(text: str) -> str:
    """Write text without any of the characters that end or divide a mark such as ＠佐藤 花子."""
    return _ALL_IN_A_MARK.sub(_encoded, text)


def decode(text: str) -> str:
    return _CODE.sub(_decoded, text)


def _encoded(found: re.Match[str]) -> str:
    backslashes, char = found.groups()
    return 2 * backslashes + (f"\\{_NAMES[char]}" if char else "")


def _decoded(found: re.Match[str]) -> str:
    backslashes, name = found.groups()
    kept, is_code = divmod(len(backslashes), 2)
    return "\\" * kept + (_CODES[name] if is_code else name)
