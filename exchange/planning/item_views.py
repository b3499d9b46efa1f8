"""The page of a plan item, and all that is done with it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from exchange.domain.draft import EditedMeanwhile
from exchange.domain.errors import Refused
from exchange.domain.event import Event
from exchange.domain.plan import PlanItem
from exchange.extensions import db, site
from exchange.lib import clock
from exchange.planning import diary, pages, queries, services, versions
from exchange.planning.addresses import A_YEAR, AN_ITEM
from exchange.planning.drafts import plan_draft, progress_draft
from exchange.planning.forms import EventSearch, ItemForm, ProgressForm, RevisionForm, number_in
from exchange.planning.refusals import EntryGone, ItemGone
from exchange.policy import Permission
from exchange.web.actor import actor
from exchange.web.guard import LARGEST, requires
from exchange.web.paging import paginate
from exchange.web.versions import compared, differences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from exchange.web.versions import Difference
from exchange.web.urls import present_address

bp = Blueprint("plan_items", __name__)

EVENTS_SHOWN = 20


@bp.get(f"{A_YEAR}/<int:no>")
@requires(Permission.PLAN_READ, on=PlanItem)
def show(item: PlanItem) -> ResponseReturnValue:
    """Show an item with the lines it came from, what came of it, and how it got on."""
    return _item_page(item, ProgressForm.on(clock.today(site().zone)))


@bp.route(f"{AN_ITEM}/edit", methods=["GET", "POST"])
@requires(Permission.PLAN_KEEP)
def edit(fiscal_year: int, number: int) -> ResponseReturnValue:
    """Change what an item says. If it was deleted meanwhile, what was typed can become a new one."""
    item = queries.find_item(fiscal_year, number) if number <= LARGEST else None
    if request.method == "POST":
        form = ItemForm()
        return _save(item, form) if item else _anew(fiscal_year, form)
    if item is None:
        abort(HTTPStatus.NOT_FOUND)
    return _edit_page(item, ItemForm.showing(plan_draft(item), item.revision))


def _save(item: PlanItem, form: ItemForm) -> ResponseReturnValue:
    if not form.is_valid_submission():
        return _edit_page(item, form)
    year = item.fiscal_year
    try:
        services.change_item(item, form.draft, revision=form.began_from)
    except EditedMeanwhile as reason:
        different = differences(versions.of_item(reason.theirs), versions.of_item(form.draft))
        return _two_versions(item, reason, different, item.revision)
    except ItemGone:
        return _anew(year, form)
    flash(gettext("Saved."), "success")
    return _to(item)


def _anew(fiscal_year: int, form: ItemForm) -> ResponseReturnValue:
    form.refuse(ItemGone())
    return pages.new(fiscal_year, form)


@bp.route(f"{AN_ITEM}/delete", methods=["GET", "POST"])
@requires(Permission.PLAN_KEEP, on=PlanItem)
def delete(item: PlanItem) -> ResponseReturnValue:
    form = RevisionForm()
    if form.is_valid_submission():
        back = url_for("planning.board", fiscal_year=item.fiscal_year, _anchor="plan")
        try:
            services.delete_item(item, revision=form.began_from)
        except Refused as reason:
            form.refuse(reason)
        else:
            flash(gettext("The plan item has been deleted."), "success")
            return redirect(back, HTTPStatus.SEE_OTHER)
    form.revision.data = str(item.revision)
    page = render_template(
        "planning/delete.html",
        item=item,
        form=form,
        proposals=queries.proposals_of(item, actor()),
        events=queries.events_of(item, actor()),
    )
    return page, form.status


@bp.post(f"{AN_ITEM}/move")
@requires(Permission.PLAN_KEEP, on=PlanItem)
def move(item: PlanItem) -> ResponseReturnValue:
    """Let it change numbers with another one, and go back to the plan."""
    services.move_item(item, to=number_in("to"))
    back = url_for("planning.board", fiscal_year=item.fiscal_year, _anchor=f"plan-{item.id}")
    return redirect(back, HTTPStatus.SEE_OTHER)


@bp.post(f"{AN_ITEM}/carry-over")
@requires(Permission.PLAN_KEEP, on=PlanItem)
def carry_over(item: PlanItem) -> ResponseReturnValue:
    """Put it into the plan of the next year as well."""
    try:
        copy = services.carry_over(item)
    except Refused as reason:
        form = ProgressForm.on(clock.today(site().zone))
        form.refuse(reason)
        return _item_page(item, form)
    flash(gettext("It is in the plan of the next year now, to be considered anew."), "success")
    return _to(copy)


@bp.post(f"{AN_ITEM}/take-out")
@requires(Permission.PLAN_KEEP, on=PlanItem)
def take_out(item: PlanItem) -> ResponseReturnValue:
    """Let one of its proposals be open again."""
    services.take_out(item, number_in("proposal"))
    flash(gettext("The proposal is open again."), "success")
    return _to(item)


@bp.route(f"{AN_ITEM}/events", methods=["GET", "POST"])
@requires(Permission.PLAN_KEEP, on=PlanItem)
def events(item: PlanItem) -> ResponseReturnValue:
    """Choose the events that came of it; each button links one, or no longer."""
    if request.method == "POST":
        return _link(item)
    form = EventSearch()
    words = form.q.data if form.is_valid_submission() else None
    choice = queries.may_come_of(item, words or "", actor())
    page = render_template(
        "planning/events.html",
        item=item,
        form=form,
        page=paginate(choice, number=form.page.number, size=EVENTS_SHOWN),
        linked=queries.events_of(item, actor()),
        here=present_address(),
    )
    return page, form.status


def _link(item: PlanItem) -> ResponseReturnValue:
    choice = queries.may_come_of(item, "", actor()).where(Event.id == number_in("link"))
    if event := db.session.scalar(choice):
        services.link_event(item, event)
    elif event := db.session.get(Event, number_in("unlink")):
        services.unlink_event(item, event)
    else:
        abort(HTTPStatus.BAD_REQUEST)
    return redirect(present_address(), HTTPStatus.SEE_OTHER)


@bp.post(f"{AN_ITEM}/progress")
@requires(Permission.PLAN_KEEP, on=PlanItem)
def progress(item: PlanItem) -> ResponseReturnValue:
    """Note how it got on."""
    form = ProgressForm()
    if not form.is_valid_submission():
        return _item_page(item, form)
    diary.note(item, form.draft)
    flash(gettext("Saved."), "success")
    return _to(item, "progress")


@bp.route(f"{AN_ITEM}/progress/<int:entry>", methods=["GET", "POST"])
@requires(Permission.PLAN_KEEP, on=PlanItem)
def entry(item: PlanItem, entry: int) -> ResponseReturnValue:
    """Change an entry, or delete it. If it was deleted meanwhile, it can be noted anew."""
    found = diary.find(item, entry) if entry <= LARGEST else None
    if request.method == "POST":
        return _save_entry(item, entry, ProgressForm())
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    return _entry_page(item, entry, ProgressForm.showing(progress_draft(found)))


def _save_entry(item: PlanItem, key: int, form: ProgressForm) -> ResponseReturnValue:
    revision = form.revision.data or ""
    try:
        if "delete" in request.form:
            diary.drop(item, key, revision=revision)
        elif form.is_valid_submission():
            diary.reword(item, key, form.draft, revision=revision)
        else:
            return _entry_page(item, key, form)
    except EditedMeanwhile as reason:
        if not form.is_valid_submission():
            return _entry_page(item, key, form)
        different = differences(versions.of_entry(reason.theirs), versions.of_entry(form.draft))
        return _two_versions(item, reason, different)
    except EntryGone as reason:
        form.refuse(reason)
        return _item_page(item, form)
    flash(gettext("Saved."), "success")
    return _to(item, "progress")


def _two_versions(
    item: PlanItem,
    reason: EditedMeanwhile[object],
    different: Sequence[Difference],
    revision: int | None = None,
) -> ResponseReturnValue:
    shown = compared(reason, different, revision)
    page = render_template("planning/two_versions.html", item=item, **shown)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def _edit_page(item: PlanItem, form: ItemForm) -> ResponseReturnValue:
    bodies = queries.bodies_by_group()
    page = render_template("planning/edit.html", item=item, form=form, bodies=bodies)
    return page, form.status


def _entry_page(item: PlanItem, key: int, form: ProgressForm) -> ResponseReturnValue:
    page = render_template("planning/progress.html", item=item, entry_id=key, form=form)
    return page, form.status


def _item_page(item: PlanItem, form: ProgressForm) -> ResponseReturnValue:
    reader = actor()
    page = render_template(
        "planning/show.html",
        item=item,
        form=form,
        proposals=queries.proposals_of(item, reader),
        origin=queries.origin(item, reader),
        events=queries.events_of(item, reader),
        before=queries.namesake(item, item.fiscal_year - 1),
        after=queries.namesake(item, item.fiscal_year + 1),
    )
    return page, form.status


def _to(item: PlanItem, anchor: str | None = None) -> Response:
    here = url_for(".show", fiscal_year=item.fiscal_year, no=item.no, _anchor=anchor)
    return redirect(here, HTTPStatus.SEE_OTHER)


@bp.errorhandler(ItemGone)
def _gone(_: ItemGone) -> ResponseReturnValue:
    """Lead back to the plan where somebody else deleted the item in this very moment."""
    flash(gettext("Somebody else deleted this plan item meanwhile."), "error")
    year = (request.view_args or {})["fiscal_year"]
    return redirect(url_for("planning.board", fiscal_year=year), HTTPStatus.SEE_OTHER)
