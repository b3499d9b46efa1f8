"""The revisions lead to the schema that the models describe, on the database at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect

from exchange.domain.base import Base
from exchange.domain.note_search import is_modeled
from exchange.extensions import db

if TYPE_CHECKING:
    from flask import Flask


def test_the_revisions_make_what_the_models_describe(app: Flask) -> None:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_modeled}
        context = MigrationContext.configure(connection, opts=options)

        assert compare_metadata(context, Base.metadata) == []


def test_the_revisions_make_every_check_of_the_models(app: Flask) -> None:
    described = {
        (table.name, str(check.name))
        for table in Base.metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    inspector = inspect(db.engine)

    made = {
        (name, check["name"])
        for name in Base.metadata.tables
        for check in inspector.get_check_constraints(name)
    }

    assert made == described


def test_the_revisions_can_be_taken_back_and_made_again(app: Flask) -> None:
    db.session.remove()
    downgrade(revision="base")
    emptied = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    upgrade()

    assert emptied == set()
    assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())
