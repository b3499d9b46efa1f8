"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from exchange.web.guard import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    return "not built yet"


@bp.route("/logout", methods=["POST"])
@public
def logout() -> ResponseReturnValue:
    return "not built yet"


@bp.route("/language", methods=["POST"])
@public
def language() -> ResponseReturnValue:
    return "not built yet"


@bp.route("/accounts/set-password/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> ResponseReturnValue:
    return "not built yet"
