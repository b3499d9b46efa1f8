"""What was read before the lock is read again where the event was changed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import set_committed_value

from exchange.domain.question import QuestionKind
from exchange.seating.services import lock
from tests.factories import a_question, an_open_event

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event


def _as_read_earlier(event: Event, *, revision: int) -> None:
    """Make `event` and its question look as somebody saw them who then waited for the lock."""
    set_committed_value(event, "capacity", 1)
    set_committed_value(event, "revision", revision)
    set_committed_value(event.questions[0], "text", "昔の質問")


def test_lock_reads_a_changed_event_and_its_parts_again(app: Flask) -> None:
    event = an_open_event(capacity=5)
    a_question(event, QuestionKind.YES_NO, text="お弁当")
    _as_read_earlier(event, revision=event.revision - 1)

    locked = lock(event)

    assert (locked.capacity, locked.questions[0].text) == (5, "お弁当")


def test_lock_reads_nothing_again_where_nothing_was_changed(
    app: Flask, statements: list[str]
) -> None:
    event = an_open_event(capacity=5)
    days = event.live_days
    statements.clear()

    locked = lock(event)

    assert (locked.capacity, locked.live_days) == (5, days)
    assert len(statements) == 1
