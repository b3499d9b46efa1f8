"""Giving people the address of their calendar, and a new one when it became known to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from exchange.domain.account import Account
from exchange.domain.personal_feed import PersonalFeed, new_token
from exchange.domain.registration import Registration
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def of_mailbox(email: str) -> PersonalFeed:
    """Give the feed of a mail address. Only who reads its mail, or signs in with it, may see it."""
    return of_mailboxes([email])[email]


def of_mailboxes(emails: Iterable[str]) -> dict[str, PersonalFeed]:
    """Give the feeds of several mail addresses by the address, as `of_mailbox` does each.

    In two statements, however many they are. Two who ask for a new one at the same time get
    the same.
    """
    asked = set(emails)
    found = _find(asked)
    if missing := sorted(asked - found.keys()):  # in one order, so that nobody waits in a circle
        found |= _make(missing)
        found |= _find(asked - found.keys())  # what somebody else has just made
    return found


def _find(emails: Collection[str]) -> dict[str, PersonalFeed]:
    if not emails:
        return {}
    return _by_email(db.session.scalars(select(PersonalFeed).where(PersonalFeed.email.in_(emails))))


def _make(emails: Iterable[str]) -> dict[str, PersonalFeed]:
    """Make a feed for each of `emails` that has none by now."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    made = (
        insert(PersonalFeed)
        .values([{"token": new_token(), "email": email} for email in emails])
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(PersonalFeed)
    )
    return _by_email(db.session.scalars(made))


def _by_email(feeds: Iterable[PersonalFeed]) -> dict[str, PersonalFeed]:
    return {feed.email: feed for feed in feeds if feed.email is not None}


def of_browser(tokens: Collection[str], email: str) -> PersonalFeed:
    """Give the feed for what a browser registers: one of `tokens`, which it was given before.

    Only when the same address is stated again, since a browser may serve several people.
    """
    if tokens:
        same = exists().where(
            Registration.feed_id == PersonalFeed.id,
            Registration.email == email,
            Registration.erased_at.is_(None),
        )
        found = db.session.scalar(
            select(PersonalFeed).where(PersonalFeed.token.in_(tokens), same).limit(1)
        )
        if found is not None:
            return found
    return PersonalFeed()


def reset(feed: PersonalFeed) -> str | None:
    """Put a new address in place of the one of `feed`, which leads nowhere from now on.

    Gives the new token. Of two who do it at the same time, the second gets none: what they
    hold leads nowhere already.
    """
    fresh = new_token()
    given = db.session.scalar(
        update(PersonalFeed)
        .where(PersonalFeed.id == feed.id, PersonalFeed.token == feed.token)
        .values(token=fresh)
        .returning(PersonalFeed.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(feed)
    return fresh if given is not None else None


def forget(emails: Collection[str], feed_ids: Collection[int]) -> None:
    """Erase those feeds that hold nothing any more.

    Of the feeds of `emails`, those whose address neither a registration nor an account has;
    of `feed_ids`, those without an address that no registration names.
    """
    unread = (
        PersonalFeed.email.in_(emails),
        ~exists().where(Registration.email == PersonalFeed.email),
        ~exists().where(Account.email == PersonalFeed.email),
    )
    unnamed = (
        PersonalFeed.id.in_(feed_ids),
        PersonalFeed.email.is_(None),
        ~exists().where(Registration.feed_id == PersonalFeed.id),
    )
    db.session.execute(
        delete(PersonalFeed)
        .where(or_(and_(*unread), and_(*unnamed)))
        .execution_options(synchronize_session=False)
    )
