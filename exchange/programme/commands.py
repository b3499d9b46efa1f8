"""The commands `flask programme …`.

What reads and writes files is imported by the command: a server never does either, and the
models of the format are a tenth of its memory.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from exchange.lib import clock
from exchange.programme.faults import Faulty
from exchange.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.programme.faults import Fault

CHANGED_MEANWHILE = (
    "Somebody else made the same things at the same time; nothing imported. Please run it again."
)

cli = AppGroup("programme", help="A year's programme as one file (exchange-programme/1).")


@cli.command("import")
@click.argument("file", type=click.File("rb"))
def import_file(file: BinaryIO) -> None:
    """Take in a programme FILE, or - for what comes in by pipe.

    Everything in it is taken in, or nothing: when something is wrong, every
    fault is listed with the path to it, and the exit status is 1. Taking in
    the same file again changes nothing.
    """
    from exchange.programme import queries, reader, services  # noqa: PLC0415  # see above

    try:
        with unit_of_work():
            document = reader.read(file.read(), queries.known())
            outcome = services.take_in(document, at=clock.now())
    except Faulty as refusal:
        _list_faults(refusal.faults)
        sys.exit(1)
    except IntegrityError as refusal:
        raise click.ClickException(CHANGED_MEANWHILE) from refusal
    click.echo(outcome)


def _list_faults(faults: Sequence[Fault]) -> None:
    for fault in faults:
        click.echo(fault, err=True)
    noun = "fault" if len(faults) == 1 else "faults"
    click.echo(f"{len(faults)} {noun}, nothing imported", err=True)


@cli.command("export")
@click.option(
    "--fiscal-year", type=click.IntRange(1873, 2999), help="Only this year, named by its first."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file."
)
def export(fiscal_year: int | None, output: Path | None) -> None:
    """Write the programme as a file that `import` takes in.

    Without -o it is written to the standard output.
    """
    from exchange.programme import queries, writer  # noqa: PLC0415  # see above

    with unit_of_work():
        content = writer.write(queries.whole_document(fiscal_year))
    if output is None:
        click.echo(content, nl=False)
    else:
        _replace(output, content)


def _replace(path: Path, content: bytes) -> None:
    """Write a file at once: whoever reads it meanwhile finds the old one."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # such as /dev/stdout, which must not be replaced
            return
        target = path.resolve()
        beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            beside.write_bytes(content)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as reason:
        raise click.ClickException(f"{path}: {reason.strerror}") from reason
