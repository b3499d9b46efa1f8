"""Who announces a programme and changes it, by the real services and on a database of their own."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.draft import revision_of
from exchange.domain.event import Event, EventKind
from exchange.extensions import db
from exchange.lib import clock
from exchange.manage import services
from exchange.manage.drafts import event_draft
from exchange.unit_of_work import unit_of_work
from tests.calendars.programmes import BODIES, GROUPS, Planned
from tests.conftest import Browser, looking_into
from tests.factories import a_group, an_organization

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from exchange.manage.drafts import EventDraft

NOON = datetime(2026, 6, 1, 3, tzinfo=UTC)
"""In Tokyo."""


class Secretariat:
    """Announces and changes events, and reads every public feed there is."""

    def __init__(self, app: Flask, database_url: str) -> None:
        self.app = app
        self.database_url = database_url
        self.now = NOON
        groups = {slug: a_group(name, slug) for slug, name in GROUPS.items()}
        for code, slug in BODIES.items():
            an_organization(code=code, group=groups[slug] if slug else None)

    def announce(self, planned: Planned) -> int:
        """Give the id of the event that is made."""
        with unit_of_work():
            event = services.create_event(planned.kind, planned.draft, at=self.now)
            key = event.id
        left = [n for n in range(len(planned.draft.days)) if n not in planned.struck_out]
        if left:
            self.change(key, lambda now: replace(now, days=tuple(now.days[n] for n in left)))
        return key

    def change(self, key: int, edit: Callable[[EventDraft], EventDraft]) -> None:
        """Do what saving the form of an event does."""
        with unit_of_work():
            event = db.session.get_one(Event, key)
            draft = event_draft(event)
            revision = revision_of(draft)
            services.change_event(event, edit(draft), revision=revision, at=self.now)

    def cancel(self, key: int) -> None:
        with unit_of_work():
            services.cancel_event(db.session.get_one(Event, key), at=self.now)

    def reinstate(self, key: int) -> None:
        with unit_of_work():
            services.reinstate_event(db.session.get_one(Event, key), at=self.now)

    @property
    def events(self) -> list[Event]:
        return list(db.session.scalars(select(Event).order_by(Event.id)))

    def feeds(self) -> dict[str, bytes]:
        """Give the octets of each public feed, by its path."""
        return self._feeds(self.app)

    def feeds_elsewhere(self) -> dict[str, bytes]:
        """Give them as a worker does that has just started, and keeps nothing of what it wrote."""
        with looking_into(self.database_url) as app:
            return self._feeds(app)

    def _feeds(self, app: Flask) -> dict[str, bytes]:
        paths = [
            "/feeds/all.ics",
            *(f"/feeds/{kind.plural}.ics" for kind in EventKind),
            *(f"/feeds/groups/{slug}.ics" for slug in GROUPS),
            *(f"/feeds/organizations/{code}.ics" for code in BODIES),
            *(f"/{event.kind.plural}/{event.key}.ics" for event in self.events),
        ]
        answers = {path: Browser(app).get(path) for path in paths}
        assert {answer.status_code for answer in answers.values()} == {HTTPStatus.OK}
        return {path: answer.data for path, answer in answers.items()}


@contextmanager
def a_secretariat(database_url: str) -> Iterator[Secretariat]:
    """Give a secretariat at noon of June 1, 2026, with the groups and bodies that programmes name."""
    with ExitStack() as stack:
        office = Secretariat(stack.enter_context(looking_into(database_url)), database_url)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(clock, "now", lambda: office.now)
        yield office
