"""The plan of a year as a workbook."""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING

from flask_babel import gettext

from exchange.planning import queries
from exchange.web.filters import fiscal_year as in_words
from exchange.web.filters import short_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exchange.domain.plan import PlanItem
    from exchange.lib.csvfile import Cell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_of(fiscal_year: int) -> IO[bytes]:
    """Write the table of a year into a workbook, ready to be read."""
    from exchange.lib import workbook  # noqa: PLC0415  # openpyxl is 15 MB that most workers never need

    columns = [
        workbook.Column("No.", 5, is_text=False),
        workbook.Column(gettext("Project"), 24),
        workbook.Column(gettext("Content"), 36),
        workbook.Column(gettext("Actions"), 36),
        workbook.Column(gettext("Responsible"), 18),
        workbook.Column(gettext("State"), 10),
        workbook.Column(gettext("Progress"), 40),
    ]
    file = BytesIO()
    rows = map(_row, queries.items(fiscal_year))
    workbook.write(file, columns, rows, title=_title(fiscal_year))
    file.seek(0)
    return file


def name_of(fiscal_year: int, today: date) -> str:
    """Name the file by what is in it: 令和6年度 事業案_20240301.xlsx."""
    return f"{_title(fiscal_year)}_{today:%Y%m%d}.xlsx"


def _title(fiscal_year: int) -> str:
    return gettext("Plan items of %(year)s", year=in_words(fiscal_year))


def _row(item: PlanItem) -> Sequence[Cell]:
    return [
        item.no,
        item.title,
        item.content,
        "\n".join(f"・{one}" for one in item.actions),
        "\n".join(body.name for body in item.organizations),
        gettext(item.state.label),
        "\n".join(f"{short_date(one.noted_on)} {one.text}" for one in reversed(item.progress)),
    ]
