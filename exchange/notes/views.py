"""The page on which notes are written, and what is kept of it until they are saved."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext

from exchange.domain.event import Event
from exchange.domain.notes_draft import notes_draft
from exchange.extensions import site
from exchange.lib import clock
from exchange.notes import manuscripts, merging_views, queries, services
from exchange.notes.forms import NotesForm
from exchange.policy import Permission
from exchange.publication import revisions
from exchange.web.actor import actor
from exchange.web.filters import clock_time
from exchange.web.guard import requires
from exchange.web.urls import event_url

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from exchange.domain.account import Account

bp = Blueprint("notes", __name__)


@bp.route("/manage/<kind:kind>/<key:key>/notes", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def edit(event: Event) -> ResponseReturnValue:
    if request.method != "POST":
        return _opened(event)
    form = NotesForm.sent(request.form, [speaker.name for speaker in event.speakers])
    if form.is_draft:
        return _kept(event, form)
    if form.is_valid_submission():
        try:
            services.write_notes(
                event, form.draft, revision=form.began_from, by=actor(), at=clock.now()
            )
        except services.WrittenMeanwhile as reason:
            return merging_views.show(event, form, reason)
        else:
            manuscripts.discard(event, _writer())
            flash(gettext("Saved."), "success")
            return _back(event, form)
    return _page(event, form, is_unkept=True)


@bp.post("/manage/<kind:kind>/<key:key>/notes/draft")
@requires(Permission.EVENT_MANAGE, on=Event)
def keep(event: Event) -> ResponseReturnValue:
    """Keep what the script of the page sends from time to time, and give the words for it."""
    form, at = NotesForm(request.form), clock.now()
    try:
        manuscripts.keep(event, _writer(), form.fields_typed, at=at)
    except manuscripts.TooLongToKeep as reason:
        return {"said": gettext(reason.message)}, HTTPStatus.UNPROCESSABLE_ENTITY
    return {"said": _kept_at(at)}


@bp.post("/manage/<kind:kind>/<key:key>/notes/draft/discard")
@requires(Permission.EVENT_MANAGE, on=Event)
def discard(event: Event) -> ResponseReturnValue:
    manuscripts.discard(event, _writer())
    flash(gettext("The draft was discarded."), "success")
    return redirect(event_url(event, "notes.edit"), HTTPStatus.SEE_OTHER)


def _opened(event: Event) -> ResponseReturnValue:
    """Show one's draft, or what the notes say where there is none or it says the same."""
    revision = revisions.number(event)  # before the notes: what is saved meanwhile is newer
    now = notes_draft(event)
    draft = queries.manuscript(event, _writer())
    if draft is not None:
        form = NotesForm.again(draft.fields)
        if form.says_more_than(now):
            return _page(event, form, draft=draft)
    return _page(event, NotesForm.showing(now, revision))


def _kept(event: Event, form: NotesForm) -> ResponseReturnValue:
    """Keep the form as a draft, and show it again."""
    at = clock.now()
    try:
        manuscripts.keep(event, _writer(), form.fields_typed, at=at)
    except manuscripts.TooLongToKeep as reason:
        form.refuse(reason)
    if form.has_errors:
        return _page(event, form, is_unkept=True)
    if form.rearranged:
        return _page(event, form, said=_kept_at(at))
    return _back(event, form)


def _page(event: Event, form: NotesForm, **shown: Any) -> ResponseReturnValue:
    revision = revisions.number(event)
    page = render_template(
        "notes/edit.html",
        event=event,
        form=form,
        others=queries.others_writing(event, _writer()),
        names=queries.names_of_speakers(event),
        stored={str(note.id) for note in event.notes},
        is_written=revision > 0,
        is_old=form.began_from != revision,
        **shown,
    )
    return page, form.status


def _back(event: Event, form: NotesForm) -> Response:
    """Lead to the page anew, and tell its script which copy needs to be kept no longer."""
    anchor = f"kept-{form.sent_as}" if form.sent_as else None
    return redirect(event_url(event, "notes.edit", _anchor=anchor), HTTPStatus.SEE_OTHER)


def _kept_at(at: datetime) -> str:
    local = clock.local(at, site().zone)
    return gettext("Kept as a draft at %(time)s", time=clock_time(local.time()))


def _writer() -> Account:
    """Give who is signed in: the guard has let nobody else in."""
    account = actor()
    assert account is not None  # noqa: S101  # says the type checker what the guard says
    return account
