"""The floor of registering: the rows of one registration, inserted bare, one transaction each.

A process of its own, told on its input for how many seconds to go on; it answers with the
number of transactions. Its connection is one of the application's, so a transaction is as
durable as a registration.
"""

from __future__ import annotations

import json
import secrets
import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any

from exchange import create_app
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TABLES = (
    "personal_feed",
    "registration",
    "registration_day",
    "change",
    "letter",
    "enclosure",
)
"""The tables that a registration writes to, each after those it refers to."""
OWN = {
    "personal_feed": ("token", "email"),
    "registration": ("token", "email"),
    "letter": ("message_id",),
}
"""The columns in which no two rows are alike."""
PARENT = {
    "registration": ("feed_id", "personal_feed"),
    "registration_day": ("registration_id", "registration"),
    "change": ("registration_id", "registration"),
    "letter": ("registration_id", "registration"),
    "enclosure": ("letter_id", "letter"),
}

NEWEST = "(SELECT max(id) FROM registration)"
OF_THE_NEWEST = {
    "personal_feed": f"id = (SELECT feed_id FROM registration WHERE id = {NEWEST})"  # noqa: S608
    f" OR email = (SELECT email FROM registration WHERE id = {NEWEST})",
    "registration": f"id = {NEWEST}",
    "registration_day": f"registration_id = {NEWEST}",
    "change": f"registration_id = {NEWEST}",
    "letter": f"registration_id = {NEWEST}",
    "enclosure": "letter_id = (SELECT max(id) FROM letter)",
}
"""Which rows of each table are those of the newest registration."""

Row = dict[str, Any]


def _rows(cursor: Any, table: str) -> list[Row]:
    """Read the rows of the newest registration from `table`."""
    cursor.execute(f'SELECT * FROM "{table}" WHERE {OF_THE_NEWEST[table]}')  # noqa: S608  # our own names
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def inserting(connection: Any, mark: str) -> Callable[[], None]:
    """Give what inserts the rows of one more registration, and commits."""
    cursor = connection.cursor()
    begin = "BEGIN IMMEDIATE" if mark == "?" else "BEGIN"
    known = {table: _rows(cursor, table) for table in TABLES}
    connection.rollback()

    def insert() -> None:
        cursor.execute(begin)
        ids: dict[str, int] = {}
        for table in TABLES:
            for row in known[table]:
                ids[table] = _insert(cursor, mark, table, _copy(table, row, ids))
        cursor.execute("COMMIT")

    return insert


def _copy(table: str, row: Row, ids: dict[str, int]) -> Row:
    copy = {name: value for name, value in row.items() if name != "id"}
    copy |= {name: secrets.token_hex(12) for name in OWN.get(table, ()) if copy[name] is not None}
    if table in PARENT:
        column, parent = PARENT[table]
        copy[column] = ids[parent]
    return {
        name: json.dumps(value) if isinstance(value, dict | list) else value
        for name, value in copy.items()
    }


def _insert(cursor: Any, mark: str, table: str, row: Row) -> int:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join([mark] * len(row))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608  # our own names
    if table == "registration_day":
        cursor.execute(statement, list(row.values()))
        return 0
    cursor.execute(f"{statement} RETURNING id", list(row.values()))
    key: int = cursor.fetchone()[0]
    return key


def _rounds(insert: Callable[[], None]) -> Iterator[int]:
    """Insert for as long as each line of the input says."""
    for line in sys.stdin:
        end = perf_counter() + float(line)
        done = 0
        while perf_counter() < end:
            insert()
            done += 1
        yield done


def main() -> None:
    with create_app().app_context():
        mark = "?" if db.engine.dialect.name == "sqlite" else "%s"
        connection = db.engine.raw_connection().dbapi_connection
        assert connection is not None
        if mark != "?":
            connection.autocommit = True
        insert = inserting(connection, mark)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        for done in _rounds(insert):
            sys.stdout.write(f"{done}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
