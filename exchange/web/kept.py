"""Kept pages: rendered once for each edition, then handed to every reader who has not signed in.

What such a reader sees depends on the address, the language, the day and the edition; on how full
the events are that the page tells of; and on a token in its forms. Full houses are counted and the
token is put in each time; the rest is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, g, request
from flask import session as browser_session
from flask_wtf.csrf import generate_csrf

from exchange.extensions import site
from exchange.lib import clock
from exchange.lib.shelf import Shelf
from exchange.publication import editions
from exchange.seating import queries as seating
from exchange.seating.counting import taken
from exchange.seating.window import turning_moments
from exchange.web.actor import actor
from exchange.web.language import language

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from exchange.domain.event import Event
    from exchange.seating.counting import Taken
    from exchange.seating.queries import Standing
    from exchange.web.guard import View

MOST = 256
"""Pages that are kept; the one that was not asked for longest goes first."""


@dataclass(frozen=True)
class _Page:
    """A page as it was for one edition."""

    edition: int
    around_the_token: list[bytes]
    taken: dict[int, Taken]
    """How full the events were that it tells of."""
    until: datetime | None
    """The last moment before the registration for one of them opens or closes."""

    def still_holds(self, edition: int, at: datetime) -> bool:
        if self.edition != edition or (self.until is not None and at >= self.until):
            return False
        return not self.taken or taken(self.taken) == self.taken

    def answer(self) -> Response:
        token: str = generate_csrf()
        return Response(token.encode().join(self.around_the_token))


@dataclass
class _Watched:
    """What the page that is being made tells of registration."""

    taken: dict[int, Taken] = field(default_factory=dict)
    turns_at: list[datetime] = field(default_factory=list)

    def note(self, events: Iterable[Event], found: dict[int, Standing], at: datetime) -> None:
        for event in events:
            self.taken[event.id] = found[event.id].seats.taken
            self.turns_at += [turn for turn in turning_moments(event) if turn >= at]


def kept(view: View) -> View:
    """Keep the pages of `view`, which takes its query from the address.

    It stands above the guard: what anybody was let in to see is open to anybody as long as
    the edition lasts. A view that tells how registration stands asks `standings` here, so
    that its page is made anew when that changes.
    """

    @wraps(view)
    def answer(**url: Any) -> ResponseReturnValue:
        if actor() is not None or "_flashes" in browser_session:
            made: ResponseReturnValue = view(**url)
            return made
        key = (language(), clock.today(site().zone), request.full_path)
        page = _shelf().find(key)
        if page is not None and page.still_holds(editions.settled(), clock.now()):
            return page.answer()
        return _make(view, url, key)

    return answer


def _shelf() -> Shelf[_Page]:
    shelf: Shelf[_Page] = current_app.extensions.setdefault("kept", Shelf(room=MOST))
    return shelf


def _make(view: View, url: dict[str, Any], key: Hashable) -> Response:
    edition = editions.current()
    g.watched = watched = _Watched()
    token: str = generate_csrf()
    response = current_app.make_response(view(**url))
    if response.status_code == HTTPStatus.OK:
        page = _Page(
            edition=edition,
            around_the_token=response.get_data().split(token.encode()),
            taken=watched.taken,
            until=min(watched.turns_at, default=None),
        )
        _shelf().put(key, page)
    return response


def standings(events: Iterable[Event], at: datetime) -> dict[int, Standing]:
    """Tell how registration stands for each event by its id, for a page that may be kept."""
    events = list(events)
    found = seating.standings(events, at)
    if "watched" in g:
        g.watched.note([one for one in events if one.takes_registrations], found, at)
    return found
