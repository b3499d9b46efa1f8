"""The guard: every route says who may enter, and is handed what was checked."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from exchange.domain.account import Account
from exchange.domain.event import Event, EventKind
from exchange.domain.personal_feed import PersonalFeed
from exchange.domain.plan import PlanItem
from exchange.domain.registration import Registration
from exchange.domain.saved_search import SavedSearch
from exchange.extensions import READING, db
from exchange.policy import Permission, allows
from exchange.web.actor import actor
from exchange.web.urls import present_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue

View = Any

LARGEST = 2**31 - 1
"""The last number that the database can hold."""


def _load_event(url: dict[str, Any]) -> Event | None:
    kind: EventKind = url.pop("kind")
    key: str = url.pop("key")
    return db.session.scalar(select(Event).where(Event.key == key, Event.kind == kind))


def _load_registration(url: dict[str, Any]) -> Registration | None:
    """Find a registration by its secret token, or by its number at its event."""
    wanted = select(Registration)
    if "token" in url:
        return db.session.scalar(wanted.where(Registration.token == url.pop("token")))
    event = _load_event(url)
    number: int = url.pop("number")
    if event is None or number > LARGEST:
        return None
    mine = wanted.where(Registration.id == number, Registration.event_id == event.id)
    return db.session.scalar(mine)


def _load_feed(url: dict[str, Any]) -> PersonalFeed | None:
    token: str = url.pop("token")
    return db.session.scalar(select(PersonalFeed).where(PersonalFeed.token == token))


def _load_search(url: dict[str, Any]) -> SavedSearch | None:
    """Find a saved search by its number; or by the token of its feed, while its owner may sign in."""
    wanted = select(SavedSearch)
    if "token" in url:
        return db.session.scalar(
            wanted.join(SavedSearch.account)
            .options(contains_eager(SavedSearch.account))
            .where(SavedSearch.token == url.pop("token"), Account.disabled_at.is_(None))
        )
    number: int = url.pop("number")
    return None if number > LARGEST else db.session.get(SavedSearch, number)


def _load_plan_item(url: dict[str, Any]) -> PlanItem | None:
    """Find an item of a year by its number in the plan, or by its id, which never changes."""
    year: int = url.pop("fiscal_year")
    column, value = (
        (PlanItem.no, url.pop("no")) if "no" in url else (PlanItem.id, url.pop("number"))
    )
    if max(year, value) > LARGEST:
        return None
    wanted = select(PlanItem).where(PlanItem.fiscal_year == year, column == value)
    return db.session.scalar(wanted)


LOADERS: dict[type, tuple[str, Callable[[dict[str, Any]], object | None]]] = {
    Event: ("event", _load_event),
    Registration: ("registration", _load_registration),
    PersonalFeed: ("feed", _load_feed),
    PlanItem: ("item", _load_plan_item),
    SavedSearch: ("search", _load_search),
}
"""How a subject is found by what its URL says, and the name a view takes it by."""


def public(view: View) -> View:
    """Let anybody in."""
    view.guard = "public"
    return view


def requires(
    permission: Permission, *, on: type | None = None, of_anybody: bool = False
) -> Callable[[View], View]:
    """Let in only whom the policy allows `permission`, and hand the subject over.

    The view is called with `on` loaded in place of what the URL names. Nothing
    found is 404, and so is what one may not see; a stranger is asked to sign in
    for the rest, and somebody else gets 403.

    With `of_anybody` the reader counts as a stranger and no cookie is looked at:
    for what must be the same for everybody.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> ResponseReturnValue:
            subject = None
            if on is not None:
                name, load = LOADERS[on]
                subject = url[name] = load(url) or abort(HTTPStatus.NOT_FOUND)
            who = None if of_anybody else actor()
            if not allows(who, permission, subject):
                _turn_away(who, permission, subject)
                return _ask_to_sign_in()
            answer: ResponseReturnValue = view(**url)
            return answer

        guarded.guard = permission  # type: ignore[attr-defined]  # read by the architecture test
        return guarded

    return guard


def _turn_away(who: Account | None, permission: Permission, subject: object) -> None:
    """Answer 404 for what must not be known to be there, 403 to somebody signed in."""
    if isinstance(subject, Event) and not allows(who, Permission.EVENT_SEE, subject):
        abort(HTTPStatus.NOT_FOUND)
    if permission.is_seeing:
        abort(HTTPStatus.NOT_FOUND)
    if who is not None:
        abort(HTTPStatus.FORBIDDEN)


def _ask_to_sign_in() -> ResponseReturnValue:
    flash(gettext("Please sign in to continue."), "info")
    back = present_address() if request.method in READING else None
    return redirect(url_for("accounts.login", next=back))


def init_app(app: Flask) -> None:
    """Give templates the policy, to hide a button; the routes protect."""
    app.jinja_env.globals.update(
        Permission=Permission,
        allows=lambda permission, subject=None: allows(actor(), permission, subject),
    )
