"""Signing in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.accounts import passwords, queries, throttle
from exchange.domain.errors import Refused
from exchange.lib.i18n import N_
from exchange.lib.personal import normalize_email
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.account import Account


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What somebody shows to be let in, and where they stand."""

    email: str
    password: str
    remote_address: str


class WrongCredentials(Refused):
    message = N_("The email address or the password is not right.")


def sign_in(credentials: Credentials, *, at: datetime) -> Account:
    """Give the account that the credentials are of.

    Raises `TooManyAttempts` after too many failures, for the right password
    too, and `WrongCredentials` whatever was wrong about them.
    """
    email = _normalized(credentials.email)
    throttle.count_attempt(email, credentials.remote_address, at=at)
    with unit_of_work():
        account = queries.find(email)
        password_hash = account.password_hash if account and account.is_active else None
    is_right = passwords.is_right(credentials.password, password_hash)
    if account is None or not is_right or account.password_hash != password_hash:
        raise WrongCredentials
    if passwords.is_outdated(account.password_hash or ""):
        account.password_hash = passwords.hashed(credentials.password)
    throttle.forget(email)
    return account


def _normalized(email: str) -> str:
    """Give the address in its one form; what is none belongs to nobody and stays."""
    try:
        return normalize_email(email)
    except ValueError:
        return email.strip().lower()
