"""The extensions, made here and bound to an app in `create_app`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from flask import current_app, has_request_context, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.engine import Engine

from exchange.domain.base import Base
from exchange.lib import grams

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, ExceptionContext

    from exchange.config import Site

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that never change anything."""
BUSY_TIMEOUT = 15_000
"""Milliseconds a writer waits for another one on SQLite."""

db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"expire_on_commit": True},
    # Names, mail addresses and tokens stand in statements, and would stand in the log.
    engine_options={"hide_parameters": True},
)
login = LoginManager()
migrate = Migrate()
csrf = CSRFProtect()
babel = Babel()


def site() -> Site:
    """Give the present app's zone and address."""
    found: Site = current_app.extensions["site"]
    return found


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not in the driver
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was answered as accepted survives a power cut
        "foreign_keys=ON",
        "recursive_triggers=ON",  # a row that REPLACE removes leaves the full-text index, too
        f"busy_timeout={BUSY_TIMEOUT}",
        "cache_size=-8192",  # KiB: where search looks up a thousand hits stays at hand
    ):
        connection.execute(f"PRAGMA {pragma}")
    # What the triggers of the full-text index call. See `exchange.search.sqlite`.
    connection.create_function("search_grams", 1, grams.grams, deterministic=True)
    connection.create_function("search_letters", 1, grams.letters, deterministic=True)


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where something may be written.

    A transaction that reads first and writes later can be refused by SQLite
    without waiting; one that begins IMMEDIATE waits its turn.
    """
    if connection.dialect.name == "sqlite":
        reads = has_request_context() and request.method in READING
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@event.listens_for(Engine, "handle_error")
def _quote_no_row(context: ExceptionContext) -> None:
    """Leave out of errors what PostgreSQL quotes of rows in its `DETAIL`: names, tokens."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(
                one.partition("\nDETAIL:")[0] if isinstance(one, str) else one for one in error.args
            )
