"""Errors as pages in the reader's language, and as JSON where JSON was asked for."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import current_app, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

PAGES: dict[int, tuple[str, str]] = {
    HTTPStatus.BAD_REQUEST: (
        N_("The request could not be understood"),
        N_("Please go back, reload the page and try again."),
    ),
    HTTPStatus.FORBIDDEN: (
        N_("You may not open this page"),
        N_("Your account has no permission for it. Please ask the secretariat."),
    ),
    HTTPStatus.NOT_FOUND: (
        N_("There is no such page"),
        N_("The address may be mistyped, or the page may have been taken away."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        N_("The request could not be understood"),
        N_("Please go back, reload the page and try again."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        N_("Too much was sent at once"),
        N_("Please shorten the text, or choose a smaller file, and try again."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        N_("Too many attempts"),
        N_("Please wait a while before you try again."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        N_("Something went wrong on our side"),
        N_("Nothing was changed. Please try again, and tell the secretariat if it happens again."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        N_("The service is busy"),
        N_("Nothing was changed. Please try again in a moment."),
    ),
}


def _page(code: int) -> ResponseReturnValue:
    title, message = PAGES.get(code, PAGES[HTTPStatus.BAD_REQUEST])
    if request.path.startswith("/api/"):
        return {"error": {"status": code, "message": gettext(title)}}, code
    page = render_template(
        "errors/error.html", code=code, title=gettext(title), message=gettext(message)
    )
    return page, code


def _expired(_error: CSRFError) -> ResponseReturnValue:
    page = render_template(
        "errors/error.html",
        code=HTTPStatus.BAD_REQUEST,
        title=gettext("This page was open for too long"),
        message=gettext("Please go back, reload the page and send the form again."),
    )
    return page, HTTPStatus.BAD_REQUEST


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    page = make_response(_page(error.code))
    told = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    page.headers.update(told)  # Allow, Retry-After
    return page


def _busy(error: OperationalError) -> ResponseReturnValue:
    """Answer for a database that is away, or locked for longer than one waits."""
    current_app.logger.error("The database did not answer: %s", error)
    return _page(HTTPStatus.SERVICE_UNAVAILABLE)


def init_app(app: Flask) -> None:
    """Show every error as a page."""
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
