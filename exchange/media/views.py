"""Pages on which photos and materials are sent and described, and the files themselves."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file
from flask_babel import gettext, ngettext

from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.extensions import csrf
from exchange.lib import clock
from exchange.media import (
    forms,
    materials,
    names,
    photos,
    queries,
    receiving,
    refusals,
    services,
    store,
    words,
)
from exchange.policy import Permission
from exchange.web.actor import actor
from exchange.web.guard import requires
from exchange.web.urls import event_url

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Response
    from flask.typing import ResponseReturnValue

    from exchange.media.services import Delivery

bp = Blueprint("media", __name__)
for _name, _filter in words.FILTERS.items():
    bp.add_app_template_filter(_filter, _name)

LOCKED_UP = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""A file of somebody else's does nothing of its own, wherever it is opened."""
FOR_ANYBODY, FOR_MEMBERS = "public, max-age=600", "private, no-cache"


@bp.route("/manage/<kind:kind>/<key:key>/media", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE, on=Event)
def edit(event: Event) -> ResponseReturnValue:
    """Say what the photos and materials are, put them in order, remove some."""
    queries.load_files(event)
    if request.method != "POST":
        return _page(event)
    form = forms.WordsForm()
    if form.is_valid_submission():
        wanted = form.arrangement(request.form)
        try:
            services.arrange(event, wanted, by=actor(), at=clock.now())
        except refusals.WrittenMeanwhile as reason:
            form.show_theirs(reason)
        else:
            flash(gettext("Saved."), "success")
            there = f"{wanted.move.shelf}-{wanted.move.id}" if wanted.move else None
            return _redirect(event, there)
    return _page(event, described=form)


@bp.route("/manage/<kind:kind>/<key:key>/media/files", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # `receive` asks for the token, when it is known who is sending so much
@requires(Permission.EVENT_MANAGE, on=Event)
def send(event: Event) -> ResponseReturnValue:
    """Take in photos and materials. Those that cannot be taken do not hold up the others."""
    if request.method != "POST":
        return _redirect(event)
    try:
        receiving.receive()
        form = forms.FilesForm()
        form.require_some()
    except Refused as reason:
        return _page(event, sent=forms.FilesForm.refusing(reason))
    with services.delivery(form.pictures, form.documents) as new:
        kept = services.keep(event, new, by=actor(), at=clock.now())
    if not kept:
        form.report(new.failures)
        return _page(event, sent=form)
    _tell(kept, new)
    return _redirect(event)


def _redirect(event: Event, there: str | None = None) -> ResponseReturnValue:
    return redirect(event_url(event, "media.edit", _anchor=there), HTTPStatus.SEE_OTHER)


def _tell(kept: int, new: Delivery) -> None:
    """Say what became of the files. Names are cut: it travels in a cookie."""
    if not new.failures:
        flash(
            ngettext(
                "%(number)d file was stored.", "%(number)d files were stored.", kept, number=kept
            ),
            "success",
        )
        return
    sent = kept + len(new.failures)
    flash(gettext("%(kept)d of %(sent)d files were stored.", kept=kept, sent=sent), "warning")
    for failure in new.failures:
        flash(forms.sentence(failure, name=names.shortened(failure.name)), "error")


def _page(
    event: Event,
    *,
    sent: forms.FilesForm | None = None,
    described: forms.WordsForm | None = None,
) -> ResponseReturnValue:
    """Show both forms: the one that was sent with what is wrong with it."""
    queries.load_files(event)
    sent = sent or forms.FilesForm(formdata=None)
    described = described or forms.WordsForm.showing(event)
    shown = render_template(
        "media/edit.html",
        event=event,
        sent=sent,
        described=described,
        photos=_rows(event.photos, described.photos),
        materials=_rows(event.materials, described.materials),
        photos_accepted=forms.PHOTOS_ACCEPTED,
        materials_accepted=forms.MATERIALS_ACCEPTED,
        most_at_once=forms.MOST_AT_ONCE,
        most_megabytes=receiving.LARGEST_REQUEST >> 20,
        largest_photo=photos.LARGEST >> 20,
        largest_material=materials.LARGEST >> 20,
    )
    return shown, max(sent.status, described.status)


def _rows(files: Any, rows: Any) -> list[tuple[Any, Any]]:
    """Put each row of the form beside its file; a file that is gone has none."""
    known = {str(file.id): file for file in files}
    return [(known[row.form.id.data], row.form) for row in rows if row.form.id.data in known]


@bp.get("/<kind:kind>/<key:key>/photos/<key:photo_key>.<any(jpg, png):suffix>")
@bp.get(
    "/<kind:kind>/<key:key>/photos/<key:photo_key>.<any('1200', '480'):edge>.<any(jpg, png):suffix>"
)
@requires(Permission.EVENT_SEE, on=Event)
def photo(
    event: Event, photo_key: str, suffix: str, edge: str | None = None
) -> ResponseReturnValue:
    """Hand out a photo, or a smaller copy of it."""
    found = queries.find_photo(event, photo_key)
    if found is None or photos.suffix_of(found) != suffix:
        abort(HTTPStatus.NOT_FOUND)
    path = photos.file(found, int(edge) if edge else None)
    return _handed_out(event, path, mimetype=found.media_type)


@bp.get("/<kind:kind>/<key:key>/materials/<key:material_key>/<name>")
@requires(Permission.EVENT_SEE, on=Event)
def material(event: Event, material_key: str, name: str) -> ResponseReturnValue:  # noqa: ARG001  # the name is for readers; the key tells which
    """Hand out a material, to be saved under its own name."""
    found = queries.find_material(event, material_key) or abort(HTTPStatus.NOT_FOUND)
    (path,) = materials.files(found)
    return _handed_out(
        event, path, mimetype=found.media_type, as_attachment=True, download_name=found.name
    )


def _handed_out(event: Event, path: Path, **how: Any) -> Response:
    try:
        answer = send_file(path, conditional=True, **how)
    except OSError:
        store.log.exception("A file is not there: flask media sweep tells of it")
        abort(HTTPStatus.NOT_FOUND)
    answer.headers.update(LOCKED_UP)
    answer.headers["Cache-Control"] = FOR_ANYBODY if event.is_public else FOR_MEMBERS
    return answer
