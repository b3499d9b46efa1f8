"""The front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from exchange.events import queries
from exchange.extensions import site
from exchange.lib import clock
from exchange.web.actor import actor
from exchange.web.guard import public
from exchange.web.kept import kept, standings

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("home", __name__)

NEXT_EVENTS = 6


@bp.get("/")
@kept
@public
def index() -> ResponseReturnValue:
    """Show what is next, the last year in figures, search and subscription."""
    reader, now = actor(), clock.now()
    today = clock.today(site().zone)
    coming = queries.upcoming(reader, today, limit=NEXT_EVENTS)
    awaited = queries.awaited(reader, today, limit=NEXT_EVENTS)
    return render_template(
        "home/index.html",
        coming=coming,
        awaited=awaited,
        standings=standings([*coming, *awaited], now),
        figures=queries.year_figures(reader),
        recorded=queries.latest_recorded(reader),
    )
