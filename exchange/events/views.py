"""A list of each kind of events, and a page of each event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from exchange.domain.event import Event, EventKind
from exchange.events import queries
from exchange.events.forms import LONGEST_QUERY, EventFilterForm
from exchange.lib import clock
from exchange.policy import Permission, allows
from exchange.search.query import parse
from exchange.seating.window import closing_moment
from exchange.web.actor import actor
from exchange.web.guard import public, requires
from exchange.web.kept import kept, standings
from exchange.web.organizations import organizations
from exchange.web.paging import paginate

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("events", __name__)

PAGE_SIZE = 20


@bp.get("/<kind:kind>/")
@kept
@public
def index(kind: EventKind) -> ResponseReturnValue:
    """List the events of a kind, newest first."""
    form = EventFilterForm()
    form.is_valid_submission()
    reader = actor()
    page = paginate(
        queries.events(form.filter(kind), reader), number=form.page.number, size=PAGE_SIZE
    )
    shown = render_template(
        "events/index.html",
        kind=kind,
        form=form,
        page=page,
        standings=standings(page.items, clock.now()),
        fiscal_years=queries.fiscal_years(kind, reader),
        organizations=organizations(),
    )
    return shown, form.status


@bp.get("/<kind:kind>/<key:key>")
@kept
@requires(Permission.EVENT_SEE, on=Event)
def show(event: Event) -> ResponseReturnValue:
    """Show an event in the order of the annual report."""
    queries.load_page(event)
    now = clock.now()
    return render_template(
        "events/show.html",
        event=event,
        standing=standings([event], now)[event.id],
        shares=queries.shares(event, actor(), now),
        closes_at=closing_moment(event),
        rounds=queries.neighbors(event, actor()),
        plans=queries.plans(event) if allows(actor(), Permission.PLAN_READ) else None,
        terms=parse(request.args.get("q", "")[:LONGEST_QUERY]).marked,
    )
