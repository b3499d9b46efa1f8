"""The page that offers every feed, and tells how to subscribe to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from exchange.calendars import directory
from exchange.web.actor import actor
from exchange.web.guard import public
from exchange.web.kept import kept

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("subscribe", __name__)


@bp.get("/calendar/subscribe")
@kept
@public
def index() -> ResponseReturnValue:
    """Offer every feed; first, to whoever is signed in, that of their own body."""
    reader = actor()
    return render_template(
        "calendars/subscribe.html",
        own_body=reader.organization if reader else None,
        groups=directory.groups(),
        bodies_without_a_group=directory.bodies_without_a_group(),
    )
