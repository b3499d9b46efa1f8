"""The day itself: who comes through the door, and how many are said to have come."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext

from exchange.attendance import headcounts, queries, services, versions
from exchange.attendance.drafts import headcount_draft
from exchange.attendance.forms.door import DoorFilter, ProxyForm, WalkInForm
from exchange.attendance.forms.headcount import Cell, HeadcountForm, Proposal
from exchange.attendance.ledger import ledger
from exchange.attendance.refusals import KnownAlready
from exchange.domain.attendance import Presence
from exchange.domain.draft import EditedMeanwhile
from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.enrollment import audit
from exchange.enrollment.forms import day_words
from exchange.extensions import site
from exchange.lib import clock
from exchange.policy import Permission
from exchange.web.actor import actor
from exchange.web.guard import LARGEST, requires
from exchange.web.headers import keep_unseen
from exchange.web.language import language
from exchange.web.urls import event_url, present_address
from exchange.web.versions import both_versions, differences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from exchange.attendance.ledger import Ledger
    from exchange.domain.day import EventDay
    from exchange.domain.registration import Registration

bp = Blueprint("attendance", __name__)
bp.after_request(keep_unseen)


TAPS = {"present": services.HERE, "undo": services.NOTHING}
"""What is recorded by the buttons of the list; their value is the number of the person."""


@bp.route("/manage/<kind:kind>/<key:key>/checkin", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def checkin(event: Event) -> ResponseReturnValue:
    """List who is expected on a day; each button of the list records one person."""
    day = _day(event)
    if day is None or request.method != "POST":
        return _door_page(event, day)
    name, person = _tapped(event)
    try:
        _record_tap(name, person, day)
    except Refused as reason:
        return _door_page(event, day, refusal=reason)
    return redirect(f"{present_address()}#person-{person.id}", HTTPStatus.SEE_OTHER)


@bp.route("/manage/<kind:kind>/<key:key>/checkin/<int:number>", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def person(event: Event, number: int) -> ResponseReturnValue:
    """Show one person, as their QR code leads here; record them present, absent or by proxy."""
    one = _person(event, number)
    day = _day(event, own=one.days)
    here = day and queries.attendance_on(one, day)
    form = ProxyForm(obj=here)
    refusal = None
    if day is not None and request.method == "POST":
        try:
            if _record_person(one, day, form):
                flash(gettext("Recorded."), "success")
                return redirect(present_address(), HTTPStatus.SEE_OTHER)
        except Refused as reason:
            refusal = reason
    page = render_template(
        "attendance/person.html",
        event=event,
        day=day,
        days=day_words(event.live_days),
        registration=one,
        attendance=here,
        form=form,
        here=present_address(),
        word=day and _word(event, day),
        refusal=refusal,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refusal else form.status


@bp.route("/manage/<kind:kind>/<key:key>/checkin/new", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def walk_in(event: Event) -> ResponseReturnValue:
    """Take in somebody who came without having registered."""
    day = _day(event) or abort(HTTPStatus.NOT_FOUND)
    form = WalkInForm(event)
    known = None
    if form.is_valid_submission():
        application = form.application
        try:
            one = services.admit(
                event,
                replace(application, language=language()),
                day,
                is_another="another" in request.form,
                by=audit.by(actor(), application.organization),
                at=clock.now(),
            )
        except KnownAlready as reason:
            form.refuse(reason)
            known = reason
        else:
            flash(
                gettext("%(name)s has been received as a walk-in.", name=one.full_name), "success"
            )
            back = event_url(event, ".checkin", day=_word(event, day))
            return redirect(f"{back}#person-{one.id}", HTTPStatus.SEE_OTHER)
    page = render_template(
        "attendance/walk_in.html",
        event=event,
        day=day,
        word=_word(event, day),
        form=form,
        known=known,
    )
    return page, form.status


@bp.route("/manage/<kind:kind>/<key:key>/headcount", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def headcount(event: Event) -> ResponseReturnValue:
    """Show the ledger, propose figures and words, and take what the organizer states."""
    book = ledger(event)
    cells = _cells(book)
    fields = HeadcountForm.of(cells)
    if request.method != "POST":
        return _headcount_page(event, book, cells, fields.showing(headcount_draft(event)))
    proposal = Proposal.asked_for(request.form)
    if proposal is not None:
        posted = proposal.written_over(request.form, book.as_checked_in, cells)
        return _headcount_page(event, book, cells, fields(formdata=posted), is_proposed=True)
    form = fields()
    if form.is_valid_submission():
        draft, revision = form.draft, form.revision.data or ""
        try:
            headcounts.state_headcount(event, draft, revision=revision, by=actor(), at=clock.now())
        except EditedMeanwhile as reason:
            theirs, yours = (versions.said(one, cells) for one in (reason.theirs, draft))
            return both_versions(event, reason, differences(theirs, yours))
        flash(gettext("Saved."), "success")
        return redirect(request.path, HTTPStatus.SEE_OTHER)
    return _headcount_page(event, book, cells, form)


def _headcount_page(
    event: Event,
    book: Ledger,
    cells: Sequence[Cell],
    form: HeadcountForm,
    *,
    is_proposed: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "attendance/headcount.html",
        event=event,
        ledger=book,
        cells=cells,
        form=form,
        is_proposed=is_proposed,
    )
    return page, form.status


def _cells(book: Ledger) -> Sequence[Cell]:
    """List the figures that may be stated beside the total, row by row."""
    bodies = [row.organization for row in book.rows]
    return [Cell(day, body) for body in (*bodies, None) for day in book.columns if day or body]


def _day(event: Event, *, own: Sequence[EventDay] = ()) -> EventDay | None:
    """Give the day that the address names, or the one that is meant; None where there is none."""
    days = day_words(event.live_days)
    word = request.args.get("day")
    if word:
        return days.get(word) or abort(HTTPStatus.NOT_FOUND)
    return queries.day_meant(event.live_days, clock.today(site().zone), own=own)


def _word(event: Event, day: EventDay) -> str:
    """Give the word for `day` in an address."""
    return next(word for word, one in day_words(event.live_days).items() if one is day)


def _person(event: Event, number: int) -> Registration:
    found = queries.find_person(event, number) if number <= LARGEST else None
    return found or abort(HTTPStatus.NOT_FOUND)


def _tapped(event: Event) -> tuple[str, Registration]:
    """Give the button that was pressed, and whose it is."""
    pressed = [name for name in (*TAPS, "admit") if name in request.form]
    number = request.form[pressed[0]] if pressed else ""
    if not re.fullmatch(r"[0-9]{1,10}", number):
        abort(HTTPStatus.BAD_REQUEST)
    return pressed[0], _person(event, int(number))


def _record_tap(name: str, one: Registration, day: EventDay) -> None:
    """Do what the button `name` says. Raises `NotAdmitted`."""
    by, at = audit.by(actor(), one.organization), clock.now()
    if name == "admit":
        services.admit_waiting(one, day, by=by, at=at)
    else:
        services.record(one, day, TAPS[name], by=by, at=at)


def _record_person(one: Registration, day: EventDay, form: ProxyForm) -> bool:
    """Do what the person's page asks; False when the proxy has to be named first."""
    by, at = audit.by(actor(), one.organization), clock.now()
    if "admit" in request.form:
        services.admit_waiting(one, day, by=by, at=at)
        return True
    word = request.form.get("presence", "")
    if word == Presence.PROXY:
        if not form.is_valid_submission():
            return False
        mark = form.mark
    elif word in list(Presence):
        mark = services.Mark(presence=Presence(word))
    else:
        mark = services.NOTHING
    services.record(one, day, mark, by=by, at=at)
    return True


def _door_page(
    event: Event, day: EventDay | None, *, refusal: Refused | None = None
) -> ResponseReturnValue:
    form = DoorFilter()
    door = None
    if day is not None and form.is_valid_submission():
        door = queries.door(event, day, form.wanted)
    page = render_template(
        "attendance/checkin.html",
        event=event,
        day=day,
        word=day and _word(event, day),
        days=day_words(event.live_days),
        door=door,
        form=form,
        here=present_address(),
        refusal=refusal,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refusal else form.status
