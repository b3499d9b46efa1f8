"""Eight processes at once: people come and go while the organizer changes the capacity."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from datetime import date
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from exchange.domain.account import Role
from exchange.domain.change import Change, ChangeKind
from exchange.domain.letter import Letter, LetterKind
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.extensions import db
from tests.conftest import looking_into
from tests.enrollment.storm import CAPACITIES, REQUESTS, Part, Told
from tests.factories import PASSWORD, a_day, an_account, an_open_event, an_organization
from tests.processes import ROOT, Visitor, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from exchange.domain.event import Event

PROCESSES = 8
PLACES = max(CAPACITIES)
ALL_ANSWERS = (PROCESSES - 1) * REQUESTS + REQUESTS // 2
FAR_OFF = date(2099, 9, 26)
FIRST_LETTERS = [LetterKind.CONFIRMED, LetterKind.WAITING]
CONFIRMED, WAITING = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING


def parts(event: Event) -> list[Part]:
    """Cast eight processes: six sorts of visitors, a coordinator, and the organizer."""
    body = an_organization()
    coordinator = an_account(Role.COORDINATOR, organization=body)
    organizer = an_account(Role.ORGANIZER)
    visitor = Part(0, 0, f"/trainings/{event.key}", body.address, password=PASSWORD)
    return [
        *(replace(visitor, number=number) for number in range(PROCESSES - 2)),
        replace(visitor, number=PROCESSES - 2, email=coordinator.email),
        replace(visitor, number=PROCESSES - 1, email=organizer.email, does="rearrange"),
    ]


def storm(
    cast: Sequence[Part], *, until: Callable[[int], object] = lambda _count: None
) -> list[Told]:
    """Let all parts perform at once, and give what they were answered, one by one to `until`."""
    lines: SimpleQueue[str | None] = SimpleQueue()
    answers: list[Told] = []
    with ExitStack() as stack:
        for part in cast:
            process = stack.enter_context(_performing(part))
            Thread(target=_pass_on, args=(process, lines), daemon=True).start()
        gone = 0
        while gone < len(cast):
            line = lines.get(timeout=120)
            if line is None:
                gone += 1
            else:
                answers.append(Told(**json.loads(line)))
                until(len(answers))
    return answers


@contextmanager
def _performing(part: Part) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.enrollment.storm", json.dumps(asdict(part))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own command
        try:
            yield process
        finally:
            process.kill()


def _pass_on(process: subprocess.Popen[str], lines: SimpleQueue[str | None]) -> None:
    assert process.stdout
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def everybody(event_id: int) -> list[Registration]:
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event_id)
            .order_by(Registration.queued_at, Registration.id)
        )
    )


def require_all_is_right(event_id: int, answers: Sequence[Told], *, is_whole: bool) -> None:
    """Compare what people were told with what the database holds."""
    people = everybody(event_id)
    by_page = {f"/registrations/{one.token}": one for one in people}
    registered = [told for told in answers if told.verb == "register" and told.status == 303]
    cancelled = [told for told in answers if told.verb == "cancel" and told.status == 303]
    assert [told for told in registered if by_page[told.location].email != told.email] == []
    assert {by_page[told.location].status for told in cancelled} <= {RegistrationStatus.CANCELLED}

    confirmed = [one for one in people if one.status is CONFIRMED]
    waiting = [one for one in people if one.status is WAITING]
    assert len(confirmed) <= PLACES
    assert len({one.email for one in [*confirmed, *waiting]}) == len(confirmed) + len(waiting)
    if confirmed and waiting:
        assert max(one.queued_at for one in confirmed) < min(one.queued_at for one in waiting)
    assert _counted(Change, Change.kind == ChangeKind.MADE) == len(people)
    assert _counted(Letter, Letter.kind.in_(FIRST_LETTERS)) == len(people)
    if is_whole:
        assert len(registered) == len(people)
        assert len(confirmed) == min(PLACES, len(confirmed) + len(waiting))


def _counted(table: type, condition: object) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(condition)) or 0  # type: ignore[arg-type]


def test_a_storm_never_oversells_nor_loses_a_place(database_url: str, tmp_path: Path) -> None:
    with looking_into(database_url):
        event = an_open_event(capacity=PLACES, days=[a_day(FAR_OFF)])
        cast, event_id = parts(event), event.id

    with serving(database_url, tmp_path / "log", workers=PROCESSES, threads=1) as server:
        answers = storm([replace(part, port=server.port) for part in cast])

    changes = [told for told in answers if told.verb == "rearrange"]
    assert len(answers) == ALL_ANSWERS
    assert {told.status for told in answers if told not in changes} == {303}
    assert [told.status for told in changes].count(303) > 0
    assert len(server.processes) == PROCESSES
    with looking_into(database_url):
        require_all_is_right(event_id, answers, is_whole=True)


def test_nothing_that_was_answered_is_lost_when_the_server_is_killed(
    database_url: str, tmp_path: Path
) -> None:
    with looking_into(database_url):
        event = an_open_event(capacity=PLACES, days=[a_day(FAR_OFF)])
        cast, event_id = parts(event), event.id

    with serving(database_url, tmp_path / "log", workers=PROCESSES, threads=1) as server:
        answers = storm(
            [replace(part, port=server.port) for part in cast],
            until=lambda count: server.kill() if count == 150 else None,
        )

    assert 150 <= len(answers) < ALL_ANSWERS
    with looking_into(database_url):
        require_all_is_right(event_id, answers, is_whole=False)
    with serving(database_url, tmp_path / "log", workers=1) as server:
        page = Visitor(server).get(f"/trainings/{event.key}")
        assert page.status == 200
