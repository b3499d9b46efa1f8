"""The page on which notes are written."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext

from exchange.domain.event import Event
from exchange.domain.notes_draft import notes_draft
from exchange.lib import clock
from exchange.notes import services
from exchange.notes.forms import NotesForm
from exchange.policy import Permission
from exchange.publication import revisions
from exchange.web.actor import actor
from exchange.web.guard import requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("notes", __name__)


@bp.route("/manage/<kind:kind>/<key:key>/notes", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def edit(event: Event) -> ResponseReturnValue:
    if request.method == "POST":
        form = NotesForm(request.form)
    else:
        form = NotesForm.showing(notes_draft(event), revisions.number(event))
    if form.is_valid_submission():
        try:
            services.write_notes(
                event, form.draft, revision=form.began_from, by=actor(), at=clock.now()
            )
        except services.WrittenMeanwhile as reason:
            form.refuse(reason)
        else:
            flash(gettext("Saved."), "success")
            return redirect(request.path, HTTPStatus.SEE_OTHER)
    return render_template("notes/edit.html", event=event, form=form), form.status
