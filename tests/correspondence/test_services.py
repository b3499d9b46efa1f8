from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from exchange.correspondence import services
from exchange.correspondence.queries import Audience
from exchange.domain.account import Role
from exchange.domain.letter import LetterKind, LetterStatus
from exchange.domain.registration import RegistrationStatus
from exchange.letters.messages import Message
from tests.factories import a_letter, a_registration, an_account, an_event, an_organization

if TYPE_CHECKING:
    from flask import Flask

MESSAGE = Message(subject="持ち物について", words="動きやすい服装で、\nお越しください。")
CONFIRMED = Audience(statuses=(RegistrationStatus.CONFIRMED,))


def test_send_writes_a_letter_to_each_of_those_chosen(app: Flask, noon: datetime) -> None:
    event = an_event()
    organizer = an_account(Role.ORGANIZER)
    people = [
        a_registration(event, family_name="髙橋", given_name="𠮷之"),
        a_registration(event, language="en"),
        a_registration(event, status=RegistrationStatus.WAITING),
        a_registration(event, status=RegistrationStatus.CANCELLED),
        a_registration(an_event()),
    ]

    count = services.send(event, MESSAGE, CONFIRMED, by=organizer, at=noon)

    assert count == 2
    assert [len(one.letters) for one in people] == [1, 1, 0, 0, 0]
    letter = people[0].letters[0]
    assert (letter.kind, letter.subject) == (LetterKind.MESSAGE, "持ち物について")
    assert (letter.written_by, letter.status) == (organizer, LetterStatus.WAITING)
    assert letter.body.splitlines()[1:6] == [
        "髙橋 𠮷之 様",
        "",
        "動きやすい服装で、",
        "お越しください。",
        "",
    ]
    assert people[1].letters[0].body.splitlines()[1].startswith("Dear ")


def test_send_can_be_for_one_body_and_for_those_who_wait(app: Flask, noon: datetime) -> None:
    event, body = an_event(), an_organization()
    people = [
        a_registration(event, organization=body),
        a_registration(event, organization=body, status=RegistrationStatus.WAITING),
        a_registration(event, status=RegistrationStatus.WAITING),
    ]
    whom = Audience(statuses=(RegistrationStatus.WAITING,), organization=body)

    services.send(event, MESSAGE, whom, by=None, at=noon)

    assert [len(one.letters) for one in people] == [0, 1, 0]


def test_send_leaves_out_who_has_just_got_the_same_words(app: Flask, noon: datetime) -> None:
    event = an_event()
    first = a_registration(event)
    services.send(event, MESSAGE, CONFIRMED, by=None, at=noon)
    second = a_registration(event)

    count = services.send(event, MESSAGE, CONFIRMED, by=None, at=noon + timedelta(minutes=1))

    assert (count, len(first.letters), len(second.letters)) == (1, 1, 1)


def test_send_refuses_the_same_words_to_the_same_people(app: Flask, noon: datetime) -> None:
    event = an_event()
    a_registration(event)
    services.send(event, MESSAGE, CONFIRMED, by=None, at=noon)

    with pytest.raises(services.SentAlready):
        services.send(event, MESSAGE, CONFIRMED, by=None, at=noon + timedelta(minutes=1))

    assert services.send(event, MESSAGE, CONFIRMED, by=None, at=noon + timedelta(hours=2)) == 1


def test_send_refuses_when_nobody_has_an_address(app: Flask, noon: datetime) -> None:
    event = an_event()
    a_registration(event, email="", is_walk_in=True)

    with pytest.raises(services.NobodyToWriteTo):
        services.send(event, MESSAGE, CONFIRMED, by=None, at=noon)


def test_send_again_lets_a_failed_letter_be_tried_once_more(app: Flask, noon: datetime) -> None:
    letter = a_letter(status=LetterStatus.FAILED, attempts=3, failure="550 No such user")

    services.send_again(letter, at=noon)

    assert (letter.status, letter.due_at, letter.attempts) == (LetterStatus.WAITING, noon, 0)


def test_send_again_refuses_a_letter_that_has_not_failed(app: Flask, noon: datetime) -> None:
    with pytest.raises(services.NotFailed):
        services.send_again(a_letter(), at=noon)
