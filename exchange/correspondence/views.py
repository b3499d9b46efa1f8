"""The organizer's letters: what went out, what waits, and a message to all."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request
from flask_babel import gettext, ngettext

from exchange.correspondence import queries, services
from exchange.correspondence.forms import AgainForm, LettersForm, MessageForm
from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.letters.messages import example
from exchange.lib import clock
from exchange.policy import Permission
from exchange.web.actor import actor
from exchange.web.guard import LARGEST, requires
from exchange.web.headers import keep_unseen
from exchange.web.organizations import organizations
from exchange.web.paging import paginate
from exchange.web.urls import event_url

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from exchange.domain.letter import Letter

bp = Blueprint("correspondence", __name__)
bp.after_request(keep_unseen)

PAGE_SIZE = 50
SEND, EDIT = "send", "edit"


@bp.route("/manage/letters", methods=["GET"])
@requires(Permission.MANAGE_ENTER)
def everything() -> ResponseReturnValue:
    """List the letters about all events."""
    form = LettersForm(organizations())
    return _list("correspondence/everything.html", form, None)


@bp.route("/manage/<kind:kind>/<key:key>/letters", methods=["GET"])
@requires(Permission.EVENT_MANAGE, on=Event)
def index(event: Event) -> ResponseReturnValue:
    form = LettersForm(organizations())
    return _list("correspondence/index.html", form, event)


def _list(template: str, form: LettersForm, event: Event | None) -> ResponseReturnValue:
    page = None
    if form.is_valid_submission():
        wanted = queries.letters(form.filter, event)
        page = paginate(wanted, number=form.page.number, size=PAGE_SIZE)
    answer = render_template(
        template,
        event=event,
        form=form,
        page=page,
        counts=queries.counts(event),
        has_server=current_app.extensions["mail"].server is not None,
    )
    return answer, form.status


@bp.route("/manage/<kind:kind>/<key:key>/letters/<int:number>", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def show(event: Event, number: int) -> ResponseReturnValue:
    """Show one letter as it was sent; a POST sends one that failed once more."""
    letter = _letter(event, number)
    form = AgainForm()
    if form.is_valid_submission():
        try:
            services.send_again(letter, at=clock.now())
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("The letter is going to be sent once more."), "success")
            return redirect(request.path, HTTPStatus.SEE_OTHER)
    page = render_template(
        "correspondence/show.html",
        event=event,
        letter=letter,
        form=form,
        sender=current_app.extensions["mail"].sender,
    )
    return page, form.status


def _letter(event: Event, number: int) -> Letter:
    found = queries.find_letter(event, number) if number <= LARGEST else None
    return found or abort(HTTPStatus.NOT_FOUND)


@bp.route("/manage/<kind:kind>/<key:key>/letters/new", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def new(event: Event) -> ResponseReturnValue:
    """Write to all: typed in, looked over, sent."""
    form = MessageForm(event)
    step = request.form.get("step")
    if step != EDIT and form.is_valid_submission():
        try:
            if step != SEND:
                return _review(event, form)
            count = services.send(event, form.message, form.whom, by=actor(), at=clock.now())
        except Refused as reason:
            form.refuse(reason)
        else:
            words = ngettext("%(num)d letter written.", "%(num)d letters written.", count)
            flash(words, "success")
            return redirect(event_url(event, ".index"), HTTPStatus.SEE_OTHER)
    page = render_template("correspondence/new.html", event=event, form=form)
    return page, form.status


def _review(event: Event, form: MessageForm) -> ResponseReturnValue:
    """Show how many would get it, and what the first of them would read."""
    recipients = queries.recipients(event, form.whom)
    if not recipients.people:
        raise services.NobodyToWriteTo
    first = recipients.people[0]
    return render_template(
        "correspondence/review.html",
        event=event,
        form=form,
        recipients=recipients,
        first=first,
        letter=example(form.message, first, at=clock.now()),
    )
