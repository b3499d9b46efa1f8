"""Accounts, as asked for."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from exchange.domain.account import Account
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def find(email: str) -> Account | None:
    """Give the account of a normalized mail address."""
    return db.session.scalar(select(Account).where(Account.email == email))


def find_by_link(token: str, *, at: datetime) -> Account | None:
    """Give the account whose password the link with `token` sets, while it may be used at `at`.

    Whoever comes second waits until the first one is done, and finds nothing.
    """
    return db.session.scalar(
        select(Account)
        .where(Account.link_digest == digest(token))
        .where(Account.link_expires_at > at, Account.disabled_at.is_(None))
        .with_for_update()
    )


def digest(token: str) -> str:
    """Give what is stored of a link's token: who reads the database cannot use the link."""
    return hashlib.sha256(token.encode()).hexdigest()


def all_accounts() -> Sequence[Account]:
    """List the accounts by their mail address, with their organizations."""
    return db.session.scalars(
        select(Account).order_by(Account.email).options(joinedload(Account.organization))
    ).all()
