"""The coordinator's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from exchange.desk import queries
from exchange.extensions import site
from exchange.lib import clock
from exchange.policy import Permission
from exchange.web.actor import actor
from exchange.web.guard import requires
from exchange.web.headers import keep_unseen

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("desk", __name__)
bp.after_request(keep_unseen)


@bp.route("/desk/", methods=["GET"])
@requires(Permission.DESK_ENTER)
def index() -> ResponseReturnValue:
    coordinator = actor()
    assert coordinator is not None  # noqa: S101  # the guard has let them in
    assert coordinator.organization is not None  # noqa: S101  # no coordinator is without one
    delegations = queries.delegations(
        coordinator.organization, coordinator, today=clock.today(site().zone), at=clock.now()
    )
    return render_template(
        "desk/index.html", organization=coordinator.organization, delegations=delegations
    )
