"""The feeds: what is public, and what somebody registered for."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request

from exchange.calendars import feeds, personal, queries
from exchange.calendars.feeds import Feed
from exchange.calendars.forms import SinceForm
from exchange.calendars.press import press
from exchange.calendars.queries import Scope
from exchange.calendars.window import OF_ALL_TIME, window
from exchange.domain.personal_feed import PersonalFeed
from exchange.policy import Permission
from exchange.web.guard import public, requires

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from exchange.calendars.delivery import Calendar
    from exchange.calendars.window import Window
    from exchange.domain.event import EventKind

bp = Blueprint("feeds", __name__)


@bp.get("/feeds/all.ics")
@public
def everything() -> ResponseReturnValue:
    """Serve everything public."""
    return _serve(Feed("all.ics", Scope()))


@bp.get("/feeds/<kind:kind>.ics")
@public
def of_kind(kind: EventKind) -> ResponseReturnValue:
    """Serve one kind of events."""
    return _serve(Feed(f"{kind.plural}.ics", Scope(kind=kind)))


@bp.get("/feeds/organizations/<address>.ics")
@public
def of_organization(address: str) -> ResponseReturnValue:
    """Serve what concerns one body, with its place."""
    body = queries.find_body(address) or abort(HTTPStatus.NOT_FOUND)
    scope = Scope(organization_id=body.id)
    return _serve(Feed(f"{body.address}.ics", scope, body.group_id, body.name))


@bp.get("/feeds/groups/<slug>.ics")
@public
def of_group(slug: str) -> ResponseReturnValue:
    """Serve what concerns one audience, with its place."""
    group = queries.find_group(slug) or abort(HTTPStatus.NOT_FOUND)
    return _serve(Feed(f"{group.slug}.ics", Scope(group_id=group.id), group.id, group.name))


@bp.get("/<kind:kind>/<key:key>.ics")
@public
def of_event(kind: EventKind, key: str) -> ResponseReturnValue:
    """Serve one event. Calendars bring no account, so it must be public, or have been."""
    event = queries.find_event(kind, key) or abort(HTTPStatus.NOT_FOUND)
    name = event.title if event.is_public else ""
    return _serve(Feed(f"{event.key}.ics", Scope(event_id=event.id), name=name), of_all_time=True)


@bp.get("/feeds/my/<token:token>.ics")
@requires(Permission.FEED_HOLD, on=PersonalFeed, of_anybody=True)
def of_person(feed: PersonalFeed) -> ResponseReturnValue:
    """Serve what somebody registered for, to whoever knows the address."""
    return _in_window(lambda shown: personal.calendar(feed, shown))


def _serve(feed: Feed, *, of_all_time: bool = False) -> ResponseReturnValue:
    """Serve a public feed, and keep it for the counter."""

    def issue(shown: Window) -> Calendar:
        address = (request.environ["PATH_INFO"], request.environ["QUERY_STRING"])
        return press().issue(address, partial(feeds.put_together, feed, shown))

    return _answer(issue(window(OF_ALL_TIME))) if of_all_time else _in_window(issue)


def _in_window(calendar: Callable[[Window], Calendar]) -> ResponseReturnValue:
    """Serve from the day on that the address names, if it names one."""
    form = SinceForm()
    if not form.is_valid_submission():
        return render_template("calendars/not_a_date.html", form=form), form.status
    return _answer(calendar(window(form.since.data)))


def _answer(calendar: Calendar) -> ResponseReturnValue:
    return calendar.copy_for(request.environ)
