"""The commands `flask outbox …`."""

from __future__ import annotations

import select
import signal
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from exchange.domain.letter import LetterStatus
from exchange.lib import clock
from exchange.outbox import deliver as delivery
from exchange.outbox import queries, services
from exchange.outbox.deliver import Tally
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exchange.config import Mail

LONGEST_PAUSE = 300
"""Seconds between two tries to reach a server that does not answer."""
UNSET = "EXCHANGE_SMTP_URL is not set: letters stay in the outbox."

cli = AppGroup("outbox", help="Letters that wait to be sent.")


@cli.command("deliver")
@click.option("--watch", is_flag=True, help="Go on until SIGTERM or SIGINT.")
@click.option(
    "--interval",
    type=click.FloatRange(min=0.1),
    default=5,
    show_default=True,
    help="Seconds between two looks into the outbox.",
)
def deliver(interval: float, *, watch: bool) -> None:
    """Send the letters that are due, once or again and again.

    What falls due by itself is done before: offers and holds lapse, reminders
    are written. A letter that the server does not take now is tried again
    later; nothing is lost while there is no server. Any number of deliverers
    may run at the same time.
    """
    with _until_told_to_end() as end:
        if watch:
            _watch(end, interval)
        elif not _once(end):
            sys.exit(1)


@cli.command("list")
def list_letters() -> None:
    """Count the letters, and list those that were tried in vain."""
    with unit_of_work():
        counts = queries.counts()
        click.echo(", ".join(f"{counts[status]} {status}" for status in LetterStatus))
        for letter in queries.unsent():
            click.echo(f"{letter.id} {letter.status} {letter.recipient}: {letter.failure}")


@cli.command("retry")
@click.argument("ids", type=int, nargs=-1)
def retry(ids: tuple[int, ...]) -> None:
    """Let letters that failed be tried again: those with the IDS, or all."""
    with unit_of_work():
        count = services.retry(ids, at=clock.now())
    click.echo(f"{count} to be tried again")


def _once(end: _End) -> bool:
    """Send what is due, and tell whether the server could be reached."""
    tally = _round(end)
    with unit_of_work():
        waiting = queries.counts()[LetterStatus.WAITING]
    click.echo(f"{tally}; {waiting} waiting" if _mail().server else f"{UNSET} {waiting} waiting")
    return not tally.trouble


def _watch(end: _End, interval: float) -> None:
    """Look again and again, less often while there is trouble."""
    if not _mail().server:
        click.echo(UNSET)
    troubled = 0
    while not end.is_near:
        try:
            tally = _round(end)
        except DBAPIError as reason:
            tally = Tally(trouble=f"the database does not answer: {reason.orig}")
        if not tally.is_nothing:
            click.echo(tally)
        troubled = troubled + 1 if tally.trouble else 0
        end.wait(_pause(interval, troubled))


def _pause(interval: float, troubled: int) -> float:
    """Tell how many seconds to wait after `troubled` rounds in a row."""
    doublings = min(max(0, troubled - 1), 20)
    return min(interval * (1 << doublings), max(interval, LONGEST_PAUSE))


def _round(end: _End) -> Tally:
    delivery.perform_duties()
    mail = _mail()
    if mail.server is None:
        return Tally()
    return delivery.deliver(mail, mail.server, until=lambda: end.is_near)


def _mail() -> Mail:
    found: Mail = current_app.extensions["mail"]
    return found


class _End:
    """The end of the work, made known by a signal. A signal may come at any moment at all."""

    def __init__(self) -> None:
        self.is_near = False
        self._hearing, self._saying = socket.socketpair()

    def announce(self, *_signal: object) -> None:
        self.is_near = True
        self._saying.send(b".")

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass, or what is left of them when the end is announced."""
        select.select([self._hearing], [], [], seconds)

    def close(self) -> None:
        self._hearing.close()
        self._saying.close()


@contextmanager
def _until_told_to_end() -> Iterator[_End]:
    """Give what SIGTERM and SIGINT announce, so that the letter in hand is finished first."""
    end = _End()
    before = {one: signal.signal(one, end.announce) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield end
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        end.close()
