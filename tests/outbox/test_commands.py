"""`flask outbox`, as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.letter import Letter, LetterStatus
from exchange.enrollment import duties
from exchange.extensions import db
from tests.factories import a_letter
from tests.outbox.mail_server import HOST

if TYPE_CHECKING:
    from datetime import datetime

    import pytest
    from click.testing import Result
    from flask import Flask

    from tests.outbox.conftest import Connect
    from tests.outbox.mail_server import MailServer

FAILED, WAITING = LetterStatus.FAILED, LetterStatus.WAITING
REFUSED = "550 5.1.1 No such user"


def run(app: Flask, *words: str) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(args=["outbox", *words])


def statuses() -> list[LetterStatus]:
    db.session.expire_all()
    return list(db.session.scalars(select(Letter.status).order_by(Letter.id)))


def test_deliver_says_what_became_of_the_letters(
    app: Flask, noon: datetime, mail_server: MailServer, connect: Connect
) -> None:
    connect(mail_server.url)
    for _ in range(3):
        a_letter()
    mail_server.to_recipient = ["451 Later", "550 Never"]

    result = run(app, "deliver")

    said = "1 sent, 1 delayed, 1 failed; 1 waiting\n"
    assert (result.exit_code, result.output) == (0, said)


def test_deliver_without_a_server_leaves_all_in_the_outbox(app: Flask, noon: datetime) -> None:
    a_letter()

    result = run(app, "deliver")

    said = "EXCHANGE_SMTP_URL is not set: letters stay in the outbox. 1 waiting\n"
    assert (result.exit_code, result.output) == (0, said)
    assert statuses() == [WAITING]


def test_deliver_tells_by_its_exit_status_that_the_server_is_away(
    app: Flask, noon: datetime, absent_server: MailServer, connect: Connect
) -> None:
    connect(absent_server.url)
    a_letter()

    result = run(app, "deliver")

    said = f"{HOST}:{absent_server.port}: [Errno 111] Connection refused; 1 waiting"
    assert (result.exit_code, result.output) == (1, f"0 sent, 0 delayed, 0 failed; {said}\n")


def test_deliver_performs_what_is_due_and_sends_what_is_written_then(
    app: Flask, noon: datetime, mail_server: MailServer, connect: Connect
) -> None:
    connect(mail_server.url)
    app.extensions["duties"] = (lambda *, at: a_letter(written_at=at),)

    result = run(app, "deliver")

    assert result.output == "1 sent, 0 delayed, 0 failed; 0 waiting\n"


def test_the_duties_are_those_of_registration(app: Flask) -> None:
    assert app.extensions["duties"] == (duties.perform,)


def test_a_duty_that_goes_wrong_does_not_stop_the_mail(
    app: Flask,
    noon: datetime,
    mail_server: MailServer,
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
) -> None:
    connect(mail_server.url)
    a_letter()
    app.extensions["duties"] = (lambda **_: 1 / 0,)

    result = run(app, "deliver")

    assert result.output == "1 sent, 0 delayed, 0 failed; 0 waiting\n"
    assert "ZeroDivisionError" in caplog.text


def test_list_counts_letters_and_says_why_some_did_not_go(app: Flask, noon: datetime) -> None:
    a_letter(status=LetterStatus.SENT)
    put_off = a_letter("taro@example.lg.jp", failure="451 Later")
    refused = a_letter("jiro@example.lg.jp", status=FAILED, failure=REFUSED)
    a_letter()
    lines = [
        "2 waiting, 1 sent, 1 failed",
        f"{put_off.id} waiting taro@example.lg.jp: 451 Later",
        f"{refused.id} failed jiro@example.lg.jp: {REFUSED}",
    ]

    result = run(app, "list")

    assert result.output.splitlines() == lines


def test_retry_lets_all_that_failed_be_sent_again(
    app: Flask, noon: datetime, mail_server: MailServer, connect: Connect
) -> None:
    connect(mail_server.url)
    letters = [a_letter(status=FAILED, failure=REFUSED) for _ in range(2)]
    a_letter(status=LetterStatus.SENT)
    ids = [one.message_id for one in letters]

    result = run(app, "retry")
    run(app, "deliver")

    assert (result.exit_code, result.output) == (0, "2 to be tried again\n")
    assert mail_server.message_ids == ids


def test_retry_takes_the_letters_that_are_named(app: Flask, noon: datetime) -> None:
    _, second = (a_letter(status=FAILED, failure=REFUSED) for _ in range(2))

    result = run(app, "retry", str(second.id))

    assert result.output == "1 to be tried again\n"
    assert statuses() == [FAILED, WAITING]
