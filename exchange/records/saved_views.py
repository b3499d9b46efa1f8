"""The pages on which somebody keeps searches."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from exchange.domain.errors import Refused
from exchange.domain.saved_search import SavedSearch
from exchange.lib import clock
from exchange.policy import Permission
from exchange.records import saved as services
from exchange.records.addresses import criteria_at, in_words
from exchange.records.saved_forms import NameForm, SaveForm
from exchange.web.actor import actor
from exchange.web.guard import requires
from exchange.web.headers import keep_unseen

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("saved_searches", __name__, url_prefix="/records/searches")
bp.after_request(keep_unseen)


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.SEARCH_SAVE)
def index() -> ResponseReturnValue:
    """List what somebody saved, and save one more."""
    account = actor() or abort(HTTPStatus.FORBIDDEN)
    form = SaveForm()
    if form.is_valid_submission():
        try:
            services.save(account, form.name.data or "", form.asked, at=clock.now())
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("The search is saved."), "success")
            return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)
    page = render_template(
        "records/saved.html",
        form=form,
        searches=services.searches_of(account),
    )
    return page, form.status


@bp.route("/<int:number>", methods=["GET", "POST"])
@requires(Permission.SEARCH_KEEP, on=SavedSearch)
def edit(search: SavedSearch) -> ResponseReturnValue:
    """Give a search another name."""
    form = NameForm(obj=search)
    if form.is_valid_submission():
        services.rename(search, form.name.data or "")
        flash(gettext("The name is changed."), "success")
        return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)
    criteria = criteria_at(search.address)
    page = render_template(
        "records/saved_search.html",
        form=form,
        search=search,
        words=criteria and in_words(criteria, actor()),
    )
    return page, form.status


@bp.post("/<int:number>/renew")
@requires(Permission.SEARCH_KEEP, on=SavedSearch)
def renew(search: SavedSearch) -> ResponseReturnValue:
    """Give the feed of a search a new address. The present one leads nowhere from now on."""
    services.renew(search)
    flash(gettext("The feed has a new address. Please subscribe to it anew."), "success")
    return redirect(url_for(".edit", number=search.id), HTTPStatus.SEE_OTHER)


@bp.post("/<int:number>/delete")
@requires(Permission.SEARCH_KEEP, on=SavedSearch)
def delete(search: SavedSearch) -> ResponseReturnValue:
    """Forget a search."""
    services.forget(search)
    flash(gettext("The search is deleted."), "success")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)
