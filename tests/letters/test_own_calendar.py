"""The address of the personal calendar in letters."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.correspondence import services as correspondence
from exchange.correspondence.queries import Audience
from exchange.domain.letter import Letter, LetterKind
from exchange.domain.registration import RegistrationStatus
from exchange.enrollment import duties
from exchange.extensions import db
from exchange.letters.messages import Message
from exchange.letters.writing import write
from exchange.subscriptions.queries import feed_of
from exchange.subscriptions.services import reset
from tests.conftest import BASE_URL
from tests.factories import a_feed, a_registration, an_open_event, an_organization
from tests.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask

    from exchange.domain.event import Event

MAIL = "taro@example.lg.jp"
ALL = Audience(statuses=[RegistrationStatus.CONFIRMED])
KINDS = [one for one in LetterKind if one not in {LetterKind.SUMMARY, LetterKind.MESSAGE}]


def addresses(body: str) -> list[str]:
    """Give the addresses of personal calendars and their pages, which stand alone on their lines."""
    return re.findall(rf"^{re.escape(BASE_URL)}(/feeds/my/\S+)$", body, re.MULTILINE)


def written(at: datetime) -> Letter:
    letter = write(LetterKind.CONFIRMED, a_registration(an_open_event(), email=MAIL), at=at)
    assert letter is not None
    return letter


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_to_a_person_tells_the_calendar_of_its_address(
    app: Flask, noon: datetime, kind: LetterKind
) -> None:
    until = noon + timedelta(hours=48)
    waits = {"status": RegistrationStatus.WAITING, "offer_expires_at": until}

    letter = write(kind, a_registration(an_open_event(), email=MAIL, **waits), at=noon)

    feed = feed_of(MAIL)
    assert letter
    assert feed
    assert addresses(letter.body) == [f"/feeds/my/{feed.token}.ics", f"/feeds/my/{feed.token}"]


def test_a_letter_never_tells_the_calendar_of_the_browser(app: Flask, noon: datetime) -> None:
    registration = a_registration(an_open_event(), email=MAIL)

    letter = write(LetterKind.CONFIRMED, registration, at=noon)

    assert letter
    assert registration.feed
    assert registration.feed.token not in letter.body


def test_two_letters_to_one_address_tell_one_calendar(app: Flask, noon: datetime) -> None:
    first, second = written(noon), written(noon)

    assert addresses(first.body) == addresses(second.body)


def test_the_first_letter_after_a_reset_tells_the_new_address(app: Flask, noon: datetime) -> None:
    before = written(noon)
    feed = feed_of(MAIL)
    assert feed

    fresh = reset(feed)

    assert addresses(written(noon).body) == [f"/feeds/my/{fresh}.ics", f"/feeds/my/{fresh}"]
    assert addresses(before.body) != addresses(written(noon).body)


def test_the_words_of_an_organizer_come_with_the_calendar_of_each(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event()
    tokens = {a_registration(event).email: "" for _ in range(2)}
    for email in tokens:
        tokens[email] = a_feed(email).token

    correspondence.send(event, Message("件名", "本文"), ALL, by=None, at=noon)

    letters = db.session.scalars(select(Letter)).all()
    assert {one.recipient: addresses(one.body)[1] for one in letters} == {
        email: f"/feeds/my/{token}" for email, token in tokens.items()
    }


def remind(event: Event, at: datetime) -> int:
    return len(duties.remind(event, at=at))


def write_to_all(event: Event, at: datetime) -> int:
    return correspondence.send(event, Message("件名", "本文"), ALL, by=None, at=at)


@pytest.mark.parametrize("bulk", [remind, write_to_all])
def test_many_letters_look_for_their_calendars_at_once(
    app: Flask, noon: datetime, bulk: Callable[[Event, datetime], int]
) -> None:
    asked = []
    for number in (1, 4):
        event = an_open_event(reminder_days=200)
        body = an_organization()
        for _ in range(number):
            queued_at = noon - timedelta(days=200)
            a_registration(event, organization=body, queued_at=queued_at)
        with statements() as sent:
            count = bulk(event, noon)
            db.session.flush()
        asked.append(sum("personal_feed" in one for one in sent))
        assert count == number

    assert asked == [2, 2]
