"""The unit of work: the only place that commits."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import g, request

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


def keep_despite_refusal() -> None:
    """Keep what this request changes although its answer is a refusal.

    For what a refusal itself leaves behind, such as the count of wrong passwords.
    """
    g.keeps_despite_refusal = True


def _settle_request(response: Response) -> Response:
    is_done = response.status_code < HTTPStatus.BAD_REQUEST
    keep = request.method not in READING and (is_done or g.get("keeps_despite_refusal", False))
    _settle(keep=keep)
    return response


def init_app(app: Flask) -> None:
    """Make every request one unit of work."""
    app.after_request(_settle_request)
