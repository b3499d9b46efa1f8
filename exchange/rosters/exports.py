"""Rosters as files: a workbook, or CSV."""

from __future__ import annotations

import re
from enum import StrEnum
from io import BytesIO
from typing import IO, TYPE_CHECKING

from flask_babel import gettext

from exchange.lib import csvfile
from exchange.rosters import columns, queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exchange.domain.event import Event
    from exchange.rosters.columns import Column
    from exchange.rosters.queries import Wanted

NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 60


class Format(StrEnum):
    """What a roster can be taken away as. The value is how its name ends."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]


_CONTENT_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


def file_of(event: Event, wanted: Wanted, chosen: Sequence[Column], form: Format) -> IO[bytes]:
    """Write the roster into a file, ready to be read."""
    lines = columns.lines(event, queries.people(event, wanted), chosen)
    file = BytesIO()
    if form is Format.CSV:
        header = [one.header for one in chosen]
        file.write(csvfile.write(header, columns.cells_for_csv(chosen, lines)))
    else:
        from exchange.lib import workbook  # noqa: PLC0415  # openpyxl is 15 MB that most workers never need

        sheet = [
            workbook.Column(one.header, one.width, is_text=not one.is_figure) for one in chosen
        ]
        workbook.write(file, sheet, columns.cells(chosen, lines), title=_title(event))
    file.seek(0)
    return file


def name_of(event: Event, form: Format, today: date) -> str:
    """Name the file by what is in it, as every system takes it: 名簿 第1回交流研修_20260601.xlsx."""
    stem = " ".join(NOT_IN_FILE_NAMES.sub(" ", _title(event))[:LONGEST_NAME].split())
    return f"{stem}_{today:%Y%m%d}.{form}"


def _title(event: Event) -> str:
    return gettext("Roster of %(event)s", event=event.title)
