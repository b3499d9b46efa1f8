"""Signing in and out, and the language of the pages."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser_session
from flask_babel import gettext, ngettext
from flask_login import login_user

from exchange.accounts import queries, services
from exchange.accounts.forms import ChangePasswordForm, LoginForm, NewPasswordForm
from exchange.accounts.services import WrongCredentials
from exchange.accounts.throttle import TooManyAttempts
from exchange.domain.errors import Refused
from exchange.lib import clock
from exchange.policy import Permission, allows
from exchange.subscriptions.queries import feed_of
from exchange.subscriptions.services import of_mailbox
from exchange.web.actor import actor
from exchange.web.browser_session import cookies_need_https
from exchange.web.guard import public, requires
from exchange.web.headers import keep_unseen
from exchange.web.language import COOKIE, LANGUAGES
from exchange.web.urls import safe_next

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from exchange.domain.account import Account
    from exchange.web.forms import Form

bp = Blueprint("accounts", __name__)

A_YEAR = timedelta(days=365)


@bp.after_request
def _keep_unseen(response: Response) -> Response:
    """Leave no copy of somebody's account anywhere: the address of their calendar stands on it."""
    return keep_unseen(response) if request.endpoint == "accounts.show" else response


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    form = LoginForm(next=request.args.get("next"))
    if form.is_valid_submission():
        try:
            account = services.sign_in(form.credentials, at=clock.now())
        except TooManyAttempts as reason:
            return _slow_down("accounts/login.html", form, reason)
        except WrongCredentials as reason:
            form.refuse(reason)
        else:
            _begin_session(account)
            return redirect(_destination(account, form.next.data), HTTPStatus.SEE_OTHER)
    elif who := actor():
        return redirect(_destination(who, form.next.data), HTTPStatus.SEE_OTHER)
    return render_template("accounts/login.html", form=form), form.status


@bp.route("/logout", methods=["POST"])
@public
def logout() -> ResponseReturnValue:
    browser_session.clear()
    flash(gettext("You have signed out."), "success")
    return redirect(url_for("home.index"), HTTPStatus.SEE_OTHER)


@bp.route("/language", methods=["POST"])
@public
def language() -> ResponseReturnValue:
    """Remember the language chosen for a year, and go back to the page it was chosen on."""
    back = safe_next(request.form.get("next")) or url_for("home.index")
    response = make_response(redirect(back, HTTPStatus.SEE_OTHER))
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=A_YEAR,
            secure=cookies_need_https(),
            httponly=True,
            samesite="Lax",
        )
    return response


@bp.route("/accounts/set-password/<token:token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> ResponseReturnValue:
    """Take the password of whoever holds the link, once."""
    account = queries.find_by_link(token, at=clock.now())
    if account is None:
        return render_template("accounts/no_link.html"), HTTPStatus.NOT_FOUND
    form = NewPasswordForm()
    if form.is_valid_submission():
        try:
            services.set_password(account, form.password.data or "")
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("Your password is set. Please sign in with it."), "success")
            return redirect(url_for(".login"), HTTPStatus.SEE_OTHER)
    return render_template("accounts/set_password.html", form=form, account=account), form.status


@bp.route("/accounts/", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_KEEP)
def show() -> ResponseReturnValue:
    """Show somebody's own account, and change its password."""
    account = actor() or abort(HTTPStatus.FORBIDDEN)
    form = ChangePasswordForm()
    if form.is_valid_submission():
        try:
            services.change_password(account, form.change, at=clock.now())
        except TooManyAttempts as reason:
            return _slow_down("accounts/show.html", form, reason, feed=feed_of(account.email))
        except Refused as reason:
            form.refuse(reason)
        else:
            _begin_session(account)
            flash(
                gettext("Your password is changed. You are signed out everywhere else."), "success"
            )
            return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)
    page = render_template("accounts/show.html", form=form, feed=feed_of(account.email))
    return page, form.status


@bp.route("/accounts/calendar", methods=["POST"])
@requires(Permission.ACCOUNT_KEEP)
def calendar() -> ResponseReturnValue:
    """Give the holder of an account the address of their personal calendar."""
    account = actor() or abort(HTTPStatus.FORBIDDEN)
    of_mailbox(account.email)
    return redirect(url_for(".show", _anchor="calendar"), HTTPStatus.SEE_OTHER)


def _begin_session(account: Account) -> None:
    """Sign in, in a session that owes nothing to the one before."""
    browser_session.clear()
    login_user(account)


def _destination(account: Account, asked_for: str | None) -> str:
    """Give where somebody who signed in wanted to go, or else the desk they work at."""
    if target := safe_next(asked_for):
        return target
    if allows(account, Permission.MANAGE_ENTER):
        return url_for("manage.index")
    if allows(account, Permission.DESK_ENTER):
        return url_for("desk.index")
    return url_for("home.index")


def _slow_down(
    template: str, form: Form, reason: TooManyAttempts, **shown: object
) -> ResponseReturnValue:
    """Show the form again with how long to wait."""
    minutes = -(-reason.wait // timedelta(minutes=1))
    form.refusals.append(
        ngettext(
            "Too many attempts. Please try again in %(num)d minute.",
            "Too many attempts. Please try again in %(num)d minutes.",
            minutes,
        )
    )
    headers = {"Retry-After": str(int(reason.wait.total_seconds()) + 1)}
    page = render_template(template, form=form, **shown)
    return page, HTTPStatus.TOO_MANY_REQUESTS, headers
