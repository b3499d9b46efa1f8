"""A database of an earlier release keeps everything when its schema is brought up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from exchange.extensions import db
from tests.factories import a_group, a_registration, an_open_event, an_organization

if TYPE_CHECKING:
    from flask import Flask


def _rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0  # noqa: S608  # our own names
            for name in inspect(db.engine).get_table_names()
        }


def test_going_back_one_revision_and_forward_again_loses_no_row(app: Flask, noon) -> None:
    body = an_organization(group=a_group())
    for number in range(3):
        event = an_open_event(capacity=2)
        a_registration(event, organization=body, queued_at=noon + timedelta(hours=number))
    db.session.remove()
    before = _rows()

    downgrade(revision="0001")
    old = _rows()
    upgrade()

    assert {name: before[name] for name in old} == old
    assert _rows() == before
