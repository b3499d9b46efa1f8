"""The throttle: counted in the database, before the password is looked at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from exchange import create_app
from exchange.accounts import throttle
from exchange.accounts.throttle import TooManyAttempts, count_attempt
from exchange.domain.account import LoginFailure
from exchange.extensions import db
from tests.conftest import SETTINGS

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

MINUTE = timedelta(minutes=1)


def fail(times: int, *, at: datetime, email: str | None = None, address: str | None = None) -> None:
    for number in range(times):
        count_attempt(email or f"{number}@example.jp", address or f"192.0.2.{number}", at=at)


def counted() -> int:
    return db.session.scalar(select(func.count()).select_from(LoginFailure)) or 0


def test_the_sixth_attempt_on_an_address_waits_until_the_first_is_forgotten(
    app: Flask, noon: datetime
) -> None:
    fail(1, email="taro@example.jp", at=noon)
    fail(4, email="taro@example.jp", at=noon + MINUTE)

    with pytest.raises(TooManyAttempts) as refused:
        count_attempt("taro@example.jp", "198.51.100.1", at=noon + 5 * MINUTE)

    assert refused.value.wait == 10 * MINUTE
    assert counted() == 5


def test_attempts_are_forgotten_after_a_quarter_of_an_hour(app: Flask, noon: datetime) -> None:
    fail(5, email="taro@example.jp", at=noon)

    count_attempt("taro@example.jp", "198.51.100.1", at=noon + 15 * MINUTE)

    assert counted() == 1


def test_the_thirty_first_attempt_from_one_place_waits(app: Flask, noon: datetime) -> None:
    fail(30, address="198.51.100.1", at=noon)

    with pytest.raises(TooManyAttempts):
        count_attempt("taro@example.jp", "198.51.100.1", at=noon)

    count_attempt("taro@example.jp", "198.51.100.2", at=noon)


def test_all_addresses_of_one_line_count_as_one_place(app: Flask, noon: datetime) -> None:
    for number in range(30):
        count_attempt(f"{number}@example.jp", f"2001:db8:0:1::{number:x}", at=noon)

    with pytest.raises(TooManyAttempts):
        count_attempt("taro@example.jp", "2001:db8:0:1:ffff::1", at=noon)

    count_attempt("taro@example.jp", "2001:db8:0:2::1", at=noon)


@pytest.mark.parametrize("remote_address", ["", "unix:", "::ffff:192.0.2.1", "fe80::1%eth0"])
def test_any_remote_address_is_counted(app: Flask, noon: datetime, remote_address: str) -> None:
    count_attempt("taro@example.jp", remote_address, at=noon)

    assert counted() == 1


def test_whoever_got_in_is_forgiven_but_not_the_place(app: Flask, noon: datetime) -> None:
    fail(4, email="taro@example.jp", address="198.51.100.1", at=noon)
    fail(4, email="hana@example.jp", address="198.51.100.1", at=noon)

    throttle.forget("taro@example.jp")

    assert counted() == 4


def test_of_guesses_that_arrive_at_once_no_more_than_the_limit_get_through(
    app: Flask, database_url: str, noon: datetime
) -> None:
    def guess(other: Flask) -> bool:
        with other.app_context():
            try:
                count_attempt("taro@example.jp", "198.51.100.1", at=noon)
            except TooManyAttempts:
                return False
            else:
                return True
            finally:
                db.session.remove()
                db.engine.dispose()

    # Apps, and so engines, of their own: as in other processes. They are made one after the
    # other, for threads of CPython 3.11 cannot parse source at the same time.
    others = [create_app({**SETTINGS, "DATABASE_URL": database_url}) for _ in range(24)]
    db.session.commit()
    with ThreadPoolExecutor(8) as pool:
        got_through = list(pool.map(lambda other: Context().run(guess, other), others))

    assert sum(got_through) <= throttle.LIMIT_OF_AN_ADDRESS
    assert counted() == sum(got_through)
