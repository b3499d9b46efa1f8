"""Delivering: letters that are due are taken one by one, sent, and marked.

Taking and marking are short transactions; no lock is held while a server is
spoken to. Whoever takes a letter moves the moment at which it may be tried
next, so that no other deliverer takes it too. One who dies leaves it to be
taken again after that.

The clock is asked for each letter: a round may last for hours.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import selectinload

from exchange.domain.letter import Letter, LetterStatus
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.lib.personal import normalize_email
from exchange.outbox import compose
from exchange.outbox.transport import (
    Connection,
    Delayed,
    Parcel,
    Rejected,
    Unreachable,
)
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from exchange.config import Mail, MailServer

ANSWERS_OF_A_SERVER = 20
"""More than it ever gives from the greeting to the end of one letter."""
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=2)
TRIES_TO_MARK = 4

log = logging.getLogger(__name__)


@dataclass
class Tally:
    """What came of one round."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    trouble: str = ""
    """What keeps all letters from being sent."""

    @property
    def is_nothing(self) -> bool:
        return not (self.sent or self.delayed or self.failed or self.trouble)

    def __str__(self) -> str:
        counts = f"{self.sent} sent, {self.delayed} delayed, {self.failed} failed"
        return f"{counts}; {self.trouble}" if self.trouble else counts


@dataclass(frozen=True)
class Taken:
    """A letter in hand."""

    id: int
    due_at: datetime
    """The moment until which nobody else takes it."""
    was_due_at: datetime
    parcel: Parcel | None
    fault: str = ""
    """Why there is no parcel."""


def perform_duties() -> None:
    """Do what falls due by itself, such as reminders. What goes wrong does not stop the mail."""
    for duty in current_app.extensions.get("duties", ()):
        try:
            duty(at=clock.now())
        except Exception:
            log.exception("A duty could not be performed; it is tried again in the next round.")


def deliver(mail: Mail, server: MailServer, *, until: Callable[[], bool]) -> Tally:
    """Send every letter that is due now or falls due meanwhile, `until` something ends the round.

    All go over one connection. A server that takes none ends the round, and
    the letters stay due.
    """
    tally = Tally()
    lease = timedelta(seconds=server.timeout) * ANSWERS_OF_A_SERVER
    with Connection(mail, server) as connection:
        while not until() and (taken := take(mail, at=clock.now(), lease=lease)):
            try:
                _send(connection, taken, tally)
            except Unreachable as reason:
                put_back(taken, str(reason))
                tally.trouble = f"{server.host}:{server.port}: {reason}"
                break
    return tally


def _send(connection: Connection, taken: Taken, tally: Tally) -> None:
    if taken.parcel is None:
        mark_failed(taken, taken.fault)
        tally.failed += 1
        return
    connection.open()
    if clock.now() >= taken.due_at:  # the server was so slow that somebody else may have it
        return
    try:
        connection.send(taken.parcel)
    except Delayed as reason:
        mark_delayed(taken, str(reason))
        tally.delayed += 1
    except Rejected as reason:
        mark_failed(taken, str(reason))
        tally.failed += 1
    else:
        mark_sent(taken)
        tally.sent += 1


def take(mail: Mail, *, at: datetime, lease: timedelta) -> Taken | None:
    """Take the letter that has been due for longest; nobody else takes it before `lease` is over."""
    with unit_of_work():
        letter = db.session.scalar(
            select(Letter)
            .where(Letter.status == LetterStatus.WAITING, Letter.due_at <= at)
            .order_by(Letter.due_at, Letter.id)
            .limit(1)
            .options(selectinload(Letter.enclosures))
            .with_for_update(skip_locked=True)
        )
        if letter is None:
            return None
        was_due_at, letter.due_at = letter.due_at, at + lease
        try:
            content = compose.message(letter, mail.sender, site().zone)
        except compose.Unwritable as reason:
            return Taken(letter.id, letter.due_at, was_due_at, None, str(reason))
        parcel = Parcel(normalize_email(letter.recipient), content.as_bytes())
        return Taken(letter.id, letter.due_at, was_due_at, parcel)


def put_back(taken: Taken, reason: str) -> None:
    """Let the letter be taken at once again: it was not its fault."""

    def change(letter: Letter) -> None:
        letter.due_at = taken.was_due_at
        letter.failure = reason

    _mark(taken, change)


def mark_sent(taken: Taken) -> None:
    """Write that the letter is sent, even where that took so long that somebody else has it."""

    def change(letter: Letter) -> None:
        letter.status = LetterStatus.SENT
        letter.sent_at = clock.now()
        letter.attempts += 1
        letter.failure = ""

    _mark(taken, change, even_if_lost=True)


def mark_failed(taken: Taken, reason: str) -> None:
    def change(letter: Letter) -> None:
        letter.status = LetterStatus.FAILED
        letter.attempts += 1
        letter.failure = reason

    _mark(taken, change)


def mark_delayed(taken: Taken, reason: str) -> None:
    """Let the letter be tried again, each time after twice as long."""

    def change(letter: Letter) -> None:
        letter.attempts += 1
        letter.due_at = clock.now() + delay(letter.attempts)
        letter.failure = reason

    _mark(taken, change)


def delay(attempts: int) -> timedelta:
    """Tell how long to wait after `attempts` in vain, counted from 1."""
    doublings = min(attempts - 1, 20)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _mark(taken: Taken, change: Callable[[Letter], None], *, even_if_lost: bool = False) -> None:
    """Write what became of a letter, unless it is gone or somebody else has it meanwhile.

    What was sent and is not marked would be sent again, so a busy database is asked repeatedly.
    """
    mine = select(Letter).where(Letter.id == taken.id, Letter.status == LetterStatus.WAITING)
    if not even_if_lost:
        mine = mine.where(Letter.due_at == taken.due_at)
    for tries_left in reversed(range(TRIES_TO_MARK)):
        try:
            with unit_of_work():
                letter = db.session.scalar(mine.with_for_update())
                if letter is not None:
                    change(letter)
        except OperationalError:
            if not tries_left:
                raise
        else:
            return
