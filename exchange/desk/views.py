"""The coordinator's desk."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, send_file
from flask_babel import gettext

from exchange.desk import queries
from exchange.desk.examination import examine, refuse
from exchange.desk.forms import (
    MOST_ROWS,
    REGISTER,
    ButtonForm,
    HoldForm,
    PersonForm,
    RosterForm,
)
from exchange.desk.offer import Offer
from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.enrollment import answers, audit, services
from exchange.enrollment.applications import require_open
from exchange.enrollment.parties import register_together
from exchange.enrollment.questions import answers_in_words
from exchange.enrollment.refusals import NotAllTaken
from exchange.extensions import site
from exchange.lib import clock
from exchange.lib.i18n import N_
from exchange.policy import Permission, allows
from exchange.seating.house import queue_positions
from exchange.seating.window import closing_moment
from exchange.web.actor import actor
from exchange.web.guard import requires
from exchange.web.headers import keep_unseen
from exchange.web.urls import event_url

if TYPE_CHECKING:
    from datetime import date, datetime

    from flask.typing import ResponseReturnValue

    from exchange.domain.account import Account
    from exchange.domain.organization import Organization
    from exchange.domain.party import Party
    from exchange.domain.question import Question
    from exchange.enrollment.audit import By

bp = Blueprint("desk", __name__)
bp.after_request(keep_unseen)

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _coordinator() -> tuple[Account, Organization]:
    """Give who acts, and for which body. Others, though they may tend to people, have no desk."""
    account = actor()
    if account is None or account.organization is None:
        abort(HTTPStatus.FORBIDDEN)
    if not allows(account, Permission.DESK_ENTER):
        abort(HTTPStatus.FORBIDDEN)
    return account, account.organization


@bp.route("/desk/", methods=["GET"])
@requires(Permission.DESK_ENTER)
def index() -> ResponseReturnValue:
    coordinator, organization = _coordinator()
    at = clock.now()
    delegations = queries.delegations(
        organization, coordinator, today=clock.local(at, site().zone).date(), at=at
    )
    return render_template("desk/index.html", organization=organization, delegations=delegations)


@bp.route("/desk/<kind:kind>/<key:key>", methods=["GET"])
@requires(Permission.DESK_ANSWER, on=Event)
def show(event: Event) -> ResponseReturnValue:
    return _page(event)


def _page(event: Event, refused: HoldForm | ButtonForm | None = None) -> ResponseReturnValue:
    """Show one event as it stands for the coordinator's body, with what was `refused`."""
    at = clock.now()
    coordinator, organization = _coordinator()
    offer = Offer.of(event, organization, coordinator.email)
    delegation = queries.delegation(event, organization, at=at)
    by = audit.by(coordinator, organization)
    people = delegation.registrations
    page = render_template(
        "desk/show.html",
        event=event,
        organization=organization,
        one=delegation,
        offer=offer,
        form=RosterForm(offer, is_blank=True),
        hold_form=refused if isinstance(refused, HoldForm) else _hold_form(event, offer, at),
        refused=refused,
        answers_of=_answers_of,
        positions=queue_positions(event, at) if delegation.waiting else {},
        changeable={one.id for one in people if services.is_changeable(one, at, by=by)},
        cancellable={one.id for one in people if services.is_cancellable(one, at, by=by)},
    )
    return page, refused.status if refused else HTTPStatus.OK


def _answers_of(person: Registration) -> list[tuple[Question, str]]:
    said = {answer.question_id: answer.values for answer in person.answers}
    return answers_in_words(person.event, said)


def _hold_form(event: Event, offer: Offer, at: datetime) -> HoldForm:
    return HoldForm(offer, formdata=None, data={"held_until": _last_day(event, at)})


def _last_day(event: Event, at: datetime) -> date:
    """Give the last day until which places can be held."""
    return clock.local(closing_moment(event) or at, site().zone).date()


@bp.route("/desk/<kind:kind>/<key:key>/register", methods=["GET", "POST"])
@requires(Permission.DESK_ANSWER, on=Event)
def register(event: Event) -> ResponseReturnValue:
    """Take a table of people: typed, pasted or sent; looked at as a whole; then registered."""
    at = clock.now()
    coordinator, organization = _coordinator()
    by = audit.by(coordinator, organization)
    form = RosterForm(Offer.of(event, organization, coordinator.email))
    try:
        require_open(event, by, at=at)
    except Refused as reason:
        if not form.is_submitted():
            return redirect(event_url(event, "desk.show"))
        form.refuse(reason)
    if form.is_examined:
        examine(form, at=at)
        party = _registered(form, by, at=at) if form.step == REGISTER else None
        if party is not None:
            _tell_of(party)
            return redirect(event_url(event, "desk.show"), HTTPStatus.SEE_OTHER)
    page = render_template(
        "desk/register.html", event=event, organization=organization, form=form, most=MOST_ROWS
    )
    return page, form.status


def _registered(form: RosterForm, by: By, *, at: datetime) -> Party | None:
    """Register everybody if it is what was shown before; or find them registered by the same click.

    A button that is pressed twice sends the form twice. The second time
    everybody is registered already, and the answer is that of the first.
    """
    event, organization = form.offer.event, form.offer.organization
    if not all(row.is_sound for row in form.rows):
        return None
    people = [row.application for row in form.rows]
    if form.is_confirmed:
        try:
            return register_together(
                event,
                people,
                organization=organization,
                is_whole=bool(form.is_whole.data),
                by=by,
                at=at,
            )
        except NotAllTaken as reason:
            refuse(form.rows, reason.rows)
        except Refused as reason:
            form.refuse(reason)
    return queries.find_party(event, organization, by.account, people) if by.account else None


def _tell_of(party: Party) -> None:
    """Say how those who were just registered stand."""
    number = {
        status: sum(one.status is status for one in party.registrations)
        for status in RegistrationStatus
    }
    told = {
        "everybody": len(party.registrations),
        "confirmed": number[RegistrationStatus.CONFIRMED],
        "pending": number[RegistrationStatus.PENDING],
        "waiting": number[RegistrationStatus.WAITING],
    }
    if told["pending"]:
        sentence = gettext(
            "Registered: %(everybody)d. Awaiting approval: %(pending)d, confirmed: %(confirmed)d,"
            " on the waiting list: %(waiting)d.",
            **told,
        )
    else:
        sentence = gettext(
            "Registered: %(everybody)d. Confirmed: %(confirmed)d, on the waiting list: %(waiting)d.",
            **told,
        )
    flash(sentence, "warning" if told["waiting"] else "success")


@bp.route("/desk/<kind:kind>/<key:key>/template.xlsx", methods=["GET"])
@requires(Permission.DESK_ANSWER, on=Event)
def download(event: Event) -> ResponseReturnValue:
    """Send the workbook in which people can be listed."""
    from exchange.desk import template  # noqa: PLC0415  # openpyxl is 15 MB that most workers never need

    coordinator, organization = _coordinator()
    offer = Offer.of(event, organization, coordinator.email)
    return send_file(
        BytesIO(template.workbook(offer, closing_moment(event), rows=MOST_ROWS)),
        mimetype=WORKBOOK,
        as_attachment=True,
        download_name=gettext("roster-%(event)s.xlsx", event=event.title),
    )


@bp.route("/desk/<kind:kind>/<key:key>/hold", methods=["GET", "POST"])
@requires(Permission.DESK_ANSWER, on=Event)
def hold(event: Event) -> ResponseReturnValue:
    """Hold places for people who are named later; none gives those up that were held."""
    coordinator, organization = _coordinator()
    form = HoldForm(Offer.of(event, organization, coordinator.email))
    if not form.is_submitted():
        return redirect(event_url(event, "desk.show"))
    if form.is_valid_submission():
        assert form.held_until.data is not None  # noqa: S101  # the form is valid
        try:
            answers.hold_places(
                event,
                organization,
                mode=Mode(form.mode.data),
                places=form.places.data or 0,
                until=form.held_until.data,
                by=audit.by(coordinator, organization),
                at=clock.now(),
            )
        except Refused as reason:
            form.refuse(reason)
        else:
            done = (
                N_("The places are held.") if form.places.data else N_("The places are free again.")
            )
            flash(gettext(done), "success")
            return redirect(event_url(event, "desk.show"), HTTPStatus.SEE_OTHER)
    return _page(event, form)


@bp.route("/desk/<kind:kind>/<key:key>/abstain", methods=["GET", "POST"])
@requires(Permission.DESK_ANSWER, on=Event)
def abstain(event: Event) -> ResponseReturnValue:
    """Answer that nobody comes."""
    coordinator, organization = _coordinator()
    form = ButtonForm()
    if form.is_valid_submission():
        by = audit.by(coordinator, organization)
        try:
            answers.abstain(event, organization, by=by, at=clock.now())
        except Refused as reason:
            form.refuse(reason)
            return _page(event, form)
        flash(gettext("Answered: nobody takes part."), "success")
    return redirect(event_url(event, "desk.show"), HTTPStatus.SEE_OTHER)


@bp.route("/desk/<kind:kind>/<key:key>/take-back", methods=["GET", "POST"])
@requires(Permission.DESK_ANSWER, on=Event)
def take_back(event: Event) -> ResponseReturnValue:
    """Take back the answer that nobody comes."""
    coordinator, organization = _coordinator()
    form = ButtonForm()
    if form.is_valid_submission():
        try:
            require_open(event, audit.by(coordinator, organization), at=clock.now())
        except Refused as reason:
            form.refuse(reason)
            return _page(event, form)
        answers.take_back_abstention(event, organization)
        flash(gettext("The answer has been taken back."), "success")
    return redirect(event_url(event, "desk.show"), HTTPStatus.SEE_OTHER)


@bp.route("/desk/<kind:kind>/<key:key>/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_TEND, on=Registration)
def edit(registration: Registration) -> ResponseReturnValue:
    """Change what is stated of one person."""
    at = clock.now()
    coordinator, organization = _coordinator()
    by = audit.by(coordinator, organization)
    here = event_url(registration.event, "desk.show")
    form = PersonForm(registration)
    if form.is_valid_submission():
        try:
            services.change(registration, form.application, by=by, at=at)
        except Refused as reason:
            form.refuse(reason)
        else:
            name = registration.full_name
            flash(gettext("%(name)s has been changed.", name=name), "success")
            return redirect(here, HTTPStatus.SEE_OTHER)
    elif not form.is_submitted() and not services.is_changeable(registration, at, by=by):
        return redirect(here)
    page = render_template("desk/edit.html", registration=registration, form=form)
    return page, form.status


@bp.route("/desk/<kind:kind>/<key:key>/<int:number>/withdraw", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_TEND, on=Registration)
def withdraw(registration: Registration) -> ResponseReturnValue:
    """Give up the place of one person."""
    at = clock.now()
    coordinator, organization = _coordinator()
    by = audit.by(coordinator, organization)
    here = event_url(registration.event, "desk.show")
    form = ButtonForm()
    if form.is_valid_submission():
        try:
            services.cancel(registration, by=by, at=at)
        except Refused as reason:
            form.refuse(reason)
        else:
            name = registration.full_name
            flash(gettext("%(name)s has been withdrawn.", name=name), "success")
            return redirect(here, HTTPStatus.SEE_OTHER)
    elif not services.is_cancellable(registration, at, by=by):
        return redirect(here)
    page = render_template("desk/withdraw.html", registration=registration, form=form)
    return page, form.status
