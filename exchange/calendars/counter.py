"""The counter: kept feeds are handed out before anything else of a request is looked at.

Calendars ask for the same few addresses every hour, and mostly have what they ask for. Whatever
is not kept for the edition in force goes on to the application.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from exchange.calendars.press import Press
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

    from exchange.calendars.delivery import Copy


@dataclass(frozen=True)
class Counter:
    """What stands before an application, a WSGI application itself."""

    press: Press
    behind: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        copy = self._kept(environ)
        return (copy or self.behind)(environ, start_response)

    def _kept(self, environ: WSGIEnvironment) -> Copy | None:
        path = environ["PATH_INFO"]
        if not path.endswith(".ics") or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        try:
            calendar = self.press.find((path, environ["QUERY_STRING"]))
        except (SQLAlchemyError, self.press.engine.dialect.loaded_dbapi.Error):
            return None  # the application says what is wrong with the database
        return None if calendar is None else calendar.copy_for(environ)


def init_app(app: Flask) -> None:
    """Put a counter before `app`."""
    with app.app_context():
        engine = db.engine
    app.extensions["press"] = press = Press(engine, app.extensions["site"].zone)
    app.wsgi_app = Counter(press, app.wsgi_app)  # type: ignore[method-assign]  # Flask's own way of wrapping
