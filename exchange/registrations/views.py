"""The registration form, the holder's page, and the coordinator's desk."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as browser_session
from flask_babel import gettext

from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment import audit, queries, services
from exchange.enrollment.forms import CancellationForm, RegistrationForm, known_of, stated_in
from exchange.enrollment.refusals import TooLateToCancel
from exchange.extensions import READING
from exchange.lib import clock
from exchange.lib.i18n import N_
from exchange.policy import Permission
from exchange.seating.queries import closing_moment, occupancy, queue_position, registration_state
from exchange.web.actor import actor
from exchange.web.guard import requires
from exchange.web.headers import keep_unseen

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response
    from flask.typing import ResponseReturnValue

    from exchange.enrollment.applications import Application
    from exchange.enrollment.audit import By
    from exchange.seating.state import RegistrationState

bp = Blueprint("registrations", __name__)

REVIEW = "review"
EDIT = "edit"
JUST_MADE = "registration_just_made"
"""Where the browser's session keeps the token of what was made a moment ago."""
THANKS = {
    RegistrationStatus.CONFIRMED: N_("Thank you. Your application has been accepted."),
    RegistrationStatus.WAITING: N_("Thank you. You are on the waiting list."),
}


@bp.after_request
def _keep_unseen(response: Response) -> Response:
    """Leave no copy anywhere, except of the form: going back to it must not empty it."""
    if request.endpoint == "registrations.new":
        response.headers["Cache-Control"] = "private"
    else:
        keep_unseen(response)
    return response


@bp.route("/<kind:kind>/<key:key>/register", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MAKE, on=Event)
def new(event: Event) -> ResponseReturnValue:
    """Take an application: typed in, looked over, sent. Without a step it counts as sent."""
    at = clock.now()
    state = registration_state(event, occupancy(event), at)
    if not state.takes:
        return _not_taken(event, state)
    is_for_somebody_else = "colleague" in request.args
    form = RegistrationForm(event, known_of(actor(), is_for_somebody_else=is_for_somebody_else))
    step = request.form.get("step")
    if step != EDIT and form.is_valid_submission():
        application = form.application
        by = audit.by(actor(), application.organization)
        try:
            if step == REVIEW:
                return _review(event, form, application, by, at)
            registration = services.register(event, application, by=by, at=at)
        except Refused as reason:
            form.refuse(reason)
        else:
            browser_session[JUST_MADE] = registration.token
            return redirect(url_for(".show", token=registration.token), HTTPStatus.SEE_OTHER)
    page = render_template(
        "registrations/new.html",
        event=event,
        form=form,
        state=state,
        closes_at=closing_moment(event),
    )
    return page, form.status


def _not_taken(event: Event, state: RegistrationState) -> ResponseReturnValue:
    page = render_template(
        "registrations/not_taken.html", event=event, state=state, closes_at=closing_moment(event)
    )
    return page, HTTPStatus.OK if request.method in READING else HTTPStatus.UNPROCESSABLE_ENTITY


def _review(
    event: Event, form: RegistrationForm, application: Application, by: By, at: datetime
) -> ResponseReturnValue:
    """Show what would be sent. Raises `Refused` if it would be refused."""
    state = services.examine(event, application, by=by, at=at)
    return render_template(
        "registrations/review.html", event=event, form=form, application=application, state=state
    )


@bp.route("/registrations/<token>", methods=["GET"])
@requires(Permission.REGISTRATION_HOLD, on=Registration)
def show(registration: Registration) -> ResponseReturnValue:
    at = clock.now()
    event = registration.event
    is_new = browser_session.pop(JUST_MADE, None) == registration.token
    if is_new and registration.status in THANKS:
        flash(gettext(THANKS[registration.status]), "success")
    return render_template(
        "registrations/show.html",
        registration=registration,
        own_days=queries.own_days(registration),
        position=queue_position(registration),
        state=registration_state(event, occupancy(event), at),
        closes_at=closing_moment(event),
        is_new=is_new,
        is_changeable=services.is_changeable(registration, at, by=_by(registration)),
        is_cancellable=services.is_cancellable(registration, at, by=_by(registration)),
    )


@bp.route("/registrations/<token>/edit", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_HOLD, on=Registration)
def edit(registration: Registration) -> ResponseReturnValue:
    at = clock.now()
    here = url_for(".show", token=registration.token)
    form = RegistrationForm(registration.event, stated_in(registration))
    if form.is_valid_submission():
        try:
            services.change(registration, form.application, by=_by(registration), at=at)
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("Your application has been changed."), "success")
            return redirect(here, HTTPStatus.SEE_OTHER)
    elif not form.is_submitted() and not services.is_changeable(
        registration, at, by=_by(registration)
    ):
        return redirect(here)
    page = render_template("registrations/edit.html", registration=registration, form=form)
    return page, form.status


@bp.route("/registrations/<token>/cancel", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_HOLD, on=Registration)
def cancel(registration: Registration) -> ResponseReturnValue:
    at = clock.now()
    here = url_for(".show", token=registration.token)
    form = CancellationForm()
    if form.is_valid_submission():
        try:
            services.cancel(registration, by=_by(registration), at=at)
        except TooLateToCancel as reason:
            form.refuse(reason)
        else:
            flash(gettext("Your application has been cancelled."), "success")
            return redirect(here, HTTPStatus.SEE_OTHER)
    elif not services.is_cancellable(registration, at, by=_by(registration)):
        return redirect(here)
    page = render_template("registrations/cancel.html", registration=registration, form=form)
    return page, form.status


def _by(registration: Registration) -> By:
    return audit.by(actor(), registration.organization)
