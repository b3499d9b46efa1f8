"""The commands `flask demonstration …`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from exchange.demonstration import people
from exchange.lib import clock
from exchange.unit_of_work import unit_of_work

IN_USE = (
    "This database already holds events or accounts. The demonstration is loaded into an empty one"
    " only: name another in EXCHANGE_DATABASE_URL."
)

cli = AppGroup("demonstration", help="A year, coming events and accounts to look around with.")


@cli.command("load")
def load() -> None:
    """Load the demonstration into an empty database, once, and print its accounts.

    Doing it again changes nothing. A database that holds anything else is
    refused.
    """
    from exchange.demonstration import services  # noqa: PLC0415  # it reads files, which servers never do

    try:
        with unit_of_work():
            is_new = services.load(at=clock.now())
    except services.DatabaseInUse as refusal:
        raise click.ClickException(IN_USE) from refusal
    click.echo("Demonstration loaded." if is_new else "Demonstration loaded before; kept as it is.")
    click.echo(f"Accounts, for demonstration only, all with the password {people.PASSWORD}")
    for person in people.ACCOUNTS:
        of = f" of {person.organization}" if person.organization else ""
        click.echo(f"  {person.email:<25} {person.role}{of}")
