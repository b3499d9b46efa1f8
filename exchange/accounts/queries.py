"""Accounts, as asked for."""

from __future__ import annotations

from sqlalchemy import select

from exchange.domain.account import Account
from exchange.extensions import db


def find(email: str) -> Account | None:
    """Give the account of a normalized mail address."""
    return db.session.scalar(select(Account).where(Account.email == email))
