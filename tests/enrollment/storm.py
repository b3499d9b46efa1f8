"""One person's part in a storm: a process that sends requests until it is done or cut off.

Each answer is told at once, as a line of JSON, so that whoever listens knows what was
answered even if the server ends in the middle.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from http.client import HTTPException
from itertools import cycle
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Literal

from tests.processes import Server, Visitor
from tests.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.processes import Answer

REQUESTS = 50
CAPACITIES = (20, 30, 25, 10, 30)
"""What the organizer sets in turn. Never more than 30."""


@dataclass(frozen=True)
class Part:
    """Who takes part, and where."""

    port: int
    number: int
    event: str
    """The path of the event's page."""
    organization: str
    email: str = ""
    """Who signs in, if anybody."""
    password: str = ""
    does: Literal["register", "rearrange"] = "register"


@dataclass(frozen=True)
class Told:
    """What one request was answered."""

    verb: Literal["register", "cancel", "rearrange"]
    status: int
    location: str = ""
    email: str = ""


def perform(part: Part) -> None:
    visitor = Visitor(Server(port=part.port, log=Path()))
    if part.email:
        visitor.post("/login", {"email": part.email, "password": part.password})
    acts = _registering(part, visitor) if part.does == "register" else _rearranging(part, visitor)
    try:
        for told in acts:
            sys.stdout.write(json.dumps(asdict(told)) + "\n")
            sys.stdout.flush()
    except (OSError, HTTPException):  # the server is gone
        return


def _registering(part: Part, visitor: Visitor) -> Iterator[Told]:
    """Register people, and withdraw some of them again."""
    chance = Random(part.number)  # noqa: S311  # the same in every run
    form = f"{part.event}/register"
    token = visitor.open_form(form)
    held: list[tuple[str, str]] = []
    for number in range(REQUESTS):
        if held and chance.random() < 0.4:
            email, page = held.pop(chance.randrange(len(held)))
            answer = visitor.post(f"{page}/cancel", {}, token=token)
            yield Told("cancel", answer.status, answer.location, email)
        else:
            email = f"p{part.number}-{number}@example.lg.jp"
            answer = visitor.post(form, _entries(part, number, email), token=token)
            if answer.status == 303:
                held.append((email, answer.location))
            yield Told("register", answer.status, answer.location, email)


def _entries(part: Part, number: int, email: str) -> dict[str, str]:
    return {
        "family_name": "髙橋",
        "given_name": f"{number}郎",
        "family_kana": "タカハシ",
        "given_kana": "ロウ",
        "organization": part.organization,
        "email": email,
        "mode": "onsite",
    }


def _rearranging(part: Part, visitor: Visitor) -> Iterator[Told]:
    """Change the capacity of the event, again and again; each takes two requests."""
    page = f"/manage{part.event}/edit"
    for capacity in (
        value for _, value in zip(range(REQUESTS // 2), cycle(CAPACITIES))
    ):  # cycle has no end
        answer = _with_capacity(visitor, page, capacity)
        yield Told("rearrange", answer.status, answer.location)
    _with_capacity(visitor, page, max(CAPACITIES))


def _with_capacity(visitor: Visitor, page: str, capacity: int) -> Answer:
    fields = typed(visitor.get(page))
    token = fields["csrf_token"][0]
    return visitor.post(page, {**fields, "capacity": [str(capacity)]}, token=token)


if __name__ == "__main__":
    perform(Part(**json.loads(sys.argv[1])))
