"""The calendar page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from exchange.calendars import month, queries
from exchange.calendars.forms import MonthForm
from exchange.events.queries import awaited
from exchange.extensions import site
from exchange.lib import clock
from exchange.web.actor import actor
from exchange.web.guard import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("calendars", __name__)

MOST_AWAITED = 12
"""Events without a day that stand below the month."""


@bp.get("/calendar/")
@public
def index() -> ResponseReturnValue:
    """Show a month as a grid, or as a list."""
    form = MonthForm()
    form.is_valid_submission()
    today = clock.today(site().zone)
    shown = form.chosen(otherwise=month.of(today))
    days = queries.days_between(shown.first, shown.last, actor())
    page = render_template(
        "calendars/index.html",
        form=form,
        month=shown,
        days=days,
        today=today,
        awaited=awaited(actor(), today, limit=MOST_AWAITED),
        current=month.of(today),
    )
    return page, form.status
