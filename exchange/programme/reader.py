"""From bytes to a document without faults, or to all of its faults."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

from pydantic import ValidationError

from exchange.programme import rules
from exchange.programme.document import Document
from exchange.programme.faults import Doubled, Fault, Faulty, from_error, shown

if TYPE_CHECKING:
    from exchange.programme.known import Known

LONGEST_NUMBER = 40
"""Digits; a longer number is too large for anything, cut off or not."""


def read(content: bytes, known: Known) -> Document:
    """Read a whole file whose names are those in `known` or its own.

    Raises `Faulty` with every fault in it.
    """
    raw = parse(content)
    known.declare(raw)
    try:
        document = Document.model_validate(raw, context=known)
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False)
        raise Faulty([from_error(error) for error in errors]) from None
    if faults := rules.faults(document, known):
        raise Faulty(faults)
    return document


def parse(content: bytes) -> object:
    """Read JSON in UTF-8, with or without a byte order mark, whatever it says.

    A key that is written twice has a `Doubled` for its value. Raises `Faulty`
    for what is no JSON.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        _refuse(f"byte {reason.start + 1}", "not UTF-8")
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as reason:
        _refuse(f"line {reason.lineno}, column {reason.colno}", f"not JSON: {reason.msg}")
    except RecursionError:
        _refuse("$", "nested too deeply")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys: dict[str, object] = {}
    for key, value in pairs:
        keys[key] = Doubled() if key in keys else value
    return keys


def _integer(digits: str) -> int:
    return int(digits[:LONGEST_NUMBER])


def _refuse_constant(word: str) -> NoReturn:
    _refuse("$", f"not JSON: {shown(word)} is no value")


def _refuse(path: str, what: str) -> NoReturn:
    raise Faulty([Fault(path, what)])
