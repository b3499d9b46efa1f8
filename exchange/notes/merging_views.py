"""The page on which the second of two writers sees both versions, and makes one of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext

from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.lib import clock
from exchange.notes import history, manuscripts, services
from exchange.notes.merging_forms import MergeForm, Merger, typed
from exchange.notes.services import WrittenMeanwhile
from exchange.policy import Permission
from exchange.publication import revisions
from exchange.web.actor import actor
from exchange.web.guard import requires
from exchange.web.urls import event_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from exchange.domain.notes_draft import NotesDraft
    from exchange.notes.forms import NotesForm

bp = Blueprint("note_merging", __name__)


def show(event: Event, form: NotesForm, reason: WrittenMeanwhile) -> ResponseReturnValue:
    """Show both versions to whoever sent `form`, which could not be saved for `reason`."""
    return offer(
        event, form.draft, reason, began_from=form.began_from, sent_as=form.sent_as, is_all=True
    )


def offer(
    event: Event,
    yours: NotesDraft,
    reason: WrittenMeanwhile,
    *,
    began_from: int,
    sent_as: str = "",
    is_all: bool = False,
) -> ResponseReturnValue:
    """Show what both made of what they began from, and offer to merge it.

    `is_all` tells that it is what the editor sent, and no part of the notes.
    """
    known = began_from if revisions.at_number(event, began_from) is not None else 0
    merger = Merger.of(reason.base, reason.theirs, yours)
    fields = {"base": known, "revision": reason.number, "sending": sent_as}
    fields |= {"is_all": "1"} if is_all else {}
    return _page(event, yours, merger, fields)


@bp.route("/manage/<kind:kind>/<key:key>/notes/merge", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def save(event: Event) -> ResponseReturnValue:
    if request.method != "POST":
        return redirect(event_url(event, "notes.edit"), HTTPStatus.SEE_OTHER)
    form = MergeForm(request.form)
    base = revisions.at_number(event, form.base_number)
    theirs = revisions.at_number(event, form.began_from)
    if base is None or theirs is None or not form.is_valid_submission():
        abort(HTTPStatus.BAD_REQUEST)  # our own page sends what the editor took
    merger = Merger.of(base, theirs, form.draft, request.form)
    if merger.is_valid:
        try:
            services.write_notes(
                event, merger.draft, revision=form.began_from, by=actor(), at=clock.now()
            )
        except WrittenMeanwhile as reason:
            return offer(
                event,
                merger.draft,
                reason,
                began_from=form.began_from,
                sent_as=form.sent_as,
                is_all=form.is_all,
            )
        except Refused as reason:
            form.refuse(reason)
        else:
            return _saved(event, form)
    fields = {
        "base": form.base_number,
        "revision": form.began_from,
        "sending": form.sent_as,
        **({"is_all": "1"} if form.is_all else {}),
    }
    return _page(event, form.draft, merger, fields, refusals=form.refusals)


def _saved(event: Event, form: MergeForm) -> ResponseReturnValue:
    """Forget the draft of what is saved now, if it is all of it, and lead back to the editor, as it does itself."""
    writer = actor()
    if writer is not None and form.is_all:
        manuscripts.discard(event, writer)
    flash(gettext("Saved."), "success")
    anchor = f"kept-{form.sent_as}" if form.sent_as else None
    return redirect(event_url(event, "notes.edit", _anchor=anchor), HTTPStatus.SEE_OTHER)


def _page(
    event: Event,
    yours: NotesDraft,
    merger: Merger,
    fields: Mapping[str, Any],
    *,
    refusals: Sequence[str] = (),
) -> ResponseReturnValue:
    """Show the versions. `fields` are sent along with what you typed."""
    page = render_template(
        "notes/merge.html",
        event=event,
        merger=merger,
        saved=history.between(event, fields["base"], fields["revision"]),
        typed=[*fields.items(), *typed(yours)],
        refusals=refusals,
        invalid=[one for one in merger.conflicts.values() if one.form.errors],
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY
