"""Readings, phone numbers and mail addresses, brought to one form.

Names of people are never touched: 髙, 﨑, 𠮷 and 神 stay as they were typed.
"""

import re
import unicodedata

_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_TO_HIRAGANA = {katakana: hiragana for hiragana, katakana in _TO_KATAKANA.items()}
_VOICE_MARKS = {0x309B: 0x3099, 0x309C: 0x309A}  # as typed after a kana, to the combining ones
_DASHES = "-‐‑‒–—―−─ー"  # noqa: RUF001  # what people type for a dash or a long vowel
_TO_LONG_VOWEL = str.maketrans(dict.fromkeys(_DASHES, "ー"))
_TO_HYPHEN = str.maketrans(dict.fromkeys(_DASHES, "-"))

_READING = re.compile(r"[ァ-ヺヽヾー・ ]*[ァ-ヺ][ァ-ヺヽヾー・ ]*")

_LONGEST_INPUT = 1000
_EXTENSION = re.compile(r"[\s(,-]*(?:内線|EXT\.?)[\s:.]*([0-9]{1,6})\s*\)?\s*$")
_BETWEEN_DIGITS = re.compile(r"[\s().-]+")
_PHONE = re.compile(r"(?:0|\+[1-9])[0-9]*(?:-[0-9]+)*")
_PHONE_DIGITS = range(9, 16)

_LONGEST_EMAIL = 254
_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])"
)


def katakana(text: str) -> str:
    """Write a reading in full-width katakana, the form in which readings are stored and sorted.

    Hiragana and half-width kana are converted, dashes become ー, spaces become single.
    What is not kana stays; `is_reading` tells whether there is any.
    """
    composed = unicodedata.normalize("NFKC", text.translate(_VOICE_MARKS))
    return " ".join(composed.translate(_TO_KATAKANA).translate(_TO_LONG_VOWEL).split())


def hiragana(text: str) -> str:
    """Write a reading in hiragana, the form in which readings are shown."""
    return katakana(text).translate(_TO_HIRAGANA)


def is_reading(text: str) -> bool:
    """Tell whether `text` is a reading: kana, with ー, ・ and spaces, of any width."""
    return _READING.fullmatch(katakana(text)) is not None


def normalize_phone(text: str) -> str:
    """Write a phone number in half width, its parts joined by hyphens: `0238-22-5111`.

    An extension, typed as 内線1234 behind it, follows after a space: `0238-22-5111 内線1234`.
    Where no parts were typed none are made. Raises `ValueError` for what is no number with an
    area code: it begins with 0 or +, and has 9 to 15 digits (ITU-T E.164).
    """
    if len(text) > _LONGEST_INPUT:
        raise ValueError("not a phone number")
    typed = unicodedata.normalize("NFKC", text).translate(_TO_HYPHEN).upper()
    extension = _EXTENSION.search(typed)
    if extension:
        typed = typed[: extension.start()]
    number = _BETWEEN_DIGITS.sub("-", typed).strip("-")
    if not _PHONE.fullmatch(number) or sum(map(str.isdigit, number)) not in _PHONE_DIGITS:
        raise ValueError("not a phone number")
    return f"{number} 内線{extension[1]}" if extension else number


def normalize_email(text: str) -> str:
    """Write a mail address in half width and lower case.

    The local part too: no mail system in use tells its case apart, and a person must find
    their registration whichever way they typed it.

    Raises `ValueError` for what has not the form `a@b.c`, is not ASCII after the change of
    width, or is longer than 254 characters (RFC 5321, 4.5.3.1.3, less the angle brackets).
    """
    if len(text) > _LONGEST_INPUT:
        raise ValueError("not a mail address")
    address = unicodedata.normalize("NFKC", text).strip().lower()
    if len(address) > _LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        raise ValueError("not a mail address")
    return address
