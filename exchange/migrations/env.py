"""How Alembic finds the database and the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context
from flask import current_app

from exchange.domain.base import Base
from exchange.domain.note_search import is_modeled

if TYPE_CHECKING:
    from sqlalchemy import Connection


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # A table is changed by copying it, and dropping the old one must not reach
            # for the rows that belong to it. Inside a transaction this would do nothing.
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            user_module_prefix="base.",
            include_name=is_modeled,
            **{
                **current_app.extensions["migrate"].configure_args,
                "render_as_batch": connection.dialect.name == "sqlite",
            },
        )
        with context.begin_transaction():
            context.run_migrations()
            _require_whole(connection)
        connection.invalidate()  # the next one begins with foreign keys again


def _require_whole(connection: Connection) -> None:
    """Raise if a row refers to one that is not there."""
    if connection.dialect.name == "sqlite":
        stray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if stray:
            raise RuntimeError(f"rows that refer to nothing: {stray[:5]}")


run()
