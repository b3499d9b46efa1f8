"""The records page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from exchange.web.guard import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("records", __name__)


@bp.route("/records/", methods=["GET"])
@public
def index() -> ResponseReturnValue:
    return "not built yet"
