"""The feeds of searches: what is public, and what somebody may see who saved one."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request, url_for

from exchange.domain.saved_search import SavedSearch
from exchange.lib import atom as library
from exchange.policy import Permission
from exchange.publication import editions
from exchange.records import atom
from exchange.records.addresses import criteria_at
from exchange.records.forms import RecordsForm
from exchange.web.guard import public as open_to_all
from exchange.web.guard import requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("records_feeds", __name__)

FOR_ALL = "public, max-age=300"
FOR_ONE = "private, max-age=300"


@bp.get("/records/feed.atom")
@open_to_all
def public() -> ResponseReturnValue:
    """Serve what anybody may see of a search: the same to everybody."""
    form = RecordsForm()
    if not form.is_valid_submission():
        abort(HTTPStatus.UNPROCESSABLE_ENTITY)
    return _serve(atom.public(form.criteria), FOR_ALL)


@bp.get("/feeds/records/<token:token>.atom")
@requires(Permission.FEED_HOLD, on=SavedSearch, of_anybody=True)
def of_somebody(search: SavedSearch) -> ResponseReturnValue:
    """Serve what the owner of a saved search may see of it now, to whoever knows the address."""
    own_path = url_for(".of_somebody", token=search.token)
    feed = atom.of_somebody(search, own_path, criteria_at(search.address))
    return _serve(feed, FOR_ONE)


def _serve(feed: library.Feed, policy: str) -> Response:
    """Send a feed, or 304 to whoever has it."""
    response = Response(library.render(feed), content_type=f"{library.TYPE}; charset=utf-8")
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.last_modified = editions.changed_at()  # what left the search is a change, too
    response.headers["Cache-Control"] = policy
    response.make_conditional(request)
    return response
