"""The page on which a note is moved to another event."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext

from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.lib import clock
from exchange.notes import history, moving
from exchange.notes.moving_forms import DestinationsForm, MoveForm
from exchange.policy import Permission, allows
from exchange.web.actor import actor
from exchange.web.guard import requires
from exchange.web.paging import paginate
from exchange.web.urls import event_url

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from exchange.domain.note import Note

bp = Blueprint("note_moving", __name__)

PAGE_SIZE = 20


@bp.route("/manage/<kind:kind>/<key:key>/notes/<int:number>/move", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def move(event: Event, number: int) -> ResponseReturnValue:
    """Search for the other event, choose it, and confirm."""
    note = next((note for note in event.notes if note.id == number), None)
    if note is None:
        abort(HTTPStatus.NOT_FOUND)
    form = MoveForm()
    if form.is_valid_submission():
        target = _target(event, form.to.data)
        try:
            moving.move_note(event, number, target, by=actor(), at=clock.now())
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("Moved to “%(title)s”.", title=target.title), "success")
            last = f"notes-{len(target.notes) - 1}"
            return redirect(event_url(target, "notes.edit", _anchor=last), HTTPStatus.SEE_OTHER)
    return _page(event, note, form)


def _target(event: Event, key: str | None) -> Event:
    target = history.destination(event, key or "")
    if target is None:
        abort(HTTPStatus.NOT_FOUND)
    if not allows(actor(), Permission.EVENT_MANAGE, target):
        abort(HTTPStatus.FORBIDDEN)
    return target


def _page(event: Event, note: Note, form: MoveForm) -> ResponseReturnValue:
    asked = DestinationsForm(request.args)
    key = asked.to.data if form.to.errors or not form.to.data else form.to.data
    page = target = None
    if asked.is_valid_submission() and key:
        target = _target(event, key)
    elif not asked.has_errors:
        wanted = history.destinations(event, asked.q.data or "")
        page = paginate(wanted, number=asked.page.number, size=PAGE_SIZE)
    shown = render_template(
        "notes/move.html",
        event=event,
        note=note,
        form=form,
        asked=asked,
        page=page,
        target=target,
    )
    return shown, HTTPStatus(max(form.status, asked.status))
