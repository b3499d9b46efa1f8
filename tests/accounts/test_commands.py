"""`flask accounts`, as typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.account import Account, Role
from exchange.extensions import db
from tests.conftest import BASE_URL, Browser
from tests.factories import PASSWORD, an_account, an_organization

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask

LINK = re.compile(rf"{re.escape(BASE_URL)}(/accounts/set-password/[\w-]{{43}})\n")


def run(app: Flask, *words: str, typed: str | None = None) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(args=["accounts", *words], input=typed)


def all_accounts() -> list[tuple[str, Role, str | None]]:
    return [
        (one.email, one.role, one.organization.name if one.organization else None)
        for one in db.session.scalars(select(Account))
    ]


def test_create_prints_a_link_with_which_the_password_is_set(app: Flask, browser: Browser) -> None:
    result = run(app, "create", "Taro@example.lg.jp", "--role", "admin")

    assert result.exit_code == 0
    assert all_accounts() == [("taro@example.lg.jp", Role.ADMIN, None)]
    link = LINK.search(result.output)
    assert link
    answer = browser.post(link[1], {"password": PASSWORD, "repeat": PASSWORD})
    assert answer.status_code == 303


def test_create_takes_a_password_from_standard_input(app: Flask, browser: Browser) -> None:
    result = run(
        app,
        "create",
        "taro@example.lg.jp",
        "--role=organizer",
        "--password-stdin",
        typed=PASSWORD + "\n",
    )

    assert (result.exit_code, result.output) == (0, "Made an account for taro@example.lg.jp.\n")
    answer = browser.post("/login", {"email": "taro@example.lg.jp", "password": PASSWORD})
    assert answer.status_code == 303


@pytest.mark.parametrize("organization", ["062022", "米沢市"])
def test_create_finds_an_organization_by_its_code_or_name(app: Flask, organization: str) -> None:
    an_organization("米沢市", code="062022")

    run(app, "create", "taro@example.lg.jp", "--role=coordinator", "--organization", organization)

    assert all_accounts() == [("taro@example.lg.jp", Role.COORDINATOR, "米沢市")]


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["taro", "--role=admin"], None, "taro is not an email address."),
        (
            ["known@example.lg.jp", "--role=admin"],
            None,
            "There is already an account for known@example.lg.jp.",
        ),
        (
            ["a@example.lg.jp", "--role=staff"],
            None,
            "A coordinator, like municipal staff, belongs to an organization.",
        ),
        (
            ["a@example.lg.jp", "--role=staff", "--organization=港区"],
            None,
            "There is no organization 港区.",
        ),
        (
            ["a@example.lg.jp", "--role=admin", "--password-stdin"],
            "short\n",
            "Please use at least 12 characters.",
        ),
        (
            ["a@example.lg.jp", "--role=admin", "--password-stdin"],
            "",
            "Please use at least 12 characters.",
        ),
    ],
)
def test_create_says_in_one_line_why_not(
    app: Flask, words: list[str], typed: str | None, said: str
) -> None:
    an_account(Role.ADMIN, email="known@example.lg.jp")

    result = run(app, "create", *words, typed=typed)

    assert (result.exit_code, result.output) == (1, f"Error: {said}\n")
    assert all_accounts() == [("known@example.lg.jp", Role.ADMIN, None)]


def test_link_prints_a_new_link_and_the_old_one_ends(app: Flask, browser: Browser) -> None:
    an_account(email="taro@example.lg.jp")
    old, new = (LINK.search(run(app, "link", "taro@example.lg.jp").output) for _ in range(2))

    assert old
    assert new
    assert [browser.get(link[1]).status_code for link in (old, new)] == [404, 200]


def test_disable_lets_nobody_in_any_more(app: Flask) -> None:
    account = an_account()
    browser = Browser(app).sign_in(account)

    result = run(app, "disable", account.email)

    assert (result.exit_code, result.output) == (
        0,
        f"Nobody signs in as {account.email} any more.\n",
    )
    assert browser.get("/accounts/").status_code == 302
    answer = browser.post("/login", {"email": account.email, "password": PASSWORD})
    assert answer.status_code == 422


@pytest.mark.parametrize("command", ["link", "disable"])
@pytest.mark.parametrize("email", ["nobody@example.lg.jp", "nobody"])
def test_commands_say_that_there_is_no_such_account(app: Flask, command: str, email: str) -> None:
    result = run(app, command, email)

    assert (result.exit_code, result.output) == (1, f"Error: There is no account for {email}.\n")


def test_list_shows_who_may_sign_in(app: Flask) -> None:
    an_account(email="taro@example.lg.jp", organization=an_organization("米沢市"))
    an_account(Role.ADMIN, email="hana@example.lg.jp")
    run(app, "disable", "hana@example.lg.jp")
    run(app, "create", "new@example.lg.jp", "--role=organizer")

    result = run(app, "list")

    assert result.output.splitlines() == [
        "hana@example.lg.jp\tadmin\t-\tdisabled",
        "new@example.lg.jp\torganizer\t-\tno password yet",
        "taro@example.lg.jp\tstaff\t米沢市\tactive",
    ]
