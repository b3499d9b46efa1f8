"""Public pages of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from exchange.domain.event import Event, EventKind
from exchange.policy import Permission
from exchange.web.guard import public, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("events", __name__)


@bp.route("/<kind:kind>/", methods=["GET"])
@public
def index(kind: EventKind) -> ResponseReturnValue:
    return "not built yet"


@bp.route("/<kind:kind>/<key:key>", methods=["GET"])
@requires(Permission.EVENT_SEE, on=Event)
def show(event: Event) -> ResponseReturnValue:
    return "not built yet"
