"""The pages that tell what notes said before, and bring it back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext

from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.domain.notes_draft import from_json
from exchange.lib import clock
from exchange.notes import history, services
from exchange.notes.differences import compare
from exchange.notes.revision_forms import ComparisonForm, PageForm, RestoreForm
from exchange.policy import Permission
from exchange.publication import revisions
from exchange.web.actor import actor
from exchange.web.guard import LARGEST, requires
from exchange.web.paging import paginate
from exchange.web.urls import event_url

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from exchange.domain.notes_revision import NotesRevision

bp = Blueprint("note_revisions", __name__)

PAGE_SIZE = 20


@bp.get("/manage/<kind:kind>/<key:key>/notes/revisions")
@requires(Permission.EVENT_MANAGE, on=Event)
def index(event: Event) -> ResponseReturnValue:
    form = PageForm()
    number = form.page.number if form.is_valid_submission() else 1
    page = paginate(history.revisions_of(event), number=number, size=PAGE_SIZE)
    shown = render_template(
        "notes/revisions.html",
        event=event,
        form=form,
        page=page,
        entries=history.entries(event, page.items),
        newest=revisions.number(event),
    )
    return shown, form.status


@bp.get("/manage/<kind:kind>/<key:key>/notes/revisions/<int:number>")
@requires(Permission.EVENT_MANAGE, on=Event)
def show(event: Event, number: int) -> ResponseReturnValue:
    return _page(event, _find(event, number), RestoreForm(None))


@bp.post("/manage/<kind:kind>/<key:key>/notes/revisions/<int:number>/restore")
@requires(Permission.EVENT_MANAGE, on=Event)
def restore(event: Event, number: int) -> ResponseReturnValue:
    revision, form = _find(event, number), RestoreForm()
    if not form.is_valid_submission():
        return _page(event, revision, form)
    try:
        services.restore_notes(
            event, number, revision=form.seen.data or 0, by=actor(), at=clock.now()
        )
    except Refused as reason:
        form.refuse(reason)
        return _page(event, revision, form)
    flash(
        gettext("The notes say again what they said in version %(number)d.", number=number),
        "success",
    )
    return redirect(event_url(event, "note_revisions.index"), HTTPStatus.SEE_OTHER)


def _find(event: Event, number: int) -> NotesRevision:
    return (history.find(event, number) if number <= LARGEST else None) or abort(
        HTTPStatus.NOT_FOUND
    )


def _page(event: Event, revision: NotesRevision, form: RestoreForm) -> ResponseReturnValue:
    comparison = ComparisonForm(request.args)
    against = revision.number - 1
    if comparison.is_valid_submission() and comparison.against.data is not None:
        against = comparison.against.data
    base = revisions.at_number(event, against)
    if base is None:
        abort(HTTPStatus.NOT_FOUND)
    draft = from_json(revision.content)
    different = compare(base, draft)
    gone = [one.before.id for one in different if one.after is None and one.before]
    page = render_template(
        "notes/revision.html",
        event=event,
        revision=revision,
        draft=draft,
        against=against,
        different=different,
        elsewhere=history.whereabouts(event, [one for one in gone if one]),
        others=history.others(event, revision.number),
        newest=revisions.number(event),
        form=form,
    )
    return page, HTTPStatus(max(form.status, comparison.status))
