"""The unit of work: the only place that commits."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request

from exchange.extensions import READING, db

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask, Response


def _settle(*, keep: bool) -> None:
    if keep:
        db.session.commit()
    else:
        db.session.rollback()


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Keep everything done inside the block, or nothing if it raises."""
    try:
        yield
        _settle(keep=True)
    except BaseException:
        _settle(keep=False)
        raise


def _settle_request(response: Response) -> Response:
    if db.session.registry.has():  # else nothing was asked of the database
        is_done = response.status_code < HTTPStatus.BAD_REQUEST
        _settle(keep=is_done and request.method not in READING)
    return response


def init_app(app: Flask) -> None:
    """Make every request one unit of work."""
    app.after_request(_settle_request)
