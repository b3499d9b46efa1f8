"""Following a change of an event up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange.extensions import db
from exchange.publication.services import follow_up
from tests.factories import a_note, an_event

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.event import Event


def statements_of(event: Event, statements: list[str], at: datetime) -> int:
    """Count what it takes to follow a change up of which nothing has been read before."""
    db.session.commit()
    db.session.expire_all()
    statements.clear()
    follow_up(event, at=at)
    return len(statements)


@pytest.mark.usefixtures("app")
def test_a_change_takes_the_same_number_of_statements_however_many_notes_there_are(
    noon: datetime, statements: list[str]
) -> None:
    one = an_event(notes=[a_note("一つ目", "一行目。", "二行目。")])
    three = an_event(notes=[a_note(heading) for heading in ("一つ目", "二つ目", "三つ目")])

    sent = [statements_of(event, statements, noon) for event in (one, three)]

    assert sent == [sent[0], sent[0]]
