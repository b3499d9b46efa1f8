"""How Alembic finds the database and the tables."""

from __future__ import annotations

from alembic import context
from flask import current_app

from exchange.domain.base import Base


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            user_module_prefix="base.",
            **{
                **current_app.extensions["migrate"].configure_args,
                "render_as_batch": connection.dialect.name == "sqlite",
            },
        )
        with context.begin_transaction():
            context.run_migrations()


run()
