"""The actor: who sends the present request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_login import current_user
from sqlalchemy import select

from exchange.domain.account import Account
from exchange.extensions import db, login
from exchange.web.browser_session import SignedCookie

if TYPE_CHECKING:
    from flask import Flask


def actor() -> Account | None:
    """Give the signed-in account, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001  # the documented way out of the proxy


@login.user_loader  # type: ignore[untyped-decorator]  # flask-login is untyped
def _load(token: str) -> Account | None:
    account = db.session.scalar(select(Account).where(Account.sign_in_token == token))
    return account if account is not None and account.is_active else None


def init_app(app: Flask) -> None:
    """Let Flask-Login find accounts, and templates ask for the actor."""
    app.session_interface = SignedCookie()
    login.init_app(app)
    # Nobody is remembered beyond the session here, and asking whether somebody
    # should be would make every answer, feeds too, depend on the cookie.
    app.after_request_funcs[None].remove(login._update_remember_cookie)  # noqa: SLF001
    app.jinja_env.globals["actor"] = actor
