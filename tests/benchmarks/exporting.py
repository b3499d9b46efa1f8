"""A roster as a workbook, over openpyxl's write-only mode with the same cells."""

from __future__ import annotations

from io import BytesIO
from time import perf_counter
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from exchange import create_app
from exchange.config import PREFIX
from exchange.domain.event import Event
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import db
from exchange.rosters import exports
from exchange.rosters.columns import columns
from exchange.rosters.queries import Order, Wanted
from tests.benchmarks.load import Comparison

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROUNDS = 5


def measured(settings: Mapping[str, str], *, people: int) -> Comparison:
    """Write the roster of the first event, all its columns, and the bare cells, by turns.

    Gives workbooks per second, by the fastest round of each.
    """
    app = create_app({name.removeprefix(PREFIX): value for name, value in settings.items()})
    with app.test_request_context():
        rows = _cells(_roster())
        assert len(rows) == people + 1
        rounds = [(_seconds(lambda: _bare(rows)), _seconds(_roster)) for _ in range(ROUNDS)]
        db.session.remove()
        db.engine.dispose()
    return Comparison(*(1 / min(seconds) for seconds in zip(*rounds, strict=True)))


def _roster() -> bytes:
    db.session.expire_all()
    event = db.session.get_one(Event, 1)
    wanted = Wanted(statuses=[RegistrationStatus.CONFIRMED], order=Order.BODY)
    return exports.file_of(event, wanted, columns(event), exports.Format.XLSX).read()


def _cells(octets: bytes) -> Sequence[Sequence[object]]:
    sheet = load_workbook(BytesIO(octets), read_only=True).active
    assert sheet is not None
    return list(sheet.values)


def _bare(rows: Sequence[Sequence[object]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(BytesIO())


def _seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin
