from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from exchange.domain.personal_feed import PersonalFeed
from exchange.extensions import db
from exchange.subscriptions.services import forget, of_browser, of_mailbox, of_mailboxes, reset
from tests.factories import a_feed, a_registration, an_account, an_open_event
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask

MAIL = "taro@example.lg.jp"


def feeds() -> list[PersonalFeed]:
    return list(db.session.scalars(select(PersonalFeed).order_by(PersonalFeed.id)))


def test_a_mailbox_has_one_feed_for_good(app: Flask) -> None:
    first, second = of_mailbox(MAIL), of_mailbox(MAIL)

    assert first is second
    assert feeds() == [first]


def test_a_token_is_longer_than_anybody_can_guess(app: Flask) -> None:
    tokens = {of_mailbox(f"person{number}@example.jp").token for number in range(50)}

    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {32}  # of 6 bits each


def test_the_feeds_of_many_mailboxes_take_two_statements(app: Flask) -> None:
    known = a_feed("known@example.jp")
    known_id = known.id
    emails = ["b@example.jp", "known@example.jp", "a@example.jp", "b@example.jp"]

    with statements() as to_make:
        found = of_mailboxes(emails)
    with statements() as to_find:
        again = of_mailboxes(emails)

    assert {email: feed.email for email, feed in found.items()} == {one: one for one in emails}
    assert found["known@example.jp"].id == known_id
    assert again == found
    assert (len(to_make), len(to_find)) == (2, 1)


def test_the_feeds_of_nobody_take_no_statement(app: Flask) -> None:
    with statements() as sent:
        found = of_mailboxes([])

    assert (found, sent) == ({}, [])


def test_a_browser_that_states_the_same_address_again_keeps_its_feed(app: Flask) -> None:
    known = a_registration(an_open_event(), email=MAIL)
    others = [a_feed().token]
    assert known.feed

    assert of_browser([*others, known.feed.token], MAIL) is known.feed


@pytest.mark.parametrize(
    ("tokens", "email"),
    [([], MAIL), (["feed-of-taro"], "hanako@example.lg.jp"), (["another"], MAIL)],
    ids=["nothing remembered", "another address", "another feed"],
)
def test_a_browser_gets_a_feed_of_its_own_otherwise(
    app: Flask, tokens: list[str], email: str
) -> None:
    a_registration(an_open_event(), email=MAIL, feed=a_feed(None, "feed-of-taro"))

    made = of_browser(tokens, email)

    assert (made.id, made.email) == (None, None)


def test_a_browser_never_gets_the_feed_of_a_mailbox(app: Flask) -> None:
    everything = of_mailbox(MAIL)
    a_registration(an_open_event(), email=MAIL)

    assert of_browser([everything.token], MAIL) is not everything


def test_reset_puts_another_token_in_place(app: Flask) -> None:
    feed = a_feed(MAIL, "old")

    fresh = reset(feed)

    assert (fresh, feed.email) == (feed.token, MAIL)
    assert len(feed.token) == 32


def test_reset_is_done_once_by_whoever_was_first(app: Flask) -> None:
    feed = a_feed(MAIL, "of somebody else")
    set_committed_value(feed, "token", "as it was read a moment ago")

    assert (reset(feed), feed.token) == (None, "of somebody else")


def test_forget_keeps_what_is_still_asked_for(app: Flask) -> None:
    event = an_open_event()
    registered = of_mailbox(a_registration(event).email)
    signing_in = of_mailbox(an_account().email)
    gone, strange = of_mailbox("gone@example.jp"), of_mailbox("strange@example.jp")
    named = a_registration(event).feed
    unnamed = a_feed()
    assert named
    all_ids = {one.id for one in feeds()}
    gone_ids = {gone.id, unnamed.id}

    forget(
        {str(one.email) for one in (registered, signing_in, gone)},
        {one.id for one in (named, unnamed, strange)},
    )
    db.session.expire_all()

    assert {one.id for one in feeds()} == all_ids - gone_ids
