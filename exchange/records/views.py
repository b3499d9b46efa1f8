"""The records page: search over session notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from exchange.records import queries
from exchange.records.forms import RecordsForm
from exchange.web.actor import actor
from exchange.web.guard import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("records", __name__)


@bp.get("/records/")
@public
def index() -> ResponseReturnValue:
    """Find session notes; without anything to look for, say what there is."""
    form, reader = RecordsForm(), actor()
    offered = queries.whole_range(reader)
    if not form.is_valid_submission():
        return render_template("records/index.html", form=form, offered=offered), form.status
    criteria = form.criteria
    if criteria.asks_nothing:
        return render_template("records/index.html", form=form, offered=offered)
    return render_template(
        "records/index.html",
        form=form,
        offered=offered,
        terms=criteria.asked.terms,
        page=queries.find_records(criteria, reader, page=form.page.number),
        events=queries.find_events(criteria, reader),
    )
