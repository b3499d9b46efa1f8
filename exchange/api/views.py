"""JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from exchange.web.guard import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("api", __name__)


@bp.route("/api/v1/openapi.json", methods=["GET"])
@public
def openapi() -> ResponseReturnValue:
    return "not built yet"
