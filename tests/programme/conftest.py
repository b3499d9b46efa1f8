"""Fixtures of the tests of the interchange format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange import create_app
from exchange.extensions import db
from tests.conftest import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask


@pytest.fixture
def another_app(new_database: Callable[[], str]) -> Iterator[Flask]:
    """An application on an empty database of its own, its context not pushed."""
    app = create_app({**SETTINGS, "DATABASE_URL": new_database()})
    yield app
    with app.app_context():
        db.engine.dispose()
