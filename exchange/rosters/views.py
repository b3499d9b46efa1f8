"""The people of an event: the list, one person, and what is printed or taken away."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file
from flask_babel import gettext, ngettext

from exchange.domain.change import ChangedAs
from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment import decisions, erasure
from exchange.enrollment import services as enrollment
from exchange.enrollment.audit import By
from exchange.enrollment.forms import CancellationForm, RegistrationForm, stated_in
from exchange.enrollment.history import details_in_words
from exchange.enrollment.questions import answers_in_words
from exchange.extensions import site
from exchange.lib import clock
from exchange.policy import Permission
from exchange.rosters import columns, exports, figures, papers, queries, services
from exchange.rosters.forms import ApprovalForm, DeclineForm, RegistrantsForm, RosterForm
from exchange.seating.house import queue_positions
from exchange.web.actor import actor
from exchange.web.guard import LARGEST, requires
from exchange.web.headers import keep_unseen
from exchange.web.organizations import organizations
from exchange.web.paging import Page
from exchange.web.urls import event_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from exchange.rosters.queries import Person

bp = Blueprint("rosters", __name__)
bp.after_request(keep_unseen)

PAGE_SIZE = 100
SHOWN_AT_ONCE = 10
"""How many people the page shows of a roster before it is taken away."""


@bp.route("/manage/<kind:kind>/<key:key>/registrations", methods=["GET"])
@requires(Permission.EVENT_MANAGE, on=Event)
def index(event: Event) -> ResponseReturnValue:
    at = clock.now()
    form = RegistrantsForm()
    page = _page(event, form) if form.is_valid_submission() else None
    shown = [one.id for one in page.items] if page else []
    people = figures.counted(event)
    holds = figures.holds_of(event, clock.local(at, site().zone).date())
    replies = figures.replies(event, people, holds) if event.takes_registrations else []
    answer = render_template(
        "rosters/index.html",
        event=event,
        form=form,
        page=page,
        days=queries.days_by_person(event, among=shown),
        positions=queue_positions(event, at),
        makers=queries.makers(shown),
        figures=figures.figures(event, people, holds, at=at),
        replies=replies,
        to_ask=figures.addresses_to_ask(replies),
        organizations=organizations(),
        are_all_chosen="chosen" in request.args,
    )
    return answer, form.status


def _page(event: Event, form: RegistrantsForm) -> Page[Person]:
    found = queries.people(event, form.wanted)
    last = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(1, form.page.number), last)
    items = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(items=items, number=number, size=PAGE_SIZE, total=len(found))


@bp.route("/manage/<kind:kind>/<key:key>/registrations/approve", methods=["POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def approve_all(event: Event) -> ResponseReturnValue:
    form = ApprovalForm()
    if not form.is_valid_submission() or not form.chosen:
        flash(gettext("Please choose at least one application."), "warning")
        return redirect(event_url(event, ".index"), HTTPStatus.SEE_OTHER)
    done = services.approve_all(event, form.chosen, by=_by(), at=clock.now())
    if done.people:
        words = ngettext("%(num)d person approved.", "%(num)d people approved.", done.people)
        flash(words, "success")
    if done.left_out:
        words = ngettext(
            "%(num)d application no longer awaited approval and stays as it is.",
            "%(num)d applications no longer awaited approval and stay as they are.",
            done.left_out,
        )
        flash(words, "warning")
    return redirect(event_url(event, ".index"), HTTPStatus.SEE_OTHER)


@bp.route("/manage/<kind:kind>/<key:key>/registrations/new", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def new(event: Event) -> ResponseReturnValue:
    form = RegistrationForm(event)
    if form.is_valid_submission():
        try:
            made = enrollment.register(event, form.application, by=_by(), at=clock.now())
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("Registered. A letter goes to the person."), "success")
            return redirect(_url(made), HTTPStatus.SEE_OTHER)
    return render_template("rosters/new.html", event=event, form=form), form.status


@bp.route("/manage/<kind:kind>/<key:key>/registrations/<int:number>", methods=["GET"])
@requires(Permission.EVENT_MANAGE, on=Event)
def show(event: Event, number: int) -> ResponseReturnValue:
    return _person_page(event, _get(event, number), DeclineForm())


@bp.route("/manage/<kind:kind>/<key:key>/registrations/<int:number>/approve", methods=["POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def approve(event: Event, number: int) -> ResponseReturnValue:
    done = gettext("Approved. A letter goes to the person.")
    return _decided(event, number, DeclineForm(), decisions.approve, done)


@bp.route("/manage/<kind:kind>/<key:key>/registrations/<int:number>/decline", methods=["POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def decline(event: Event, number: int) -> ResponseReturnValue:
    form = DeclineForm()

    def service(registration: Registration, *, by: By, at: datetime) -> None:
        decisions.decline(registration, form.reason.data or "", by=by, at=at)

    done = gettext("Declined. A letter goes to the person.")
    return _decided(event, number, form, service, done)


@bp.route("/manage/<kind:kind>/<key:key>/registrations/<int:number>/accept", methods=["POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def accept(event: Event, number: int) -> ResponseReturnValue:
    done = gettext("Accepted for the person. A letter goes to them.")
    return _decided(event, number, DeclineForm(), decisions.accept_offer, done)


@bp.route("/manage/<kind:kind>/<key:key>/registrations/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def edit(event: Event, number: int) -> ResponseReturnValue:
    registration = _get(event, number)
    form = RegistrationForm(event, stated_in(registration))
    if form.is_valid_submission():
        try:
            enrollment.change(registration, form.application, by=_by(), at=clock.now())
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("Saved."), "success")
            return redirect(_url(registration), HTTPStatus.SEE_OTHER)
    elif not form.is_submitted() and not _is_changeable(registration):
        return redirect(_url(registration))
    page = render_template("rosters/edit.html", event=event, registration=registration, form=form)
    return page, form.status


@bp.route(
    "/manage/<kind:kind>/<key:key>/registrations/<int:number>/cancel", methods=["GET", "POST"]
)
@requires(Permission.EVENT_MANAGE, on=Event)
def cancel(event: Event, number: int) -> ResponseReturnValue:
    registration = _get(event, number)
    form = CancellationForm()
    if form.is_valid_submission():
        try:
            enrollment.cancel(registration, by=_by(), at=clock.now())
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("The application has been cancelled."), "success")
            return redirect(_url(registration), HTTPStatus.SEE_OTHER)
    elif not form.is_submitted() and not _is_cancellable(registration):
        return redirect(_url(registration))
    page = render_template("rosters/cancel.html", event=event, registration=registration, form=form)
    return page, form.status


@bp.route("/manage/<kind:kind>/<key:key>/roster", methods=["GET"])
@requires(Permission.EVENT_MANAGE, on=Event)
def roster(event: Event) -> ResponseReturnValue:
    return _roster_page(event, RosterForm(event))


@bp.route("/manage/<kind:kind>/<key:key>/roster.<any(xlsx,csv):suffix>", methods=["GET"])
@requires(Permission.EVENT_MANAGE, on=Event)
def export(event: Event, suffix: str) -> ResponseReturnValue:
    """Hand the roster over as a file, under a name that tells what it is."""
    form = RosterForm(event)
    if not form.is_valid_submission():
        return _roster_page(event, form)
    wanted_as = exports.Format(suffix)
    return send_file(
        exports.file_of(event, form.wanted, form.chosen, wanted_as),
        mimetype=wanted_as.content_type,
        as_attachment=True,
        download_name=exports.name_of(event, wanted_as, clock.today(site().zone)),
    )


@bp.route("/manage/<kind:kind>/<key:key>/roster/sign-in", methods=["GET"])
@requires(Permission.EVENT_MANAGE, on=Event)
def sign_in(event: Event) -> ResponseReturnValue:
    form = RosterForm(event)
    if not form.is_valid_submission():
        return _roster_page(event, form)
    sheets = papers.sign_in_sheets(event, form.wanted)
    return render_template("rosters/sign_in.html", event=event, sheets=sheets)


@bp.route("/manage/<kind:kind>/<key:key>/roster/name-plates", methods=["GET"])
@requires(Permission.EVENT_MANAGE, on=Event)
def name_plates(event: Event) -> ResponseReturnValue:
    form = RosterForm(event)
    if not form.is_valid_submission():
        return _roster_page(event, form)
    sheets = papers.name_plates(event, form.wanted)
    return render_template("rosters/name_plates.html", event=event, sheets=sheets)


def _by() -> By:
    return By(ChangedAs.ORGANIZER, actor())


def _url(registration: Registration) -> str:
    return event_url(registration.event, "rosters.show", number=registration.id)


def _get(event: Event, number: int) -> Registration:
    found = queries.find(event, number) if number <= LARGEST else None
    return found or abort(HTTPStatus.NOT_FOUND)


def _is_changeable(registration: Registration) -> bool:
    return enrollment.is_changeable(registration, clock.now(), by=_by())


def _is_cancellable(registration: Registration) -> bool:
    return enrollment.is_cancellable(registration, clock.now(), by=_by())


def _decided(
    event: Event, number: int, form: Any, service: Callable[..., None], done: str
) -> ResponseReturnValue:
    """Decide and go back to the person, or show the person with what stands against it."""
    registration = _get(event, number)
    if form.is_valid_submission():
        try:
            service(registration, by=_by(), at=clock.now())
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(done, "success")
            return redirect(_url(registration), HTTPStatus.SEE_OTHER)
    return _person_page(event, registration, form)


def _person_page(event: Event, registration: Registration, form: Any) -> ResponseReturnValue:
    at = clock.now()
    answers = {one.question_id: one.values for one in registration.answers}
    page = render_template(
        "rosters/show.html",
        event=event,
        registration=registration,
        form=form,
        answers=answers_in_words(event, answers),
        position=queue_positions(event, at).get(registration.id),
        maker=queries.makers([registration.id]).get(registration.id),
        details_in_words=details_in_words,
        is_pending=registration.status is RegistrationStatus.PENDING,
        is_offered=registration.offer_expires_at is not None
        and registration.offer_expires_at >= at,
        is_changeable=_is_changeable(registration),
        is_cancellable=_is_cancellable(registration),
    )
    return page, form.status


def _roster_page(event: Event, form: RosterForm) -> ResponseReturnValue:
    is_valid = form.is_valid_submission()
    people = queries.people(event, form.wanted) if is_valid else []
    chosen = form.chosen
    first = columns.lines(event, people[:SHOWN_AT_ONCE], chosen)
    page = render_template(
        "rosters/roster.html",
        event=event,
        form=form,
        chosen=chosen,
        total=len(people),
        rows=list(columns.cells(chosen, first)),
        disposals=erasure.disposals(event),
        organizations=organizations(),
    )
    return page, form.status
