"""The front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from exchange.web.guard import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("home", __name__)


@bp.route("/", methods=["GET"])
@public
def index() -> ResponseReturnValue:
    return "not built yet"
