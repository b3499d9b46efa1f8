"""The organizer's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from exchange.domain.event import Event, EventKind
from exchange.policy import Permission
from exchange.web.guard import public, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("manage", __name__)


@bp.route("/manage/", methods=["GET"])
@requires(Permission.MANAGE_ENTER)
def index() -> ResponseReturnValue:
    return "not built yet"


@bp.route("/manage/<kind:kind>/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ENTER)
def new(kind: EventKind) -> ResponseReturnValue:
    return "not built yet"


@bp.route("/manage/<kind:kind>/<key:key>/edit", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def edit(event: Event) -> ResponseReturnValue:
    return "not built yet"


@bp.route("/manage/<kind:kind>/<key:key>/publish", methods=["POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def publish(event: Event) -> ResponseReturnValue:
    return "not built yet"


@bp.route("/manage/<kind:kind>/<key:key>/cancel", methods=["POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def cancel(event: Event) -> ResponseReturnValue:
    return "not built yet"


@bp.route("/manage/<kind:kind>/<key:key>/copy", methods=["POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def copy(event: Event) -> ResponseReturnValue:
    return "not built yet"


@bp.route("/manage/<kind:kind>/<key:key>/notes", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def notes(event: Event) -> ResponseReturnValue:
    return "not built yet"


@bp.route("/manage/<kind:kind>/<key:key>/headcount", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def headcount(event: Event) -> ResponseReturnValue:
    return "not built yet"
