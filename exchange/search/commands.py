"""The commands `flask search …`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from exchange.search import rebuilding

cli = AppGroup("search", help="The index of the session notes.")


@cli.command("reindex")
def reindex() -> None:
    """Make the index of all session notes anew, while it is in use.

    Broken off, it goes on from there the next time.
    """
    with click.progressbar(length=rebuilding.amount(), label="Indexing") as bar:
        for done in rebuilding.reindex():
            bar.update(done)
