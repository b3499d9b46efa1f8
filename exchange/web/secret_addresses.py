"""Addresses that are secrets: whoever knows the token in one may enter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.routing import Map

VARIABLE = re.compile(r"<(?:(?P<converter>\w+)[^<>]*:)?[^<>]+>")
"""A gap in a route: `<slug>`, `<token:token>`, `<any(csv, json):kind>`."""
GAP = re.compile(r"<[^<>]+>")
LONG = r"[\w~%-]{16,}"
"""What may be a token, as it is or with %XX. Ours are longer; what is shorter stays readable:
`/manage/…/registrations/12`, and `registrations/views.py` in a traceback."""


@dataclass(frozen=True)
class SecretAddresses:
    """All addresses that begin with one of `heads` and go on with a token."""

    heads: frozenset[str]
    """What stands before the token in a route: `/registrations/`."""

    @classmethod
    def of(cls, routes: Map) -> SecretAddresses:
        """Find the routes with a `<token:…>`."""
        return cls(frozenset(_heads(routes)))

    def __or__(self, other: SecretAddresses) -> SecretAddresses:
        return SecretAddresses(self.heads | other.heads)

    def hold(self, path: str) -> bool:
        """Tell whether `path` is one of them, whether or not it leads anywhere."""
        return self._head.match(path) is not None

    def mask(self, text: str) -> str:
        """Write `…` for the token of each of them in `text`, a line of a log for example."""
        plain = text.lower()
        if "%" not in plain and not any(word in plain for word in self._words):
            return text  # nearly all that is logged: a tenth of the time
        return self._secret.sub(r"\1…", text)

    @cached_property
    def _words(self) -> list[str]:
        """One word of each head, without which no address begins with it."""
        return [max(re.split("/|" + GAP.pattern, head), key=len).lower() for head in self.heads]

    @cached_property
    def _head(self) -> re.Pattern[str]:
        return re.compile(self._any_head, re.IGNORECASE)

    @cached_property
    def _secret(self) -> re.Pattern[str]:
        return re.compile(f"({self._any_head}){LONG}", re.IGNORECASE)

    @property
    def _any_head(self) -> str:
        # The slash stands first and alone, so that most of a text is passed over quickly.
        anything = "|".join(_spelled(head[1:]) for head in sorted(self.heads)) or "(?!)"
        return f"{_spelled('/')}(?:{anything})"


def _heads(routes: Map) -> Iterator[str]:
    for rule in routes.iter_rules():
        for gap in VARIABLE.finditer(rule.rule):
            if gap["converter"] == "token":
                yield rule.rule[: gap.start()]


def _spelled(head: str) -> str:
    """Give a pattern for every way to write `head` that the server understands as the same."""
    return r"[^/\s]+".join("".join(map(_letter, part)) for part in GAP.split(head))


def _letter(letter: str) -> str:
    """Match `letter` as it is or as %XX, also where an address stands in another one: %25XX."""
    either = f"(?:{re.escape(letter)}|%(?:25)*{ord(letter):02X})"
    return f"{either}+" if letter == "/" else either  # // is / as well


def init_app(app: Flask) -> None:
    """Learn them from the routes, when all are there."""
    app.extensions["secret_addresses"] = SecretAddresses.of(app.url_map)
