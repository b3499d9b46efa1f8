"""Giving people the address of their calendar, and a new one when it became known to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from exchange.domain.account import Account
from exchange.domain.personal_feed import PersonalFeed, new_token
from exchange.domain.registration import Registration
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Collection


def of_mailbox(email: str) -> PersonalFeed:
    """Give the feed of a mail address. Only who reads its mail, or signs in with it, may see it.

    Two who ask for a new one at the same time get the same.
    """
    wanted = select(PersonalFeed).where(PersonalFeed.email == email)
    found = db.session.scalar(wanted)
    if found is not None:
        return found
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    db.session.execute(
        insert(PersonalFeed.__table__)  # type: ignore[arg-type]  # a class has a table
        .values(token=new_token(), email=email)
        .on_conflict_do_nothing(index_elements=["email"])
    )
    return db.session.scalars(wanted).one()


def of_browser(token: str | None, email: str) -> PersonalFeed:
    """Give the feed for what a browser registers: that of `token`, which it was given before.

    Only when the same address is stated again, since a browser may serve several people.
    """
    if token is not None:
        same = exists().where(
            Registration.feed_id == PersonalFeed.id,
            Registration.email == email,
            Registration.erased_at.is_(None),
        )
        found = db.session.scalar(select(PersonalFeed).where(PersonalFeed.token == token, same))
        if found is not None:
            return found
    return PersonalFeed()


def reset(feed: PersonalFeed) -> None:
    """Put a new address in place of the one of `feed`, which leads nowhere from now on."""
    feed.token = new_token()


def forget(emails: Collection[str]) -> None:
    """Erase the feeds of those addresses that neither a registration nor an account has any more."""
    db.session.execute(
        delete(PersonalFeed)
        .where(
            PersonalFeed.email.in_(emails),
            ~exists().where(Registration.email == PersonalFeed.email),
            ~exists().where(Account.email == PersonalFeed.email),
        )
        .execution_options(synchronize_session=False)
    )
