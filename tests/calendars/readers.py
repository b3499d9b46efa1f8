"""Four foreign programs that read a feed, each giving what it understood as the same plain rows."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vobject
from ical.calendar_stream import IcsCalendarStream

from tests.calendars.libical import Libical
from tests.calendars.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NODE = Path(__file__).parent.parent / "node"


class NotAccepted(AssertionError):
    """A reader found fault with a feed."""


@dataclass(frozen=True)
class Reader:
    """A foreign program, and how to have a feed read by it."""

    name: str
    _read: Callable[[bytes], list[Row]]

    def __call__(self, octets: bytes) -> list[Row]:
        """Give the rows of a feed in their order. Raises `NotAccepted`, whatever the fault is."""
        try:
            return self._read(octets)
        except Exception as fault:
            raise NotAccepted(f"{self.name}: {type(fault).__name__}: {fault}") from fault


@contextmanager
def foreign_readers() -> Iterator[list[Reader]]:
    """Give all four, ready to read as long as the block runs.

    Raises `FileNotFoundError` for what is not installed: without it nothing is proved.
    """
    with ExitStack() as stack:
        yield [
            Reader("libical", Libical().read),
            Reader("ical.js", stack.enter_context(ical_js())),
            Reader("vobject", by_vobject),
            Reader("ical", by_ical),
        ]


def by_vobject(octets: bytes) -> list[Row]:
    calendar = vobject.readOne(octets.decode())
    calendar.validate(raiseException=True)

    def text(event: Any, name: str) -> str:
        line = getattr(event, name, None)
        return line.value if line else ""

    return [
        Row(
            text(event, "uid"),
            _moment(event.dtstart.value),
            _moment(event.dtend.value),
            *(text(event, name) for name in ("summary", "status", "location", "description")),
        )
        for event in getattr(calendar, "vevent_list", [])
    ]


def by_ical(octets: bytes) -> list[Row]:
    return [
        Row(
            event.uid,
            _moment(event.dtstart),
            _moment(event.end),
            event.summary,
            event.status or "",
            event.location or "",
            event.description or "",
        )
        for event in IcsCalendarStream.calendar_from_ics(octets.decode()).events
    ]


@contextmanager
def ical_js() -> Iterator[Callable[[bytes], list[Row]]]:
    """Keep one Node.js that reads a feed a line."""
    node = shutil.which("node")
    if node is None:
        raise FileNotFoundError("Missing on this machine: node (Node.js). See CONTRIBUTING.md.")
    if not (NODE / "node_modules" / "ical.js").is_dir():
        raise FileNotFoundError("Missing: ical.js. Run make readers.")
    with subprocess.Popen(  # noqa: S603  # what the PATH names
        [node, NODE / "read.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        questions, answers = process.stdin, process.stdout
        assert questions
        assert answers

        def read(octets: bytes) -> list[Row]:
            questions.write(json.dumps(octets.decode()).encode() + b"\n")
            questions.flush()
            answer = json.loads(answers.readline())
            if "error" in answer:
                raise ValueError(answer["error"])
            return [_row(**fields) for fields in answer["rows"]]

        yield read


def _row(*, start: str, end: str, **texts: str) -> Row:
    return Row(start=_written(start), end=_written(end), **texts)


def _written(moment: str) -> date:
    return datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment)


def _moment(value: date | None) -> date:
    if not isinstance(value, datetime):
        assert value is not None, "no time at all"
        return value
    assert value.tzinfo is not None, f"{value} floats"
    return value.astimezone(UTC)
