"""The records page: search over session notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from exchange.records import queries
from exchange.records.addresses import address, feed_of
from exchange.records.figures import figures
from exchange.records.forms import RecordsForm
from exchange.records.narrowing import narrowing
from exchange.records.saved import find_saved, searches_of
from exchange.records.saved_forms import SaveForm
from exchange.records.suggesting import suggestions
from exchange.search.find import Order
from exchange.web.actor import actor
from exchange.web.guard import public
from exchange.web.kept import kept

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("records", __name__)

BROWSED = {"kind", "series", "organization"}
"""What the figures do not lead to."""


@bp.get("/records/")
@kept
@public
def index() -> ResponseReturnValue:
    """Find session notes; without anything to look for, say what there is."""
    form, reader = RecordsForm(), actor()
    if not form.is_valid_submission():
        return render_template("records/index.html", form=form), form.status
    criteria = form.criteria
    if criteria.asks_nothing:
        return render_template(
            "records/index.html",
            form=form,
            feed=feed_of(criteria),
            figures=figures(reader),
            facets=[one for one in narrowing(criteria, reader) if one.name in BROWSED],
            searches=searches_of(reader) if reader else [],
        )
    page = queries.find_records(criteria, reader, page=form.page.number)
    return render_template(
        "records/index.html",
        form=form,
        criteria=criteria,
        terms=criteria.asked.terms,
        page=page,
        facets=narrowing(criteria, reader),
        suggestions=[] if page.total else suggestions(criteria, reader),
        events=queries.find_events(criteria, reader),
        Order=Order,
        feed=feed_of(criteria),
        save_form=SaveForm.of(criteria, reader) if reader else None,
        saved=find_saved(reader, address(criteria)) if reader else None,
    )
