"""Letters reach a real mail server, whatever it answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.letter import Letter, LetterStatus
from exchange.extensions import db
from exchange.lib import clock
from exchange.outbox import deliver as delivery
from exchange.outbox.deliver import FIRST_DELAY, LONGEST_DELAY, Tally
from tests.factories import a_letter
from tests.outbox.conftest import mail_of
from tests.outbox.mail_server import (
    HOST,
    LOST,
    PASSWORD,
    TAKEN,
    USER,
    Pause,
    asking_for_the_password,
    encrypting,
    running,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from flask import Flask

    from tests.outbox.mail_server import MailServer

SECRET_IN_URL = "it%27s%20a%20secret%2F100%25"  # noqa: S105  # PASSWORD, as a URL writes it
SENT, WAITING, FAILED = LetterStatus.SENT, LetterStatus.WAITING, LetterStatus.FAILED


def deliver(url: str) -> Tally:
    """Send what is due to the server at `url`."""
    db.session.commit()
    mail = mail_of(SMTP_URL=url)
    assert mail.server
    return delivery.deliver(mail, mail.server, until=lambda: False)


def outbox() -> list[tuple[LetterStatus, int, str]]:
    """Tell how far each letter has come, how often it was tried, and what was said of it."""
    db.session.expire_all()
    letters = db.session.scalars(select(Letter).order_by(Letter.id))
    return [(one.status, one.attempts, one.failure) for one in letters]


def hold_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def test_a_letter_arrives_from_our_address_at_its_own(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    letter = a_letter("taro@example.lg.jp", subject="申込を受け付けました")

    tally = deliver(mail_server.url)

    assert tally == Tally(sent=1)
    (arrived,) = mail_server.arrived
    assert arrived.sender == "no-reply@kaiko.example.lg.jp"
    assert arrived.recipients == ["taro@example.lg.jp"]
    assert arrived.mail["Subject"] == "申込を受け付けました"
    assert arrived.message_id == letter.message_id
    assert outbox() == [(SENT, 1, "")]
    assert letter.sent_at == noon


def test_many_letters_go_over_one_connection_the_oldest_first(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    letters = [a_letter(written_at=noon - timedelta(minutes=age)) for age in (1, 3, 2)]
    db.session.commit()

    deliver(mail_server.url)

    assert mail_server.greeted == ["kaiko.example.lg.jp"]
    assert mail_server.message_ids == [letters[n].message_id for n in (1, 2, 0)]


def test_what_is_not_due_is_sent_later_and_what_is_done_never_again(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    a_letter(due_at=noon + timedelta(seconds=1))
    a_letter(status=SENT)
    a_letter(status=FAILED)

    assert deliver(mail_server.url) == Tally()
    assert mail_server.greeted == []


def test_a_letter_that_is_no_mail_fails_and_the_others_go(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    a_letter("nobody")
    good = a_letter()

    tally = deliver(mail_server.url)

    assert tally == Tally(sent=1, failed=1)
    assert mail_server.message_ids == [good.message_id]
    fault = "This letter cannot be written as mail: not a mail address"
    assert outbox() == [(FAILED, 1, fault), (SENT, 1, "")]


def test_an_unknown_recipient_fails_for_good_with_what_the_server_said(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    a_letter()
    good = a_letter()
    mail_server.to_recipient = ["550 5.1.1 No such user"]

    assert deliver(mail_server.url) == Tally(sent=1, failed=1)
    assert deliver(mail_server.url) == Tally()
    assert mail_server.message_ids == [good.message_id]
    assert outbox() == [(FAILED, 1, "550 5.1.1 No such user"), (SENT, 1, "")]


def test_a_letter_that_is_refused_as_such_fails(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    a_letter()
    mail_server.to_data = ["554 5.6.0 We do not like it"]

    assert deliver(mail_server.url) == Tally(failed=1)
    assert outbox() == [(FAILED, 1, "554 5.6.0 We do not like it")]


def test_a_letter_that_is_too_large_fails_alone(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    a_letter()
    a_letter()
    mail_server.to_sender = ["552 5.3.4 Too big"]

    assert deliver(mail_server.url) == Tally(sent=1, failed=1)
    assert outbox() == [(FAILED, 1, "552 5.3.4 Too big"), (SENT, 1, "")]


@pytest.mark.parametrize("where", ["to_sender", "to_recipient", "to_data"])
def test_a_letter_put_off_is_tried_again_and_arrives_once(
    app: Flask,
    noon: datetime,
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    letter = a_letter()
    setattr(mail_server, where, ["451 4.7.1 Come back later"])

    assert deliver(mail_server.url) == Tally(delayed=1)
    assert outbox() == [(WAITING, 1, "451 4.7.1 Come back later")]
    assert deliver(mail_server.url) == Tally()
    hold_clock(monkeypatch, noon + FIRST_DELAY)

    assert deliver(mail_server.url) == Tally(sent=1)
    assert mail_server.message_ids == [letter.message_id]
    assert outbox() == [(SENT, 2, "")]


def test_a_server_that_says_good_bye_is_called_again_for_the_next_letter(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    for _ in range(3):
        a_letter()
    mail_server.to_recipient = [TAKEN, "421 4.3.2 Too much for today"]

    assert deliver(mail_server.url) == Tally(sent=2, delayed=1)
    assert len(mail_server.greeted) == 2


def test_waiting_doubles_with_each_try_up_to_a_limit() -> None:
    delays = [delivery.delay(attempts) for attempts in (1, 2, 3, 4, 9, 10, 11, 1000)]

    assert delays[:5] == [FIRST_DELAY * factor for factor in (1, 2, 4, 8, 256)]
    assert delays[5:] == [LONGEST_DELAY] * 3


def test_a_line_that_goes_dead_after_the_text_delays_the_letter_and_the_next_goes(
    app: Flask, noon: datetime, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = a_letter(), a_letter()
    mail_server.to_data = [LOST]

    assert deliver(mail_server.url) == Tally(sent=1, delayed=1)
    assert outbox() == [(WAITING, 1, "Connection unexpectedly closed"), (SENT, 1, "")]
    hold_clock(monkeypatch, noon + FIRST_DELAY)

    assert deliver(mail_server.url) == Tally(sent=1)
    assert mail_server.message_ids == [second.message_id, first.message_id]


def test_a_server_that_hangs_up_on_everybody_is_left_alone(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    for _ in range(5):
        a_letter()
    mail_server.to_data = [LOST] * 5

    tally = deliver(mail_server.url)

    assert (tally.delayed, tally.trouble.split(": ")[1]) == (
        3,
        "the connection is lost again and again",
    )
    assert [status for status, _, _ in outbox()] == [WAITING] * 5


def test_a_server_that_is_too_slow_gets_the_letter_again(
    app: Flask, noon: datetime, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause = Pause()
    mail_server.to_data = [pause]
    letter = a_letter()

    assert deliver(f"{mail_server.url}?timeout=1") == Tally(delayed=1)
    assert outbox() == [(WAITING, 1, "Connection unexpectedly closed: timed out")]
    pause.end()
    hold_clock(monkeypatch, noon + FIRST_DELAY)

    assert deliver(mail_server.url) == Tally(sent=1)
    assert set(mail_server.message_ids) == {letter.message_id}


def test_while_there_is_no_server_all_letters_wait_and_then_go(
    app: Flask, noon: datetime, absent_server: MailServer
) -> None:
    letters = [a_letter(), a_letter()]

    tally = deliver(absent_server.url)

    refused = "[Errno 111] Connection refused"
    assert tally == Tally(trouble=f"{HOST}:{absent_server.port}: {refused}")
    assert outbox() == [(WAITING, 0, refused), (WAITING, 0, "")]
    with running(absent_server):
        assert deliver(absent_server.url) == Tally(sent=2)
    assert absent_server.message_ids == [one.message_id for one in letters]


def test_the_server_is_told_who_we_are(
    app: Flask, noon: datetime, absent_server: MailServer
) -> None:
    a_letter()

    with running(absent_server, **asking_for_the_password()):
        tally = deliver(f"smtp://{USER}:{SECRET_IN_URL}@{HOST}:{absent_server.port}")

    assert tally == Tally(sent=1)


@pytest.mark.parametrize("who", ["", f"{USER}:wrong@", f"{USER}x:{SECRET_IN_URL}@"])
def test_without_the_right_password_nothing_is_sent_and_nothing_lost(
    app: Flask, noon: datetime, absent_server: MailServer, who: str
) -> None:
    a_letter()
    a_letter()

    with running(absent_server, **asking_for_the_password()):
        tally = deliver(f"smtp://{who}{HOST}:{absent_server.port}")

    assert tally.trouble.split(": ", 1)[1].startswith("53")
    assert PASSWORD not in tally.trouble
    assert [(status, attempts) for status, attempts, _ in outbox()] == [(WAITING, 0)] * 2


def test_a_sender_whom_the_server_does_not_take_is_not_the_letters_fault(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    a_letter()
    mail_server.to_sender = ["550 5.7.1 Not your address"]

    assert deliver(mail_server.url).trouble.endswith("550 5.7.1 Not your address")
    assert deliver(mail_server.url) == Tally(sent=1)


def test_a_letter_is_encrypted_after_the_greeting_where_that_is_asked_for(
    app: Flask, noon: datetime, absent_server: MailServer, certificate: Path
) -> None:
    a_letter()

    with running(absent_server, tls_context=encrypting(str(certificate)), require_starttls=True):
        tally = deliver(f"{absent_server.url}?starttls=1&cafile={certificate}")

    assert tally == Tally(sent=1)
    assert absent_server.encrypted == [True]


def test_a_letter_is_encrypted_from_the_first_byte_where_that_is_asked_for(
    app: Flask, noon: datetime, absent_server: MailServer, certificate: Path
) -> None:
    a_letter()

    with running(absent_server, ssl_context=encrypting(str(certificate))):
        tally = deliver(f"smtps://{HOST}:{absent_server.port}?cafile={certificate}")

    assert tally == Tally(sent=1)


def test_a_server_that_cannot_encrypt_is_sent_nothing(
    app: Flask, noon: datetime, mail_server: MailServer
) -> None:
    a_letter()

    tally = deliver(f"{mail_server.url}?starttls=1")

    assert tally.trouble.endswith("STARTTLS extension not supported by server.")
    assert (mail_server.arrived, outbox()[0][0]) == ([], WAITING)


def test_a_server_nobody_vouches_for_is_sent_nothing(
    app: Flask, noon: datetime, absent_server: MailServer, certificate: Path
) -> None:
    a_letter()

    with running(absent_server, tls_context=encrypting(str(certificate))):
        tally = deliver(f"{absent_server.url}?starttls=1")

    assert "CERTIFICATE_VERIFY_FAILED" in tally.trouble
    assert (absent_server.arrived, outbox()[0][0]) == ([], WAITING)


def test_a_letter_in_hand_is_nobody_elses_until_its_time_is_over(
    app: Flask, noon: datetime
) -> None:
    letter = a_letter()
    db.session.commit()
    mail, lease = mail_of(), timedelta(minutes=10)

    first = delivery.take(mail, at=noon, lease=lease)
    second = delivery.take(mail, at=noon + lease - timedelta(seconds=1), lease=lease)
    third = delivery.take(mail, at=noon + lease, lease=lease)

    assert first is not None
    assert third is not None
    assert (first.id, second, third.id) == (letter.id, None, letter.id)
    assert first.parcel == third.parcel


def test_who_took_too_long_does_not_put_off_what_another_has_in_hand(
    app: Flask, noon: datetime
) -> None:
    a_letter()
    db.session.commit()
    mail, lease = mail_of(), timedelta(minutes=10)
    slow = delivery.take(mail, at=noon, lease=lease)
    delivery.take(mail, at=noon + lease, lease=lease)
    assert slow

    delivery.mark_delayed(slow, "too late")
    delivery.mark_failed(slow, "too late")
    delivery.put_back(slow, "too late")

    assert outbox() == [(WAITING, 0, "")]
    assert delivery.take(mail, at=noon + lease, lease=lease) is None


def test_what_is_erased_while_it_is_sent_stays_erased(app: Flask, noon: datetime) -> None:
    letter = a_letter()
    db.session.commit()
    taken = delivery.take(mail_of(), at=noon, lease=timedelta(minutes=10))
    assert taken
    db.session.delete(db.session.get_one(Letter, letter.id))
    db.session.commit()

    delivery.mark_sent(taken)

    assert outbox() == []
