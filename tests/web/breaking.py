"""The application as servers find it, with pages at secret addresses that break."""

from __future__ import annotations

from typing import NoReturn

from flask import request
from sqlalchemy import text

from exchange import create_app
from exchange.extensions import db
from exchange.web import logs, secret_addresses
from exchange.web.guard import public

app = create_app()


@app.get("/break/<token:token>")
@public
def break_(token: str) -> NoReturn:
    """Fail as our own code may, with the address in what is said."""
    raise RuntimeError(f"cannot show {request.url}")


@app.get("/break/<token:token>/statement")
@public
def break_statement(token: str) -> NoReturn:
    """Fail as the database may."""
    db.session.execute(text("SELECT :token FROM nothing"), {"token": token})
    raise AssertionError("there is a table of that name")


secret_addresses.init_app(app)
logs.init_app(app)
