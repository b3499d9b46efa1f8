"""Pages that more than one view shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from exchange.planning import queries
from exchange.web.actor import actor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from exchange.planning.forms import ItemForm


def new(fiscal_year: int, form: ItemForm) -> ResponseReturnValue:
    """Show the form for a new item of a year, with the proposals that it is to be made of."""
    page = render_template(
        "planning/new.html",
        fiscal_year=fiscal_year,
        form=form,
        bodies=queries.bodies_by_group(),
        proposals=queries.proposals(form.chosen, actor()),
    )
    return page, form.status
