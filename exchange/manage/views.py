"""The organizer's desk, and the pages on which events are made and kept."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from exchange.domain.draft import EditedMeanwhile
from exchange.domain.errors import Refused
from exchange.domain.event import Event, EventKind, EventStatus
from exchange.lib import clock
from exchange.manage import queries, services, versions
from exchange.manage.drafts import event_draft
from exchange.manage.forms.desk import DeskForm
from exchange.manage.forms.event import FORMS, EventForm
from exchange.manage.registration import queries as registration
from exchange.manage.registration.cautions import cautions
from exchange.policy import Permission
from exchange.seating.queries import occupancies, occupancy
from exchange.web.guard import requires
from exchange.web.paging import paginate
from exchange.web.urls import event_url
from exchange.web.versions import both_versions

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("manage", __name__)

PAGE_SIZE = 20


@bp.route("/manage/", methods=["GET"])
@requires(Permission.MANAGE_ENTER)
def index() -> ResponseReturnValue:
    form = DeskForm()
    page, seats = None, {}
    if form.is_valid_submission():
        wanted = queries.events(form.filter)
        page = paginate(wanted, number=form.page.number, size=PAGE_SIZE)
        seats = occupancies(page.items)
    shown = render_template(
        "manage/index.html", form=form, page=page, seats=seats, undecided=queries.undecided()
    )
    return shown, form.status


@bp.route("/manage/<kind:kind>/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ENTER)
def new(kind: EventKind) -> ResponseReturnValue:
    form = FORMS[kind](request.form if request.method == "POST" else None)
    if form.is_valid_submission():
        try:
            event = services.create_event(kind, form.draft, at=clock.now())
        except Refused as reason:
            _refuse(form, reason)
        else:
            flash(
                gettext("Saved as a draft.") if event.is_draft else gettext("Published."), "success"
            )
            return redirect(event_url(event, "manage.edit"), HTTPStatus.SEE_OTHER)
    return _new_page(kind, form)


@bp.route("/manage/<kind:kind>/<key:key>/copy", methods=["GET"])
@requires(Permission.EVENT_MANAGE, on=Event)
def copy(event: Event) -> ResponseReturnValue:
    form = FORMS[event.kind].copying(event)
    return _new_page(event.kind, form, copied_from=event)


@bp.route("/manage/<kind:kind>/<key:key>/edit", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def edit(event: Event) -> ResponseReturnValue:
    if request.method == "POST":
        form = FORMS[event.kind](request.form, state=event.status)
    else:
        registration.load(event)
        form = FORMS[event.kind].showing(event_draft(event))
    return _kept(event, form) or _edit_page(event, form)


@bp.route("/manage/<kind:kind>/<key:key>/publish", methods=["POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def publish(event: Event) -> ResponseReturnValue:
    try:
        services.publish_event(event, at=clock.now())
    except Refused as reason:
        form = FORMS[event.kind].showing(event_draft(event))
        _refuse(form, reason)
        return _edit_page(event, form)
    flash(gettext("Published."), "success")
    return redirect(event_url(event, "manage.edit"), HTTPStatus.SEE_OTHER)


@bp.route("/manage/<kind:kind>/<key:key>/cancel", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def cancel(event: Event) -> ResponseReturnValue:
    refusal = None
    if request.method == "POST":
        try:
            services.cancel_event(event, at=clock.now())
        except Refused as reason:
            refusal = reason
        else:
            flash(gettext("Cancelled."), "success")
            return redirect(event_url(event, "manage.edit"), HTTPStatus.SEE_OTHER)
    page = render_template(
        "manage/cancel.html", event=event, seats=occupancy(event), refusal=refusal
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK


@bp.route("/manage/<kind:kind>/<key:key>/reinstate", methods=["POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def reinstate(event: Event) -> ResponseReturnValue:
    services.reinstate_event(event, at=clock.now())
    flash(gettext("This takes place after all."), "success")
    return redirect(event_url(event, "manage.edit"), HTTPStatus.SEE_OTHER)


def _kept(event: Event, form: EventForm) -> ResponseReturnValue | None:
    """Save what was sent and say so, or show both versions; None when the form is shown again."""
    if not form.is_valid_submission():
        return None
    try:
        services.change_event(event, form.draft, revision=form.revision.data or "", at=clock.now())
    except EditedMeanwhile as reason:
        return both_versions(event, reason, versions.differences(reason.theirs, form.draft))
    except Refused as reason:
        _refuse(form, reason)
        return None
    flash(gettext("Saved."), "success")
    return redirect(request.path, HTTPStatus.SEE_OTHER)


def _refuse(form: Any, reason: Refused) -> None:
    form.refuse(reason)
    if isinstance(reason, services.NotReady):
        for lack in reason.missing:
            form.refuse(lack)


def _new_page(
    kind: EventKind, form: EventForm, copied_from: Event | None = None
) -> ResponseReturnValue:
    action = url_for("manage.new", kind=kind)
    page = render_template(
        "manage/new.html",
        kind=kind,
        form=form,
        action=action,
        copied_from=copied_from,
        state=EventStatus.DRAFT,
        answered={},
        known=_known_names(),
    )
    return page, form.status


def _edit_page(event: Event, form: EventForm) -> ResponseReturnValue:
    answered = registration.answered(event)
    page = render_template(
        "manage/edit.html",
        kind=event.kind,
        event=event,
        form=form,
        answered={str(one.question.number): one.number for one in answered},
        retired=[one.question.text for one in answered if one.question.is_retired],
        cautions=cautions(event),
        state=event.status,
        action=event_url(event, "manage.edit"),
        known=_known_names(),
    )
    return page, form.status


def _known_names() -> dict[str, Any]:
    """Give the names typed before, for the fields that offer them."""
    return {
        "series": queries.series_names(),
        "programmes": queries.programme_names(),
        "tiers": queries.tiers(),
    }
