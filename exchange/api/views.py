"""Public data as JSON: the same for every reader, whoever is signed in."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint
from flask_babel import gettext

from exchange.api import openapi, shapes
from exchange.api.forms import EventsQuery, RecordsQuery
from exchange.events.queries import events
from exchange.extensions import site
from exchange.lib import clock
from exchange.publication import audience
from exchange.records.queries import find_records
from exchange.seating.queries import occupancies
from exchange.web.guard import public
from exchange.web.paging import Page, paginate

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from exchange.web.forms import FilterForm

bp = Blueprint("api", __name__, url_prefix="/api/v1")

PAGE_SIZE = 100


@bp.get("/openapi.json")
@public
def describe() -> ResponseReturnValue:
    """Describe the other two."""
    return openapi.document(site().base_url)


@bp.get("/events.json")
@public
def list_events() -> ResponseReturnValue:
    """List public events, newest first."""
    query = EventsQuery()
    if not query.is_valid_submission():
        return _not_understood(query)
    wanted = events(query.filter, None).options(*audience.LOADED)
    page = paginate(wanted, number=query.page.number, size=PAGE_SIZE)
    seats, now = occupancies(page.items), clock.now()
    return _counted(page, events=[shapes.event(one, seats[one.id], now) for one in page.items])


@bp.get("/records.json")
@public
def list_records() -> ResponseReturnValue:
    """List the notes of public events that hold what is looked for, newest first."""
    query = RecordsQuery()
    if not query.is_valid_submission():
        return _not_understood(query)
    page = find_records(
        query.criteria, None, page=query.page.number, size=PAGE_SIZE, to_the_end=True
    )
    return _counted(page, records=shapes.records(page))


def _counted(page: Page[Any], **items: list[shapes.Shape]) -> shapes.Shape:
    return {"total": page.total, "page": page.number, "pages": page.count, **items}


def _not_understood(query: FilterForm) -> ResponseReturnValue:
    fields = {name: [gettext(error) for error in errors] for name, errors in query.errors.items()}
    problem = {
        "status": HTTPStatus.UNPROCESSABLE_ENTITY,
        "message": gettext("The request could not be understood"),
        "fields": fields,
    }
    return {"error": problem}, HTTPStatus.UNPROCESSABLE_ENTITY
