"""Accounts and passwords, as services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher, extract_parameters, profiles

from exchange.accounts import passwords, services
from exchange.accounts.services import (
    AddressTaken,
    NewAccount,
    NoEmailAddress,
    OrganizationMissing,
    PasswordTooShort,
)
from exchange.domain.account import Role
from tests.factories import CHEAP_HASHER, PASSWORD, PASSWORD_HASH, an_account, an_organization

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask


def test_create_makes_an_account_whose_password_is_right(app: Flask, noon: datetime) -> None:
    body = an_organization()
    new = NewAccount(
        email=" Ｔaro@Example.lg.jp",
        role=Role.COORDINATOR,
        organization=body,
        name="髙﨑 太郎",
        password=PASSWORD,
    )

    account = services.create(new, at=noon)

    assert (
        account.email,
        account.role,
        account.organization,
        account.name,
        account.created_at,
    ) == (
        "taro@example.lg.jp",
        Role.COORDINATOR,
        body,
        "髙﨑 太郎",
        noon,
    )
    assert passwords.is_right(PASSWORD, account.password_hash)


def test_create_refuses_an_address_that_has_an_account(app: Flask, noon: datetime) -> None:
    an_account(email="taro@example.lg.jp")

    with pytest.raises(AddressTaken):
        services.create(NewAccount(email="TARO@example.lg.jp", role=Role.ADMIN), at=noon)


@pytest.mark.parametrize(
    "email", ["", "taro", "taro@", "taro@example", "a b@example.jp", "\0@e.jp"]
)
def test_create_refuses_what_is_no_address(app: Flask, noon: datetime, email: str) -> None:
    with pytest.raises(NoEmailAddress):
        services.create(NewAccount(email=email, role=Role.ADMIN), at=noon)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STAFF])
def test_create_refuses_whoever_must_belong_somewhere_and_does_not(
    app: Flask, noon: datetime, role: Role
) -> None:
    with pytest.raises(OrganizationMissing):
        services.create(NewAccount(email="taro@example.lg.jp", role=role), at=noon)


def test_create_refuses_a_short_password(app: Flask, noon: datetime) -> None:
    new = NewAccount(email="taro@example.lg.jp", role=Role.ADMIN, password="x" * 11)

    with pytest.raises(PasswordTooShort):
        services.create(new, at=noon)


def test_two_accounts_never_share_what_stands_in_a_session(app: Flask, noon: datetime) -> None:
    tokens = {
        services.create(
            NewAccount(email=f"{number}@example.lg.jp", role=Role.ADMIN), at=noon
        ).sign_in_token
        for number in range(3)
    }

    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 43


def test_passwords_are_hashed_as_rfc_9106_recommends(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
    monkeypatch.setattr(passwords, "HASHER", hasher)

    stored = passwords.hashed(PASSWORD)

    assert extract_parameters(stored) == profiles.RFC_9106_LOW_MEMORY
    assert passwords.is_right(PASSWORD, stored)
    assert not passwords.is_right(PASSWORD + "!", stored)


def test_nobody_has_a_password_and_asking_costs_what_it_costs_for_somebody() -> None:
    nobody = passwords._hash_of_nobody()  # noqa: SLF001  # that it is a real hash is what is tested

    assert not passwords.is_right(PASSWORD, None)
    assert extract_parameters(nobody) == extract_parameters(PASSWORD_HASH)
    assert not passwords.is_outdated(nobody)


def test_a_hash_that_cannot_be_read_lets_nobody_in() -> None:
    assert not passwords.is_right(PASSWORD, "$2b$12$unknown")


def test_a_password_is_the_same_from_every_keyboard() -> None:
    assert passwords.is_right(
        "がんばれ米沢と港区の皆", passwords.hashed("か\u3099んばれ米沢と港区の皆")
    )


def test_hashes_with_other_parameters_are_outdated() -> None:
    assert passwords.is_outdated(
        PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    )
    assert not passwords.is_outdated(CHEAP_HASHER.hash(PASSWORD))
