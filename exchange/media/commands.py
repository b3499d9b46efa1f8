"""The commands `flask media …`."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from exchange.lib import clock
from exchange.media import services
from exchange.unit_of_work import unit_of_work

cli = AppGroup("media", help="Photos and materials.")


@cli.command("sweep")
@click.option("--dry-run", is_flag=True, help="Only tell what would be removed.")
def sweep(*, dry_run: bool) -> None:
    """Remove files that nothing names, and tell which files are missing.

    Files of the last day are left alone: somebody may still be sending them. The exit status
    is 1 when a file is missing that a photo or material names.
    """
    with unit_of_work():
        found = services.survey(at=clock.now())
    for path in found.orphans:
        click.echo(f"{'would remove' if dry_run else 'removed'} {path}")
    for what in found.missing:
        click.echo(f"missing {what}")
    if not dry_run:
        services.sweep_out(found)
    click.echo(
        f"files that nothing names: {len(found.orphans)}, missing files: {len(found.missing)}"
    )
    sys.exit(1 if found.missing else 0)
