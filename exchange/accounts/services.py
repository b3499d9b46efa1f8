"""Making accounts, signing in, and setting passwords."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from exchange.accounts import passwords, queries, throttle
from exchange.domain.account import Account
from exchange.domain.errors import Refused
from exchange.extensions import db
from exchange.lib.i18n import N_
from exchange.lib.personal import normalize_email
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.account import Role
    from exchange.domain.organization import Organization

LINK_LIFE = timedelta(hours=72)
SHORTEST_PASSWORD = 12
"""Characters. NIST SP 800-63B, 5.1.1.2, asks for 8 at least; IPA advises 10 and more."""
FEWEST_LETTERS = 5
"""Different characters, so that aaaaaaaaaaaa is none."""
_SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What is known of somebody who shall be able to sign in."""

    email: str
    role: Role
    organization: Organization | None = None
    name: str = ""
    password: str | None = None
    """Without one nobody can sign in before a link was used."""


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What somebody shows to be let in, and where they stand."""

    email: str
    password: str
    remote_address: str


@dataclass(frozen=True, kw_only=True)
class PasswordChange:
    """The password somebody has and the one they want, and where they stand."""

    current: str
    password: str
    remote_address: str


class NoEmailAddress(Refused):
    message = N_("%(typed)s is not an email address.")
    field = "email"


class AddressTaken(Refused):
    message = N_("There is already an account for %(email)s.")
    field = "email"


class NoSuchAccount(Refused):
    message = N_("There is no account for %(email)s.")
    field = "email"


class OrganizationMissing(Refused):
    message = N_("A coordinator, like municipal staff, belongs to an organization.")
    field = "organization"


class WrongCredentials(Refused):
    message = N_("The email address or the password is not right.")


class WrongPassword(Refused):
    message = N_("This is not your present password.")
    field = "current"


class PasswordTooShort(Refused):
    message = N_("Please use at least %(length)d characters.")
    field = "password"


class PasswordTooSimple(Refused):
    message = N_("This password is too easy to guess. Please choose another one.")
    field = "password"


def create(new: NewAccount, *, at: datetime) -> Account:
    """Make an account.

    Raises `NoEmailAddress`, `AddressTaken`, `OrganizationMissing`, and what
    `set_password` raises.
    """
    try:
        email = normalize_email(new.email)
    except ValueError:
        raise NoEmailAddress(typed=new.email) from None
    if queries.find(email):
        raise AddressTaken(email=email)
    if new.role.belongs_to_an_organization and new.organization is None:
        raise OrganizationMissing
    account = Account(
        email=email,
        name=new.name,
        role=new.role,
        organization=new.organization,
        created_at=at,
        sign_in_token=_secret(),
    )
    if new.password is not None:
        set_password(account, new.password)
    db.session.add(account)
    db.session.flush()
    return account


def issue_link(account: Account, *, at: datetime) -> str:
    """Give the token of a new link with which the password is set; an older link ends."""
    token = _secret()
    account.link_digest = queries.digest(token)
    account.link_expires_at = at + LINK_LIFE
    return token


def set_password(account: Account, password: str) -> None:
    """Give `account` a password. Its link and all its sessions end.

    Raises `PasswordTooShort` and `PasswordTooSimple`.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(length=SHORTEST_PASSWORD)
    if password.casefold().strip() == account.email or len(set(password)) < FEWEST_LETTERS:
        raise PasswordTooSimple
    account.password_hash = passwords.hashed(password)
    account.link_digest = account.link_expires_at = None
    account.sign_in_token = _secret()
    throttle.forget(account.email)


def change_password(account: Account, change: PasswordChange, *, at: datetime) -> None:
    """Give `account` another password, for whoever knows the present one.

    Raises `TooManyAttempts`, `WrongPassword` and what `set_password` raises.
    """
    email, password_hash = account.email, account.password_hash
    throttle.count_attempt(email, change.remote_address, at=at)
    if not passwords.is_right(change.current, password_hash):
        raise WrongPassword
    throttle.forget(email)
    set_password(account, change.password)


def disable(account: Account, *, at: datetime) -> None:
    """Let nobody in with this account any more; its sessions and its link end."""
    account.disabled_at = at
    account.link_digest = account.link_expires_at = None
    account.sign_in_token = _secret()


def sign_in(credentials: Credentials, *, at: datetime) -> Account:
    """Give the account that the credentials are of.

    Raises `TooManyAttempts` after too many failures, for the right password
    too, and `WrongCredentials` whatever was wrong about them.
    """
    email = _normalized(credentials.email)
    throttle.count_attempt(email, credentials.remote_address, at=at)
    with unit_of_work():  # no lock is held while the password is hashed
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


def _secret() -> str:
    return secrets.token_urlsafe(_SECRET_BYTES)
