"""The board on which proposals become numbered plan items."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext, ngettext

from exchange.domain.errors import Refused
from exchange.extensions import site
from exchange.lib import clock, wareki
from exchange.planning import exports, pages, queries, services
from exchange.planning.addresses import A_YEAR, YEARS
from exchange.planning.forms import BoardFilter, Chosen, ItemForm, SortingForm
from exchange.policy import Permission
from exchange.web.actor import actor
from exchange.web.guard import requires
from exchange.web.paging import Page
from exchange.web.urls import present_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from exchange.domain.event import Event
    from exchange.planning.queries import Proposal

bp = Blueprint("planning", __name__)

PAGE_SIZE = 50
LEFT_OVER_SHOWN = 50


@bp.get("/plans/")
@requires(Permission.PLAN_READ)
def index() -> ResponseReturnValue:
    """Lead to the board of the coming fiscal year."""
    coming = wareki.fiscal_year(clock.today(site().zone)) + 1
    return redirect(url_for(".board", fiscal_year=coming))


@bp.get(A_YEAR)
@requires(Permission.PLAN_READ)
def board(fiscal_year: int) -> ResponseReturnValue:
    """Show what was proposed in the year before, and the plan that is made of it."""
    return _board_page(fiscal_year, SortingForm(formdata=None))


@bp.post(A_YEAR)
@requires(Permission.PLAN_KEEP)
def sort(fiscal_year: int) -> ResponseReturnValue:
    """Make of the ticked proposals what the button says."""
    form = SortingForm()
    if form.is_valid_submission():
        try:
            back = _sorted(fiscal_year, request.form.get("do"), form)
        except Refused as reason:
            form.refuse(reason)
        else:
            return redirect(back, HTTPStatus.SEE_OTHER)
    return _board_page(fiscal_year, form)


@bp.get(f"{A_YEAR}.xlsx")
@requires(Permission.PLAN_READ)
def export(fiscal_year: int) -> ResponseReturnValue:
    """Hand the plan over as a workbook."""
    return send_file(
        exports.file_of(fiscal_year),
        mimetype=exports.CONTENT_TYPE,
        as_attachment=True,
        download_name=exports.name_of(fiscal_year, clock.today(site().zone)),
    )


@bp.route(f"{A_YEAR}/new", methods=["GET", "POST"])
@requires(Permission.PLAN_KEEP)
def new(fiscal_year: int) -> ResponseReturnValue:
    """Make an item of the proposals that the address names, or of none."""
    if request.method != "POST":
        chosen = queries.proposals(Chosen().chosen, actor())
        return pages.new(fiscal_year, ItemForm.proposing(chosen))
    form = ItemForm()
    if form.is_valid_submission():
        try:
            item = services.add_item(fiscal_year, form.draft, form.chosen)
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("Plan item No. %(no)d has been made.", no=item.no), "success")
            back = url_for(".board", fiscal_year=fiscal_year, _anchor=f"plan-{item.id}")
            return redirect(back, HTTPStatus.SEE_OTHER)
    return pages.new(fiscal_year, form)


@bp.post(f"{A_YEAR}/renumber")
@requires(Permission.PLAN_KEEP)
def renumber(fiscal_year: int) -> ResponseReturnValue:
    """Close the gaps between the numbers."""
    services.close_gaps(fiscal_year)
    flash(gettext("The plan items are numbered from 1."), "success")
    back = url_for(".board", fiscal_year=fiscal_year, _anchor="plan")
    return redirect(back, HTTPStatus.SEE_OTHER)


def _sorted(fiscal_year: int, verb: str | None, form: SortingForm) -> str:
    """Do what the button says, and give the address to go on with. Raises what services raise."""
    chosen = form.chosen
    if verb == "new":
        return url_for(".new", fiscal_year=fiscal_year, proposals=services.required(chosen))
    if verb == "add":
        item = services.place(chosen, fiscal_year, form.chosen_item)
        said = gettext("They are part of plan item No. %(no)d now.", no=item.no)
    elif verb == "aside":
        number = services.set_aside(chosen)
        said = ngettext("%(num)d proposal set aside.", "%(num)d proposals set aside.", number)
    elif verb == "back":
        number = services.take_up(chosen)
        said = ngettext(
            "%(num)d proposal is open again.", "%(num)d proposals are open again.", number
        )
    else:
        abort(HTTPStatus.BAD_REQUEST)
    flash(said, "success")
    return present_address()


def _board_page(fiscal_year: int, sorting: SortingForm) -> ResponseReturnValue:
    found = queries.board(fiscal_year - 1, actor())
    form = BoardFilter()
    form.offer(found)
    form.is_valid_submission()
    wanted = form.criteria
    met = [one for one in found.of_the_year if one.standing is form.shown and wanted.meets(one)]
    left_over = [one for one in found.left_over if wanted.meets(one) and form.shows_left_over]
    page = _page(met, form.page.number)
    items = queries.items(fiscal_year)
    ticked = set(sorting.chosen)
    shown = render_template(
        "planning/board.html",
        fiscal_year=fiscal_year,
        has_year={year: year in YEARS for year in (fiscal_year - 1, fiscal_year + 1)},
        board=found,
        form=form,
        sorting=sorting,
        page=page,
        sessions=_by_session(page.items),
        left_over=_by_session(left_over[:LEFT_OVER_SHOWN]),
        left_over_total=len(left_over),
        left_over_shown=LEFT_OVER_SHOWN,
        left_over_ticked=not ticked.isdisjoint(one.id for one in left_over),
        standings=list(queries.Standing),
        items=items,
        has_gaps=[item.no for item in items] != list(range(1, len(items) + 1)),
        here=present_address(),
    )
    return shown, max(form.status, sorting.status)


def _page(proposals: Sequence[Proposal], number: int) -> Page[Proposal]:
    last = max(1, -(-len(proposals) // PAGE_SIZE))
    number = min(number, last)
    items = proposals[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(items=items, number=number, size=PAGE_SIZE, total=len(proposals))


def _by_session(proposals: Sequence[Proposal]) -> Sequence[tuple[Event, Sequence[Proposal]]]:
    """Put proposals that stand together under their events."""
    grouped = groupby(proposals, key=lambda one: one.event)
    return [(event, list(together)) for event, together in grouped]
