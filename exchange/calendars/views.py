"""The calendar page, and the feeds."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template

from exchange.calendars import feeds, month, queries
from exchange.calendars.feeds import Feed
from exchange.calendars.forms import MonthForm
from exchange.calendars.queries import Scope
from exchange.domain.event import Event, EventKind
from exchange.extensions import site
from exchange.lib import clock
from exchange.policy import Permission
from exchange.web.actor import actor
from exchange.web.guard import public, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("calendars", __name__)


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
        current=month.of(today),
    )
    return page, form.status


@bp.get("/feeds/all.ics")
@public
def feed() -> ResponseReturnValue:
    """Serve everything public."""
    return feeds.serve(Feed("all.ics", Scope()))


@bp.get("/feeds/<kind:kind>.ics")
@public
def feed_of_kind(kind: EventKind) -> ResponseReturnValue:
    """Serve one kind of events."""
    return feeds.serve(Feed(f"{kind.plural}.ics", Scope(kind=kind)))


@bp.get("/feeds/organizations/<address>.ics")
@public
def feed_of_organization(address: str) -> ResponseReturnValue:
    """Serve what concerns one body, with its place."""
    body = queries.find_body(address) or abort(HTTPStatus.NOT_FOUND)
    scope = Scope(organization_id=body.id)
    return feeds.serve(Feed(f"{body.address}.ics", scope, body.group_id, body.name))


@bp.get("/feeds/groups/<slug>.ics")
@public
def feed_of_group(slug: str) -> ResponseReturnValue:
    """Serve what concerns one audience, with its place."""
    group = queries.find_group(slug) or abort(HTTPStatus.NOT_FOUND)
    scope = Scope(group_id=group.id)
    return feeds.serve(Feed(f"{group.slug}.ics", scope, group.id, group.name))


@bp.get("/<kind:kind>/<key:key>.ics")
@requires(Permission.EVENT_SEE, on=Event, of_anybody=True)
def event(event: Event) -> ResponseReturnValue:
    """Serve one event. Calendars bring no account, so it must be public."""
    return feeds.serve(Feed(f"{event.key}.ics", Scope(event_id=event.id), name=event.title))
