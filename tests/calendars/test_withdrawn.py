"""What is no longer for its readers is taken out of their calendars, and nothing else is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.event import EventStatus, Visibility
from exchange.domain.partnership import Partnership
from exchange.extensions import db
from exchange.lib import clock
from exchange.manage import services
from exchange.publication.services import follow_up
from tests.calendars.subscriber import Subscriber
from tests.factories import (
    LATER_ON,
    a_day,
    a_group,
    a_place,
    a_quota,
    a_registration,
    an_event,
    an_organization,
)
from tests.manage.test_services import change as save
from tests.programme.documents import FORMAT, take_in

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.event import Event
    from exchange.domain.group import Group
    from tests.conftest import Browser

NEUTRAL = "【掲載取消】公開を終了した行事"
FEEDS = [
    "/feeds/all.ics",
    "/feeds/trainings.ics",
    "/feeds/groups/okitama.ics",
    "/feeds/organizations/062022.ics",
    "/trainings/tour.ics",
]
DAY = timedelta(days=1)


@pytest.fixture
def okitama() -> Group:
    group = a_group("置賜地域", "okitama")
    an_organization("米沢市", code="062022", group=group)
    return group


@pytest.fixture
def minato() -> Group:
    group = a_group("港区", "minato")
    an_organization("港区", code="131032", group=group)
    return group


@pytest.fixture
def tour(app: object, okitama: Group) -> Event:
    place = a_place("飯豊町", groups=[okitama])
    return an_event(key="tour", title="視察", theme="森林", days=[a_day(places=[place])])


def edit(event: Event, at: datetime, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(event, name, value)
    follow_up(event, at=at)
    db.session.commit()


def hide(event: Event, at: datetime) -> None:
    edit(event, at, visibility=Visibility.MEMBERS)


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize(
    "hidden", [{"visibility": Visibility.MEMBERS}, {"status": EventStatus.DRAFT}]
)
def test_whoever_had_an_event_is_told_that_it_is_no_longer_public_and_nothing_more(
    browser: Browser, noon: datetime, tour: Event, path: str, hidden: dict[str, Any]
) -> None:
    subscriber = Subscriber(browser, path)
    before = subscriber.read()["tour-1"]

    edit(tour, noon, **hidden)
    after = subscriber.read()["tour-1"]

    assert (after.summary, after.status, after.takes_time) == (NEUTRAL, "CANCELLED", False)
    assert (after.location, after.description, after.url, after.related) == ("", "", "", ())
    assert after.start == before.start
    assert after.is_newer_than(before)
    assert not any(word in subscriber.text for word in ("視察", "森林", "飯豊町"))


@pytest.mark.parametrize("path", FEEDS)
def test_what_becomes_of_a_hidden_event_is_not_told(
    browser: Browser, noon: datetime, tour: Event, path: str
) -> None:
    subscriber = Subscriber(browser, path)
    before = subscriber.read()["tour-1"]
    hide(tour, noon)
    tour.days[0].held_on += 7 * DAY
    tour.days[0].starts = None
    tour.days[0].ends = None
    tour.days.append(a_day(LATER_ON + DAY))
    tour.days[1].number = 2
    edit(tour, noon, title="機密")

    after = subscriber.read()

    assert [*after] == ["tour-1"]
    assert (after["tour-1"].summary, after["tour-1"].start) == (NEUTRAL, before.start)
    assert "機密" not in subscriber.text


@pytest.mark.parametrize(
    "hidden", [{"visibility": Visibility.MEMBERS}, {"status": EventStatus.DRAFT}]
)
def test_what_never_was_public_stands_in_no_feed(
    browser: Browser, noon: datetime, okitama: Group, hidden: dict[str, Any]
) -> None:
    event = an_event(key="tour", **hidden)
    edit(event, noon, title="機密", status=EventStatus.DRAFT)
    edit(event, noon, **{"status": EventStatus.PLANNED, "visibility": Visibility.MEMBERS, **hidden})

    assert [Subscriber(browser, path).read() for path in FEEDS[:-1]] == [{}] * 4
    assert browser.get("/trainings/tour.ics").status_code == 404


@pytest.mark.parametrize("path", FEEDS)
def test_an_event_that_is_public_again_stands_where_it_is_now(
    browser: Browser, noon: datetime, tour: Event, path: str
) -> None:
    subscriber = Subscriber(browser, path)
    first = subscriber.read()["tour-1"]
    hide(tour, noon)
    tour.days[0].held_on += 7 * DAY
    hidden = subscriber.read()["tour-1"]

    edit(tour, noon, visibility=Visibility.PUBLIC)
    again = subscriber.read()["tour-1"]

    assert (again.summary, again.status, again.takes_time) == ("視察", "CONFIRMED", True)
    assert again.start - first.start == 7 * DAY
    assert again.is_newer_than(hidden)


@pytest.mark.parametrize("path", FEEDS)
def test_what_was_withdrawn_is_told_for_thirty_days_after_its_day(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, noon: datetime, tour: Event, path: str
) -> None:
    hide(tour, noon)
    subscriber = Subscriber(browser, path)
    told = []
    for after in (30 * DAY, 31 * DAY):
        until = noon + (LATER_ON - noon.date()) + after
        monkeypatch.setattr(clock, "now", lambda until=until: until)
        told.append([*subscriber.read()])

    assert told == [["tour-1"], []]


def test_a_struck_out_day_of_a_hidden_event_says_no_more_than_the_others(
    browser: Browser, noon: datetime
) -> None:
    event = an_event(key="tour", days=[a_day(LATER_ON, label="開会"), a_day(LATER_ON + DAY)])
    event.days[1].cancelled_at = noon
    follow_up(event, at=noon)
    subscriber = Subscriber(browser, "/feeds/all.ics")
    subscriber.read()

    hide(event, noon)

    assert [one.summary for one in subscriber.read().values()] == [NEUTRAL, NEUTRAL]


def audience_of_places(event: Event, groups: list[Group]) -> None:
    event.days[0].places[0].groups = groups


def audience_of_quotas(event: Event, groups: list[Group]) -> None:
    event.days[0].places[0].groups = []
    event.quotas = []
    for group in groups:
        a_quota(event, group=group, places=3)


def audience_of_partnerships(event: Event, groups: list[Group]) -> None:
    event.days[0].places[0].groups = []
    event.partnership = Partnership(
        slug=f"of-{'-'.join(one.slug for one in groups)}", name="連携", groups=groups
    )


@pytest.mark.parametrize("name", [audience_of_places, audience_of_quotas, audience_of_partnerships])
def test_who_is_no_longer_meant_is_told_so_and_again_when_they_are(
    browser: Browser, noon: datetime, tour: Event, minato: Group, name: Any
) -> None:
    (okitama,) = tour.days[0].places[0].groups
    name(tour, [okitama])
    follow_up(tour, at=noon)
    losing = [Subscriber(browser, path) for path in FEEDS[2:4]]
    gaining = Subscriber(browser, "/feeds/groups/minato.ics")
    had = [one.read()["tour-1"] for one in losing]
    assert gaining.read() == {}

    name(tour, [minato])
    follow_up(tour, at=noon)
    lost = [one.read()["tour-1"] for one in losing]
    gained = gaining.read()["tour-1"]
    name(tour, [okitama, minato])
    follow_up(tour, at=noon)
    regained = [one.read()["tour-1"] for one in losing]

    assert [(one.summary, one.status) for one in lost] == [("【掲載取消】視察", "CANCELLED")] * 2
    assert (gained.summary, gained.status) == ("視察", "CONFIRMED")
    assert [(one.summary, one.status) for one in regained] == [("視察", "CONFIRMED")] * 2
    assert all(map(type(had[0]).is_newer_than, lost, had))
    assert all(map(type(had[0]).is_newer_than, regained, lost))
    assert gaining.read()["tour-1"].status == "CONFIRMED"


def test_what_was_lost_as_a_body_and_regained_as_a_group_is_heard(
    browser: Browser, noon: datetime, okitama: Group, minato: Group
) -> None:
    event = an_event(key="tour")
    nagai = an_organization("長井市", code="062090", group=okitama)
    a_quota(event, organization=nagai, places=1)
    a_quota(event, group=minato, places=1)
    follow_up(event, at=noon)
    of_the_body = Subscriber(browser, "/feeds/organizations/062090.ics")
    of_the_group = Subscriber(browser, "/feeds/groups/okitama.ics")
    for step, status in (
        (None, "CONFIRMED"),
        (lambda: event.quotas.pop(0), "CANCELLED"),
        (lambda: a_quota(event, group=okitama, places=1), "CONFIRMED"),
    ):
        if step:
            step()
            follow_up(event, at=noon)

        assert of_the_body.read()["tour-1"].status == status
        assert of_the_group.read()["tour-1"].status == status


def test_an_event_for_everybody_that_is_for_some_now_is_taken_from_the_others(
    browser: Browser, noon: datetime, okitama: Group, minato: Group
) -> None:
    event = an_event(key="tour")
    theirs = Subscriber(browser, "/feeds/groups/okitama.ics")
    others = Subscriber(browser, "/feeds/organizations/131032.ics")
    everything = Subscriber(browser, "/feeds/all.ics")
    before = [one.read_one() for one in (theirs, others, everything)]

    audience_of_places(event, [okitama])
    follow_up(event, at=noon)
    after = [one.read_one() for one in (theirs, others, everything)]

    assert [one.status for one in before] == ["CONFIRMED"] * 3
    assert [one.status for one in after] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert others.read_one().summary == "【掲載取消】第1回交流研修"


def test_a_body_that_never_was_meant_is_not_told_of_an_event(
    browser: Browser, noon: datetime, tour: Event, minato: Group
) -> None:
    subscriber = Subscriber(browser, "/feeds/groups/minato.ics")
    before = subscriber.read()
    hide(tour, noon)

    assert (before, subscriber.read()) == ({}, {})


def test_a_body_that_goes_to_another_group_reads_what_concerns_that_one(
    browser: Browser, noon: datetime, okitama: Group, minato: Group
) -> None:
    """Though an event that names the body itself is all that is brought up to date."""
    nagai = an_organization("長井市", code="062090", group=okitama)
    a_quota(event := an_event(key="named"), organization=nagai, places=1)
    follow_up(event, at=noon)
    for group in (okitama, minato):
        an_event(key=group.slug, days=[a_day(places=[a_place(groups=[group])])])

    def read() -> list[bool]:
        text = browser.get("/feeds/organizations/062090.ics").text
        return [f"UID:{key}-1@" in text for key in ("named", "okitama", "minato")]

    before = read()
    stated = {"name": "長井市", "code": "062090", "kana": "ながいし", "group": "minato"}
    take_in({"format": FORMAT, "organizations": [stated]}, at=noon)

    assert (before, read()) == ([True, True, False], [True, False, True])


def test_each_turn_of_an_event_is_heard_though_the_clock_stands_still(
    browser: Browser, noon: datetime
) -> None:
    event = an_event(key="tour", days=[a_day(LATER_ON), a_day(LATER_ON + DAY)])
    subscribers = [Subscriber(browser, path) for path in ("/feeds/all.ics", "/trainings/tour.ics")]

    def statuses() -> list[list[str]]:
        return [[one.status[:4] for one in reader.read().values()] for reader in subscribers]

    def strike_out(moment: datetime | None) -> None:
        event.days[1].cancelled_at = moment

    def move(days: int) -> None:
        event.days[0].held_on += days * DAY

    steps: list[tuple[Any, list[str]]] = [
        (lambda: None, ["CONF", "CONF"]),
        (lambda: strike_out(noon), ["CONF", "CANC"]),
        (lambda: move(-2), ["CONF", "CANC"]),
        (lambda: strike_out(None), ["CONF", "CONF"]),
        (lambda: setattr(event, "status", EventStatus.CANCELLED), ["CANC", "CANC"]),
        (lambda: move(5), ["CANC", "CANC"]),
        (lambda: setattr(event, "visibility", Visibility.MEMBERS), ["CANC", "CANC"]),
        (lambda: setattr(event, "status", EventStatus.PLANNED), ["CANC", "CANC"]),
        (lambda: setattr(event, "visibility", Visibility.PUBLIC), ["CONF", "CONF"]),
        (lambda: setattr(event, "status", EventStatus.HELD), ["CONF", "CONF"]),
    ]
    for step, expected in steps:
        step()
        follow_up(event, at=noon)

        assert statuses() == [expected] * 2


def test_an_event_moved_far_back_is_heard_of_until_the_day_it_was_to_be(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, noon: datetime
) -> None:
    event = an_event(key="tour")
    subscriber = Subscriber(browser, "/feeds/all.ics")
    subscriber.read()

    event.days[0].held_on = LATER_ON.replace(year=2024)
    follow_up(event, at=noon)

    assert subscriber.read()["tour-1"].start.year == 2024
    monkeypatch.setattr(clock, "now", lambda: noon + 365 * DAY)
    assert subscriber.read() == {}


@pytest.mark.parametrize("path", ["/feeds/groups/okitama.ics", "/feeds/organizations/062022.ics"])
def test_a_day_that_came_after_an_event_was_lost_is_not_told(
    browser: Browser, noon: datetime, tour: Event, minato: Group, path: str
) -> None:
    subscriber = Subscriber(browser, path)
    subscriber.read()
    tour.days[0].places = [a_place("芝浦", groups=[minato])]
    edit(tour, noon)
    tour.days.append(a_day(LATER_ON + DAY, places=[a_place("芝浦", groups=[minato])]))
    tour.days[1].number = 2
    edit(tour, noon)

    assert {uid: one.status for uid, one in subscriber.read().items()} == {"tour-1": "CANCELLED"}


def test_a_day_that_was_public_once_is_struck_out_of_a_draft_and_keeps_its_number(
    browser: Browser, noon: datetime
) -> None:
    event = an_event(key="tour", days=[a_day(LATER_ON), a_day(LATER_ON + DAY)])
    subscriber = Subscriber(browser, "/feeds/all.ics")
    subscriber.read()
    edit(event, noon, status=EventStatus.DRAFT)
    subscriber.read()

    first, _ = services.event_draft(event).days
    save(event, noon, days=(first,))
    new = type(first)(held_on=LATER_ON + 9 * DAY, places=first.places)
    save(event, noon, days=(first, new))
    services.publish_event(event, at=noon)

    read = subscriber.read()
    assert {uid: one.status for uid, one in read.items()} == {
        "tour-1": "CONFIRMED",
        "tour-2": "CANCELLED",
        "tour-3": "CONFIRMED",
    }


def test_a_day_that_only_a_draft_had_is_gone_when_it_is_left_out(
    browser: Browser, noon: datetime
) -> None:
    event = an_event(
        key="tour", status=EventStatus.DRAFT, days=[a_day(LATER_ON), a_day(LATER_ON + DAY)]
    )
    first, _ = services.event_draft(event).days

    save(event, noon, days=(first,))

    assert [day.number for day in event.days] == [1]


def test_a_day_that_somebody_gave_up_stays_in_a_draft(browser: Browser, noon: datetime) -> None:
    event = an_event(
        key="tour", status=EventStatus.DRAFT, days=[a_day(LATER_ON), a_day(LATER_ON + DAY)]
    )
    a_registration(event, days=event.days[:1], former_days=event.days[1:])
    first, _ = services.event_draft(event).days

    save(event, noon, days=(first,))

    assert [(day.number, day.is_cancelled) for day in event.days] == [(1, False), (2, True)]
