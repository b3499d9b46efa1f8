"""Several deliverers at once, in processes of their own, and some that end in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.letter import Letter, LetterStatus
from exchange.extensions import db
from exchange.lib import clock
from tests.factories import a_letter
from tests.outbox.mail_server import PATIENCE, TAKEN, Pause, running
from tests.processes import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from flask import Flask

    from tests.outbox.conftest import Connect
    from tests.outbox.mail_server import MailServer

LETTERS = 60
DELIVERERS = 4
WAITING, SENT = LetterStatus.WAITING, LetterStatus.SENT


class Deliverer:
    """A process that runs `flask outbox deliver`."""

    def __init__(self, database_url: str, server: MailServer, *options: str) -> None:
        settings = {
            "EXCHANGE_DATABASE_URL": database_url,
            "EXCHANGE_SMTP_URL": server.url,
            "EXCHANGE_SECRET_KEY": "for tests alone",
        }
        self.process = subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, "-m", "flask", "outbox", "deliver", *options],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            text=True,
        )

    def end(self, sign: signal.Signals | None = None) -> tuple[int, list[str]]:
        """Wait for the end, after `sign` if one is given; give exit status and lines printed."""
        if sign:
            self.process.send_signal(sign)
        output, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, output.splitlines()

    def next_line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().rstrip("\n")


@contextmanager
def deliverers(
    number: int, database_url: str, server: MailServer, *options: str
) -> Iterator[list[Deliverer]]:
    """Start deliverers; none outlives the block."""
    started = [Deliverer(database_url, server, *options) for _ in range(number)]
    try:
        yield started
    finally:
        for one in started:
            one.process.kill()
            one.process.communicate()


def letters_to_send(number: int) -> list[str]:
    """Make letters, and give their Message-IDs in the order in which they are due."""
    now = clock.now()
    letters = [a_letter(written_at=now - timedelta(seconds=number - one)) for one in range(number)]
    ids = [one.message_id for one in letters]
    db.session.commit()
    return ids


def statuses() -> list[LetterStatus]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter.status).order_by(Letter.id)))


def test_several_deliverers_send_each_letter_once(
    app: Flask, database_url: str, mail_server: MailServer
) -> None:
    ids = letters_to_send(LETTERS)
    first_of_each = [Pause() for _ in range(DELIVERERS)]
    mail_server.to_data = [*first_of_each]

    with deliverers(DELIVERERS, database_url, mail_server) as started:
        for pause in first_of_each:
            pause.wait_until_reached()
        for pause in first_of_each:
            pause.end()
        ends = [one.end() for one in started]

    assert sorted(mail_server.message_ids) == sorted(ids)
    assert statuses() == [SENT] * LETTERS
    assert len(mail_server.greeted) == DELIVERERS
    assert [status for status, _ in ends] == [0] * DELIVERERS
    assert sum(int(lines[0].split()[0]) for _, lines in ends) == LETTERS


def test_a_deliverer_that_is_killed_loses_nothing(
    app: Flask,
    database_url: str,
    mail_server: MailServer,
    connect: Connect,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = letters_to_send(LETTERS)
    in_the_middle = Pause()
    mail_server.to_data = [*[TAKEN] * 4, in_the_middle]

    with deliverers(1, database_url, mail_server, "--watch") as (victim,):
        in_the_middle.wait_until_reached()
        victim.end(signal.SIGKILL)
    with deliverers(2, database_url, mail_server) as heirs:
        ends = [one.end() for one in heirs]

    assert [status for status, _ in ends] == [0, 0]
    assert statuses() == [*[SENT] * 4, WAITING, *[SENT] * (LETTERS - 5)]
    connect(mail_server.url)
    after_the_lease = clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: after_the_lease)
    app.test_cli_runner().invoke(args=["outbox", "deliver"])
    in_the_middle.end()
    assert statuses() == [SENT] * LETTERS
    assert sorted(mail_server.message_ids) == sorted(ids)


def test_a_watching_deliverer_finishes_the_letter_in_hand_and_ends(
    app: Flask, database_url: str, mail_server: MailServer
) -> None:
    first, _ = letters_to_send(2)
    in_the_middle = Pause()
    mail_server.to_data = [in_the_middle]

    with deliverers(1, database_url, mail_server, "--watch") as (one,):
        in_the_middle.wait_until_reached()
        one.process.send_signal(signal.SIGTERM)
        in_the_middle.end()
        end = one.end()

    assert end == (0, ["1 sent, 0 delayed, 0 failed"])
    assert mail_server.message_ids == [first]
    assert statuses() == [SENT, WAITING]


def test_a_watching_deliverer_sees_what_is_posted_later_and_ends_at_rest(
    app: Flask, database_url: str, mail_server: MailServer
) -> None:
    letters_to_send(1)

    with deliverers(1, database_url, mail_server, "--watch", "--interval=0.1") as (one,):
        first = one.next_line()
        letters_to_send(2)
        second = one.next_line()
        end = one.end(signal.SIGINT)

    assert [first, second] == ["1 sent, 0 delayed, 0 failed", "2 sent, 0 delayed, 0 failed"]
    assert end == (0, [])


def test_a_watching_deliverer_waits_for_the_server_to_come_back(
    app: Flask, database_url: str, absent_server: MailServer
) -> None:
    ids = letters_to_send(3)

    with deliverers(1, database_url, absent_server, "--watch", "--interval=0.1") as (one,):
        away = one.next_line()
        with running(absent_server):
            lines = iter(one.next_line, "3 sent, 0 delayed, 0 failed")
            assert all("Connection refused" in line for line in lines)
            one.end(signal.SIGTERM)

    assert away.endswith("Connection refused")
    assert absent_server.message_ids == ids
