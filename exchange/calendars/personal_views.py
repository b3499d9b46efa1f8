"""The page of a personal feed, for whoever knows its address."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from exchange.calendars import agenda
from exchange.domain.personal_feed import PersonalFeed
from exchange.extensions import site
from exchange.lib import clock
from exchange.policy import Permission
from exchange.subscriptions import services
from exchange.web import own_feeds
from exchange.web.guard import requires
from exchange.web.headers import keep_unseen

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("personal", __name__)
bp.after_request(keep_unseen)


@bp.get("/feeds/my/<token:token>")
@requires(Permission.FEED_HOLD, on=PersonalFeed)
def show(feed: PersonalFeed) -> ResponseReturnValue:
    """Show what is coming in the feed.

    Nothing here leads to the pages of the registrations: a feed is handed to calendar
    services, which may read it but change nothing.
    """
    appointments = agenda.coming(feed, clock.today(site().zone))
    return render_template(
        "calendars/personal.html",
        feed=feed,
        appointments=appointments,
        names_people=len({one.registration.full_name for one in appointments}) > 1,
    )


@bp.post("/feeds/my/<token:token>/reset")
@requires(Permission.FEED_HOLD, on=PersonalFeed)
def reset(feed: PersonalFeed) -> ResponseReturnValue:
    """Give the feed a new address. The present one leads nowhere from now on."""
    token = feed.token
    fresh = services.reset(feed) or abort(HTTPStatus.NOT_FOUND)
    own_feeds.rename(token, fresh)
    flash(
        gettext(
            "The calendar has a new address. Please subscribe to it anew wherever you want it."
        ),
        "success",
    )
    return redirect(url_for(".show", token=fresh), HTTPStatus.SEE_OTHER)
