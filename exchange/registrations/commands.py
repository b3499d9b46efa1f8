"""`flask registrations`: what the secretariat's machine does with registrations by itself."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from exchange.domain.event import Event
from exchange.enrollment import erasure
from exchange.extensions import db
from exchange.lib import clock
from exchange.unit_of_work import unit_of_work

cli = AppGroup("registrations", help="Registrations and their personal data.")


@cli.command("purge")
@click.option("--dry-run", is_flag=True, help="Only tell what would be erased.")
def purge(*, dry_run: bool) -> None:
    """Erase personal data whose retention period is over; keep the counts, log the disposal."""
    at = clock.now()
    with unit_of_work():
        due = erasure.due(at=at)
    total = 0
    for one in due:
        number = one.registrations if dry_run else _purge(one.event_id)
        if number is None:
            continue  # somebody else did it meanwhile
        total += number
        click.echo(f"{one.key}\t{one.until}\t{number}\t{one.title}")
    people = "1 person" if total == 1 else f"{total} people"
    click.echo(f"{'To be erased' if dry_run else 'Erased'}: the data of {people}.")


def _purge(event_id: int) -> int | None:
    """Erase the data of one event, in a transaction of its own; tell of how many people."""
    with unit_of_work():
        event = db.session.get(Event, event_id)
        disposal = erasure.purge(event, at=clock.now()) if event else None
        return disposal.registrations if disposal else None
