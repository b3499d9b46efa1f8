"""Faults: what is wrong in a file, and where, in words for whoever wrote it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import ErrorDetails

LONGEST_SHOWN = 60
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_WORDINGS = {
    "missing": "missing",
    "extra_forbidden": "unknown key",
    "string_type": "{value} is not text",
    "bool_type": "{value} is neither true nor false",
    "list_type": "{value} is not a list",
    "model_type": "{value} is not an object",
    "enum": "{value} is not one of {expected}",
    "literal_error": "{value} is not {expected}",
}
"""How each of pydantic's types of error is said here."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `path` leads to it, `what` says it."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


class Faulty(Exception):
    """A file that cannot be taken in, with every fault found in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class Doubled:
    """Stands for the value of a key that is written twice in one object."""


def path(steps: Iterable[str | int]) -> str:
    """Write the way to a value: `events[3].days[0].start`; the whole file is `$`."""
    written = ""
    for step in steps:
        if isinstance(step, int):
            written += f"[{step}]"
        elif _PLAIN_KEY.fullmatch(step):
            written += f".{step}"
        else:
            written += f"[{shown(step)}]"
    return written.removeprefix(".") or "$"


def shown(value: object) -> str:
    """Write `value` as JSON that is safe to print, shortened where it is long."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    if isinstance(value, str) and len(value) > LONGEST_SHOWN:
        value = value[:LONGEST_SHOWN] + "…"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def from_error(error: ErrorDetails) -> Fault:
    """Say one of pydantic's errors in our words."""
    where = path(error["loc"])
    value = error["input"]
    if isinstance(value, Doubled):
        return Fault(where, "the key is written twice")
    wording = _WORDINGS.get(error["type"])
    if wording is None:
        return Fault(where, error["msg"])
    expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
    return Fault(where, wording.format(value=shown(value), expected=expected))
