"""What is kept is never stale: in this process, in another one, after any change."""

from __future__ import annotations

from contextvars import Context
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exchange import create_app
from exchange.domain.account import Role
from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.domain.note import NoteKind
from exchange.domain.partnership import Partnership
from exchange.extensions import db
from exchange.lib import clock
from exchange.publication.services import follow_up
from exchange.unit_of_work import unit_of_work
from tests.conftest import SETTINGS, Browser, looking_into
from tests.factories import (
    LATER_ON,
    PASSWORD,
    a_day,
    a_group,
    a_note,
    a_place,
    a_quota,
    a_speaker,
    an_account,
    an_event,
    an_organization,
)
from tests.processes import Visitor, serving
from tests.programme.documents import FORMAT, take_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from flask import Flask

    from exchange.domain.event import Event
    from tests.processes import Server

GROUPS = {"okitama": "置賜地域", "minato": "港区"}
CODES = ["062022", "131032", "062090"]
FEEDS = [
    "/feeds/all.ics",
    "/feeds/trainings.ics",
    "/feeds/fairs.ics",
    *(f"/feeds/groups/{slug}.ics" for slug in GROUPS),
    *(f"/feeds/organizations/{code}.ics" for code in CODES),
    "/trainings/e0.ics",
    "/feeds/all.ics?from=2020-01-01",
]
EXAMPLES, STEPS = 4, 8


@dataclass
class Office:
    """Changes events in every way that shows in a feed, and in some that do not."""

    events: list[Event]
    groups: list[Any]
    bodies: list[Any]
    at: datetime
    count: int = 0

    def visibility(self, event: Event, n: int) -> None:
        event.visibility = [*Visibility][n % 2]

    def status(self, event: Event, n: int) -> None:
        event.status = [*EventStatus][n % 4]

    def title(self, event: Event, n: int) -> None:
        event.title = f"研修{n}"

    def audience_by_place(self, event: Event, n: int) -> None:
        event.days[0].places[0].groups = self._some_groups(n)

    def audience_by_quota(self, event: Event, n: int) -> None:
        event.quotas = []
        for body in self.bodies[: n % 3]:
            a_quota(event, organization=body, places=1)

    def audience_by_partnership(self, event: Event, n: int) -> None:
        self.count += 1
        event.partnership = Partnership(
            slug=f"p{self.count}", name="連携", groups=self._some_groups(n)
        )

    def move(self, event: Event, n: int) -> None:
        event.days[0].held_on = LATER_ON + (n - 4) * timedelta(days=150)

    def strike_out(self, event: Event, n: int) -> None:
        event.days[-1].cancelled_at = self.at if n % 2 else None

    def another_day(self, event: Event, n: int) -> None:
        event.days.append(a_day(LATER_ON + n * timedelta(days=1)))
        event.days[-1].number = len(event.days)

    def venue(self, event: Event, n: int) -> None:
        event.days[0].places[0].venue = f"会場{n}"

    def place(self, event: Event, n: int) -> None:
        event.days[0].places.append(a_place(f"会場{n}", groups=self._some_groups(n)))

    def speaker(self, event: Event, n: int) -> None:
        event.speakers = [a_speaker(f"講師{n}")]

    def note(self, event: Event, n: int) -> None:
        event.notes = [a_note(f"第{n}部", kind=NoteKind.LECTURE)]

    def _some_groups(self, n: int) -> list[Any]:
        return [group for bit, group in enumerate(self.groups) if n >> bit & 1]

    def do(self, name: str, which: int, n: int) -> None:
        """Do what the organizers or a document do, in a transaction of its own."""
        with unit_of_work():
            if name == "rename":
                groups = [{"slug": "okitama", "name": f"置賜{n}"}]
                take_in({"format": FORMAT, "groups": groups}, at=self.at)
            elif name == "regroup":
                slug = ["okitama", "minato", None][n % 3]
                body = {"name": self.bodies[2].name, "code": CODES[2], "kana": "だんたい"}
                stated = body | ({"group": slug} if slug else {})
                take_in({"format": FORMAT, "organizations": [stated]}, at=self.at)
            elif name == "announce":
                self.events.append(an_event([*EventKind][n % 3], status=[*EventStatus][which]))
            else:
                event = self.events[which % len(self.events)]
                getattr(self, name)(event, n)
                follow_up(event, at=self.at)


CHANGES = [
    *(name for name in vars(Office) if not name.startswith("_") and name not in {"do", "count"}),
    "rename",
    "regroup",
    "announce",
]
changes = st.tuples(st.sampled_from(CHANGES), st.integers(0, 3), st.integers(0, 7))


def fetched(app: Flask, path: str) -> tuple[int, bytes, dict[str, str]]:
    db.session.commit()
    answer = Context().run(app.test_client().get, path)
    told = {name: answer.headers[name] for name in ("ETag", "Last-Modified")}
    return answer.status_code, answer.data, told


def from_nothing(database_url: str, path: str) -> tuple[int, bytes, dict[str, str]]:
    """Fetch the feed from an application that has just started."""
    app = create_app({**SETTINGS, "DATABASE_URL": database_url})
    try:
        return fetched(app, path)
    finally:
        with app.app_context():
            db.engine.dispose()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.lists(changes, min_size=1, max_size=3), min_size=STEPS, max_size=STEPS))
def test_a_feed_after_any_change_is_what_it_were_if_nothing_had_been_kept(
    new_database: Callable[[], str], steps: list[list[tuple[str, int, int]]]
) -> None:
    database_url = new_database()
    with looking_into(database_url) as app, pytest.MonkeyPatch.context() as patch:
        groups = [a_group(name, slug) for slug, name in GROUPS.items()]
        bodies = [
            an_organization(code=code, group=group)
            for code, group in zip(CODES, [*groups, None], strict=True)
        ]
        events = [an_event(key=f"e{n}") for n in range(3)]
        at = events[0].changed_at + timedelta(days=60)
        patch.setattr(clock, "now", lambda: at)
        office = Office(events, groups, bodies, at)
        for path in FEEDS:
            fetched(app, path)

        for step in steps:
            for name, which, n in step:
                office.do(name, which, n)
            for path in FEEDS:
                assert (path, *fetched(app, path)) == (path, *from_nothing(database_url, path))


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture(scope="module")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log: Path = tmp_path_factory.mktemp("freshness") / "server.log"
    with serving(database_url, log, workers=3, threads=1) as server:
        yield server


@pytest.fixture
def app(server: Server, database_url: str) -> Iterator[Flask]:
    """What changes the server's database from outside."""
    with looking_into(database_url) as app:
        yield app


def test_a_change_is_served_at_once_by_every_worker(app: Flask, server: Server) -> None:
    event = an_event(key="seen", title="初版", days=[a_day(date(2099, 9, 26))])
    visitor = Visitor(server)
    for _ in range(30):
        assert "SUMMARY:初版" in visitor.get("/feeds/all.ics").text
    assert len(server.processes) > 1

    for number in range(8):
        with unit_of_work():
            event.title = f"改版{number}"
            follow_up(event, at=clock.now())
        read = {visitor.get("/feeds/all.ics").text.count(f"改版{number}") for _ in range(8)}
        tags = {visitor.get("/feeds/all.ics").headers["ETag"] for _ in range(8)}

        assert read == {1}
        assert len(tags) == 1


def test_what_one_worker_changed_is_served_by_the_others(app: Flask, server: Server) -> None:
    """By the form of the organizers, so that one of the workers makes the change."""
    an_event(key="called-off", title="まつり", days=[a_day(date(2099, 9, 26))])
    entries = {"email": an_account(role=Role.ORGANIZER).email, "password": PASSWORD}
    db.session.rollback()  # which would keep the server waiting
    organizer = Visitor(server)
    organizer.post("/login", entries)
    page = "/manage/trainings/called-off"
    for status in ("CANCELLED", "CONFIRMED") * 2:
        verb = "cancel" if status == "CANCELLED" else "reinstate"
        answer = organizer.post(f"{page}/{verb}", {}, token=organizer.open_form(page))
        assert answer.status == 303

        visitor = Visitor(server)
        read = {visitor.get("/trainings/called-off.ics").text for _ in range(8)}
        assert [f"STATUS:{status}" in text for text in read] == [True]


def test_a_browser_reads_what_it_wrote(app: Flask, noon: datetime) -> None:
    browser = Browser(app)
    event = an_event(key="own")
    before = browser.get("/trainings/own.ics").data
    event.title = "改題"
    follow_up(event, at=noon)

    assert browser.get("/trainings/own.ics").data != before
