"""Receiving what is larger than any other form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from exchange.extensions import csrf, db
from exchange.media import store
from exchange.media.refusals import NoRoom, TooMuchAtOnce

if TYPE_CHECKING:
    from typing import BinaryIO

LARGEST_REQUEST = 200 * 1024 * 1024
MOST_THROWN_AWAY = 1024 * 1024 * 1024
PIECE = 64 * 1024


def receive() -> None:
    """Read the form of the present request, which may take minutes, and check its token.

    The guard has let the sender in; the transaction in which it looked ends here, for on SQLite
    it keeps all other writers waiting. Raises `TooMuchAtOnce` and `NoRoom`.
    """
    db.session.rollback()
    request.max_content_length = LARGEST_REQUEST
    try:
        csrf.protect()
    except RequestEntityTooLarge as reason:
        _throw_away_the_rest()
        raise TooMuchAtOnce(most=LARGEST_REQUEST >> 20) from reason
    except OSError as reason:  # of the folder for temporary files
        store.log.exception("What was sent could not be stored for a moment")
        raise NoRoom from reason


def _throw_away_the_rest() -> None:
    """Read on, so that the browser sees the answer: one that is cut off in the middle shows none."""
    stream: BinaryIO = request.environ["wsgi.input"]
    ends_by_itself = "wsgi.input_terminated" in request.environ
    left = MOST_THROWN_AWAY if ends_by_itself else request.content_length or 0
    left = min(left, MOST_THROWN_AWAY)
    while left > 0 and (piece := stream.read(min(left, PIECE))):
        left -= len(piece)
