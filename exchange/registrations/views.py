"""The registration form, and the page of whoever holds a registration."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser_session
from flask_babel import gettext
from markupsafe import Markup

from exchange.domain.change import ChangedAs, ChangeKind
from exchange.domain.errors import Refused
from exchange.domain.event import Event, EventStatus
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment import audit, decisions, erasure, queries, services
from exchange.enrollment.forms import CancellationForm, RegistrationForm, known_of, stated_in
from exchange.enrollment.questions import answers_in_words
from exchange.enrollment.refusals import OfferLapsed, TooLateToCancel
from exchange.extensions import READING
from exchange.lib import clock, csvfile, qr
from exchange.lib.i18n import N_
from exchange.policy import Permission, allows
from exchange.registrations import own_data
from exchange.seating.house import queue_position
from exchange.seating.queries import Occupancy, occupancy
from exchange.seating.window import closing_moment, registration_state
from exchange.subscriptions.queries import feed_of
from exchange.subscriptions.services import of_browser
from exchange.web import own_feeds
from exchange.web.actor import actor
from exchange.web.guard import public, requires
from exchange.web.headers import keep_unseen
from exchange.web.urls import absolute

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response
    from flask.typing import ResponseReturnValue

    from exchange.domain.personal_feed import PersonalFeed
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
    RegistrationStatus.PENDING: N_(
        "Thank you. Your application has been received and awaits approval."
    ),
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
    window = registration_state(event, Occupancy(event.capacity), at)
    if not window.takes and not _may_come_late(event):
        return _not_taken(event, window)
    is_for_somebody_else = "colleague" in request.args
    form = RegistrationForm(event, known_of(actor(), is_for_somebody_else=is_for_somebody_else))
    step = request.form.get("step")
    if step != EDIT and form.is_valid_submission():
        application = form.application
        by = audit.by(actor(), application.organization)
        try:
            if step == REVIEW:
                return _review(event, form, application, by, at)
            feed = _feed(application) if by.part is ChangedAs.HOLDER else None
            registration = services.register(event, application, feed=feed, by=by, at=at)
        except Refused as reason:
            form.refuse(reason)
        else:
            browser_session[JUST_MADE] = registration.token
            if feed is not None:
                own_feeds.remember(feed)
            return redirect(url_for(".show", token=registration.token), HTTPStatus.SEE_OTHER)
    page = render_template(
        "registrations/new.html",
        event=event,
        form=form,
        state=registration_state(event, occupancy(event), at),
        closes_at=closing_moment(event),
    )
    return page, form.status


def _feed(application: Application) -> PersonalFeed:
    """Give the calendar of what this browser registers under the same mail address."""
    return of_browser(own_feeds.remembered(), application.email)


def _may_come_late(event: Event) -> bool:
    """Tell whether the actor may register people outside the window of registration."""
    is_going_on = event.takes_registrations and event.status is EventStatus.PLANNED
    return is_going_on and allows(actor(), Permission.EVENT_MANAGE, event)


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
        "registrations/review.html",
        event=event,
        form=form,
        application=application,
        answers=answers_in_words(event, application.answers),
        state=state,
    )


@bp.route("/registrations/<token:token>", methods=["GET"])
@requires(Permission.REGISTRATION_HOLD, on=Registration)
def show(registration: Registration) -> ResponseReturnValue:
    is_new = browser_session.pop(JUST_MADE, None) == registration.token
    if is_new and registration.status in THANKS:
        flash(gettext(THANKS[registration.status]), "success")
    return _page(registration, CancellationForm(), is_new=is_new)


def _page(registration: Registration, form: CancellationForm, *, is_new: bool = False) -> str:
    """Show how `registration` stands, and what can be done with it."""
    at = clock.now()
    event = registration.event
    by = _by(registration)
    address = absolute(url_for(".show", token=registration.token))
    answers = {answer.question_id: answer.values for answer in registration.answers}
    expires_at = registration.offer_expires_at
    return render_template(
        "registrations/show.html",
        registration=registration,
        form=form,
        own_days=queries.own_days(registration),
        answers=answers_in_words(event, answers),
        offered_until=None if expires_at is None or expires_at < at else expires_at,
        has_lapsed=_has_lapsed(registration, at),
        position=queue_position(registration)
        if registration.status is RegistrationStatus.WAITING
        else None,
        state=registration_state(event, occupancy(event), at),
        closes_at=closing_moment(event),
        is_new=is_new,
        part=by.part,
        is_changeable=services.is_changeable(registration, at, by=by),
        is_cancellable=services.is_cancellable(registration, at, by=by),
        address_of_page=address,
        feed=_feed_shown(registration),
        qr=Markup(qr.svg(address)),  # noqa: S704  # drawn by ourselves, of our own address
    )


def _feed_shown(registration: Registration) -> PersonalFeed | None:
    """Give the reader's own calendar: whoever signed in under the address may see all that is under it."""
    if registration.is_erased:
        return None
    reader = actor()
    if reader is not None and reader.email == registration.email:
        return feed_of(reader.email) or registration.feed
    return registration.feed


def _has_lapsed(registration: Registration, at: datetime) -> bool:
    """Tell whether an offered place was not accepted in time."""
    if registration.offer_expires_at is not None:
        return registration.offer_expires_at < at
    return registration.status is RegistrationStatus.CANCELLED and any(
        change.kind is ChangeKind.LAPSED for change in registration.changes
    )


@bp.route("/registrations/<token:token>/accept", methods=["POST"])
@requires(Permission.REGISTRATION_HOLD, on=Registration)
def accept(registration: Registration) -> ResponseReturnValue:
    """Take the place that was offered."""
    form = CancellationForm()
    if form.is_valid_submission():
        try:
            decisions.accept_offer(registration, by=_by(registration), at=clock.now())
        except OfferLapsed as reason:
            form.refuse(reason)
        else:
            flash(gettext("You have accepted the place."), "success")
            here = url_for(".show", token=registration.token)
            return redirect(here, HTTPStatus.SEE_OTHER)
    return _page(registration, form), form.status


@bp.route("/registrations/<token:token>/edit", methods=["GET", "POST"])
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


@bp.route("/registrations/<token:token>/cancel", methods=["GET", "POST"])
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


@bp.route("/registrations/<token:token>/data.<any(csv, json):kind>", methods=["GET"])
@requires(Permission.REGISTRATION_HOLD, on=Registration)
def data(registration: Registration, kind: str) -> ResponseReturnValue:
    """Hand over all that is kept about the person."""
    facts = own_data.facts(registration)
    if kind == "json":
        answer = jsonify([vars(fact) for fact in facts])
    else:
        rows = [(fact.section, fact.item, fact.content) for fact in facts]
        header = [gettext(name) for name in own_data.HEADER]
        answer = make_response(csvfile.write(header, rows))
        answer.content_type = "text/csv; charset=utf-8"
    name = f"registration-{registration.reference}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.route("/registrations/<token:token>/erase", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_HOLD, on=Registration)
def erase(registration: Registration) -> ResponseReturnValue:
    """Erase the personal data. The address of the registration leads nowhere afterwards."""
    at = clock.now()
    form = CancellationForm()
    if form.is_valid_submission():
        try:
            erasure.erase(registration, by=_by(registration), at=at)
        except TooLateToCancel as reason:
            form.refuse(reason)
        else:
            return redirect(url_for(".erased"), HTTPStatus.SEE_OTHER)
    page = render_template(
        "registrations/erase.html",
        registration=registration,
        form=form,
        is_cancelled_first=erasure.is_cancelled_first(registration, at),
    )
    return page, form.status


@bp.route("/registrations/erased", methods=["GET"])
@public
def erased() -> ResponseReturnValue:
    return render_template("registrations/erased.html")


def _by(registration: Registration) -> By:
    return audit.by(actor(), registration.organization)
