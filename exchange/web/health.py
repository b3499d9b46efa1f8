"""Whether the server can do its work."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from exchange.extensions import db
from exchange.web.guard import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("health", __name__)

PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
ROBOTS = "User-agent: *\nDisallow: /manage/\nDisallow: /desk/\nDisallow: /registrations/\n"


@bp.get("/healthz")
@public
def show() -> ResponseReturnValue:
    """Answer `ok` when the database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "the database does not answer\n", HTTPStatus.SERVICE_UNAVAILABLE, PLAIN
    return "ok", HTTPStatus.OK, PLAIN


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Let readers of feeds and pages in everywhere but at the desks."""
    return ROBOTS, HTTPStatus.OK, PLAIN
