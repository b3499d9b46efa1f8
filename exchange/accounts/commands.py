"""`flask accounts`: making accounts, and what only the secretariat's machine may do with them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from exchange.accounts import queries, services
from exchange.accounts.services import NewAccount, NoSuchAccount
from exchange.domain.account import Role
from exchange.domain.errors import Refused
from exchange.lib import clock
from exchange.lib.personal import normalize_email
from exchange.unit_of_work import unit_of_work
from exchange.web.organizations import find_organization
from exchange.web.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exchange.domain.account import Account

cli = AppGroup("accounts", help="People who sign in.")


@cli.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--organization", metavar="CODE|NAME", help="The body it acts for.")
@click.option("--name", default="", help="The name shown on the pages.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(
    email: str, *, role: str, organization: str | None, name: str, password_stdin: bool
) -> None:
    """Make an account; without a password, print the link with which one is set."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    with _one_unit():
        body = find_organization(organization) if organization else None
        if organization and body is None:
            raise click.ClickException(f"There is no organization {organization}.")
        new = NewAccount(
            email=email, role=Role(role), organization=body, name=name, password=password
        )
        account = services.create(new, at=clock.now())
        click.echo(f"Made an account for {account.email}.")
        if password is None:
            _print_link(account)


@cli.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a new link with which the password of an account is set."""
    with _one_unit():
        _print_link(_get(email))


@cli.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Let nobody in with an account any more."""
    with _one_unit():
        services.disable(_get(email), at=clock.now())
        click.echo(f"Nobody signs in as {email} any more.")


@cli.command("list")
def list_accounts() -> None:
    """List the accounts: address, role, organization and state, with tabs between."""
    for account in queries.all_accounts():
        body = account.organization.name if account.organization else "-"
        click.echo("\t".join([account.email, account.role, body, _state(account)]))


@contextmanager
def _one_unit() -> Iterator[None]:
    """Keep all or nothing, and say in one line why it was nothing."""
    try:
        with unit_of_work():
            yield
    except Refused as reason:
        raise click.ClickException(str(reason)) from None


def _get(email: str) -> Account:
    try:
        account = queries.find(normalize_email(email))
    except ValueError:
        account = None
    if account is None:
        raise NoSuchAccount(email=email)
    return account


def _print_link(account: Account) -> None:
    token = services.issue_link(account, at=clock.now())
    addresses = current_app.url_map.bind("")
    hours = services.LINK_LIFE // timedelta(hours=1)
    click.echo(f"The password is set, once and within {hours} hours, at")
    click.echo(absolute(addresses.build("accounts.set_password", {"token": token})))


def _state(account: Account) -> str:
    if not account.is_active:
        return "disabled"
    return "active" if account.password_hash else "no password yet"
