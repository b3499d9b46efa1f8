"""The throttle: guessing passwords becomes slow, however many guess at once."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from exchange.domain.account import LoginFailure
from exchange.domain.errors import Refused
from exchange.extensions import db
from exchange.lib.i18n import N_
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

WINDOW = timedelta(minutes=15)
LIMIT_OF_AN_ADDRESS = 5
"""Failures within the window after which nobody may try this mail address."""
LIMIT_OF_A_NETWORK = 30
"""Failures within the window after which nobody may try from this remote address."""


class TooManyAttempts(Refused):
    message = N_("Too many attempts. Please wait a while before you try again.")

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def count_attempt(email: str, remote_address: str, *, at: datetime) -> None:
    """Count an attempt as failed, before the password is looked at.

    It is kept at once, and only then the others are counted: of guesses that
    arrive together, in whatever process, no more than the limit get through.
    And no lock is held while the password is hashed. `forget` takes back what
    turned out right.

    Raises `TooManyAttempts`; that attempt is not counted.
    """
    attempt = LoginFailure(email=email, remote_address=_network(remote_address), failed_at=at)
    with unit_of_work():
        db.session.execute(delete(LoginFailure).where(LoginFailure.failed_at <= at - WINDOW))
        db.session.add(attempt)
    with unit_of_work():
        wait = max(
            _wait(attempt, LoginFailure.email == attempt.email, LIMIT_OF_AN_ADDRESS),
            _wait(
                attempt, LoginFailure.remote_address == attempt.remote_address, LIMIT_OF_A_NETWORK
            ),
        )
        if wait:
            db.session.delete(attempt)
    if wait:
        raise TooManyAttempts(wait)


def forget(email: str) -> None:
    """Forget the failures of a mail address whose owner got in."""
    db.session.execute(delete(LoginFailure).where(LoginFailure.email == email))


def _wait(attempt: LoginFailure, of_the_same: ColumnElement[bool], limit: int) -> timedelta:
    """Give how long it takes until fewer than `limit` other failures are in the window."""
    oldest = db.session.scalar(
        select(LoginFailure.failed_at)
        .where(of_the_same, LoginFailure.id != attempt.id)
        .where(LoginFailure.failed_at > attempt.failed_at - WINDOW)
        .order_by(LoginFailure.failed_at.desc())
        .offset(limit - 1)
        .limit(1)
    )
    return oldest + WINDOW - attempt.failed_at if oldest else timedelta(0)


def _network(remote_address: str) -> str:
    """Give the address as one customer has it: of IPv6 the first half (RFC 6177, 2)."""
    try:
        address = ip_address(remote_address)
    except ValueError:
        return remote_address
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
