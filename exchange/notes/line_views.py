"""The page of the lines of one note: a field for each thing that can be said about a line."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext

from exchange.domain.event import Event
from exchange.domain.notes_draft import note_draft
from exchange.lib import clock
from exchange.notes import history, merging_views, services
from exchange.notes.line_forms import LinesForm
from exchange.policy import Permission
from exchange.publication import revisions
from exchange.web.actor import actor
from exchange.web.guard import requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from exchange.domain.notes_draft import NoteDraft

bp = Blueprint("note_lines", __name__)


@bp.route("/manage/<kind:kind>/<key:key>/notes/<int:number>/lines", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def edit(event: Event, number: int) -> ResponseReturnValue:
    revision = revisions.number(event)  # before the notes: what is saved meanwhile is seen as newer
    if request.method == "POST":
        return _sent(event, number, LinesForm(request.form))
    note = next((note for note in event.notes if note.id == number), None)
    if note is None:
        abort(HTTPStatus.NOT_FOUND)
    return _page(event, note_draft(note), LinesForm.showing(note_draft(note).lines, revision))


def _sent(event: Event, number: int, form: LinesForm) -> ResponseReturnValue:
    base = revisions.at_number(event, form.began_from)
    note = next((note for note in base.notes if note.id == number), None) if base else None
    if base is None or note is None:
        abort(HTTPStatus.NOT_FOUND)
    if not form.is_valid_submission():
        return _page(event, note, form)
    try:
        services.write_lines(
            event, number, form.drafts, revision=form.began_from, by=actor(), at=clock.now()
        )
    except services.WrittenMeanwhile as reason:
        yours = services.with_lines(base, number, form.drafts)
        return merging_views.offer(event, yours, reason, began_from=form.began_from)
    flash(gettext("Saved."), "success")
    return redirect(request.path, HTTPStatus.SEE_OTHER)


def _page(event: Event, note: NoteDraft, form: LinesForm) -> ResponseReturnValue:
    page = render_template(
        "notes/lines.html",
        event=event,
        note=note,
        form=form,
        people=history.people(event),
        bodies=history.bodies(event),
        themes=history.themes(),
    )
    return page, form.status
