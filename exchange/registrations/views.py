"""Registrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from exchange.domain.event import Event, EventKind
from exchange.domain.registration import Registration
from exchange.policy import Permission
from exchange.web.guard import public, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("registrations", __name__)


@bp.route("/<kind:kind>/<key:key>/register", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MAKE, on=Event)
def new(event: Event) -> ResponseReturnValue:
    return "not built yet"


@bp.route("/registrations/<token>", methods=["GET"])
@requires(Permission.REGISTRATION_HOLD, on=Registration)
def show(registration: Registration) -> ResponseReturnValue:
    return "not built yet"


@bp.route("/desk/", methods=["GET"])
@requires(Permission.DESK_ENTER)
def desk() -> ResponseReturnValue:
    return "not built yet"
