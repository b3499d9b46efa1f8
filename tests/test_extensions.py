"""What an error of the database tells, and what it keeps to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from exchange.domain.registration import Registration
from exchange.extensions import db
from tests.factories import a_registration, an_event

if TYPE_CHECKING:
    from flask import Flask


def test_an_error_of_the_database_quotes_no_value(app: Flask) -> None:
    twice = a_registration(an_event())
    columns = Registration.__table__.columns.keys()
    row = {name: getattr(twice, name) for name in columns if name != "id"}

    with pytest.raises(IntegrityError) as refused:
        db.session.execute(insert(Registration).values(row))

    told = f"{refused.value} {refused.value.orig} {refused.value.__cause__}"
    assert "SQL parameters hidden" in told
    assert [one for one in (twice.token, twice.given_name, twice.email) if one in told] == []


def test_an_error_of_the_database_says_what_is_wrong(app: Flask) -> None:
    with pytest.raises(DBAPIError, match="nothing"):
        db.session.execute(text("SELECT 1 FROM nothing"))
