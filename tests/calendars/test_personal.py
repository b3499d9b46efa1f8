"""A personal feed says where its holder has to be, and whatever becomes of that is heard."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.event import EventStatus, Visibility
from exchange.domain.letter import LetterKind
from exchange.enrollment import decisions
from exchange.enrollment.erasure import erase
from exchange.enrollment.services import cancel, change, register
from exchange.extensions import db
from exchange.letters.writing import write
from exchange.lib import clock
from exchange.publication.services import follow_up
from exchange.subscriptions.services import of_mailbox
from tests.calendars.subscriber import Subscriber
from tests.enrollment.asking import ONLINE, ONSITE, ORGANIZER, an_application
from tests.factories import (
    LATER_ON,
    a_day,
    a_group,
    a_place,
    a_registration,
    a_speaker,
    an_open_event,
    an_organization,
)
from tests.letters.test_invitations import sent
from tests.statements import statements

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.day import EventDay
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.personal_feed import PersonalFeed
    from exchange.domain.registration import Registration
    from tests.calendars.subscriber import Shown
    from tests.conftest import Browser

EMAIL = "taro@example.lg.jp"
LINK = "https://meet.example.jp/abc?x=1"
DAY = timedelta(days=1)


def a_subscriber(browser: Browser, feed: PersonalFeed | None = None) -> Subscriber:
    feed = feed or of_mailbox(EMAIL)
    db.session.flush()
    return Subscriber(browser, f"/feeds/my/{feed.token}.ics")


def applying(event: Event, at: datetime, **fields: Any) -> Registration:
    feed = fields.pop("feed", None)
    application = an_application(**{"email": EMAIL, "days": event.live_days, **fields})
    return register(event, application, feed=feed, at=at)


def as_before(one: Registration, **fields: Any) -> Any:
    """Give the application that says what `one` says, but for `fields`."""
    names = ("family_name", "given_name", "email", "mode", "organization", "phone")
    stated = {name: getattr(one, name) for name in names}
    return an_application(**{**stated, "days": one.days, **fields})


def hybrid_days(number: int = 1) -> list[EventDay]:
    return [
        a_day(
            LATER_ON + n * DAY,
            places=[a_place("米沢市産業会館"), a_place(online=True, url=f"{LINK}&day={n + 1}")],
        )
        for n in range(number)
    ]


@pytest.fixture
def hybrid(app: object) -> Event:
    """An event at a venue and online."""
    return an_open_event(key="hybrid", title="研修", days=hybrid_days())


@pytest.fixture
def two_days(app: object) -> Event:
    return an_open_event(key="two", title="研修", days=hybrid_days(2))


@pytest.fixture
def bodies(app: object) -> dict[str, Organization]:
    groups = {name: a_group(name) for name in ("置賜地域", "港区")}
    return {name: an_organization(group=group) for name, group in groups.items()}


OWN_PLACES = {"置賜地域": (ONSITE, "米沢市産業会館", ()), "港区": (ONLINE, "オンライン", (LINK,))}


@pytest.mark.parametrize("whose", OWN_PLACES)
def test_everybody_has_the_place_of_their_own_body_and_mode(
    browser: Browser, noon: datetime, bodies: dict[str, Organization], whose: str
) -> None:
    okitama, minato = (body.group for body in bodies.values())
    here = a_place("米沢市産業会館", groups=[okitama])
    there = a_place(online=True, groups=[minato], url=LINK)
    event = an_open_event(days=[a_day(places=[here, there])], speakers=[a_speaker("講師 花子")])
    mode, location, links = OWN_PLACES[whose]
    applying(event, noon, organization=bodies[whose], mode=mode)

    one = (subscriber := a_subscriber(browser)).read_one()

    assert (one.location, one.links, one.status) == (location, links, "CONFIRMED")
    assert all(link in one.description for link in links)
    assert ("米沢市産業会館" in subscriber.text, LINK in subscriber.text) == (
        not links,
        bool(links),
    )
    assert "講師：講師 花子" in one.description.splitlines()
    assert one.url == f"https://kaiko.example.lg.jp/trainings/{event.key}"


def test_a_joining_link_is_shown_while_one_comes_online(
    browser: Browser, noon: datetime, hybrid: Event
) -> None:
    one = applying(hybrid, noon, mode=ONLINE)
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]
    change(one, as_before(one, mode=ONSITE), at=noon)
    read.append(subscriber.read_one())
    change(one, as_before(one, mode=ONLINE), at=noon)
    read.append(subscriber.read_one())
    cancel(one, at=noon)
    read.append(subscriber.read_one())

    assert [one.links for one in read] == [(f"{LINK}&day=1",), (), (f"{LINK}&day=1",), ()]
    assert [one.location for one in read[:3]] == ["オンライン", "米沢市産業会館", "オンライン"]
    assert (read[3].summary, read[3].status) == ("【中止】研修（参加取消）", "CANCELLED")
    assert "meet.example" not in subscriber.text
    assert_each_is_newer(read)


def assert_each_is_newer(read: list[Shown]) -> None:
    assert all(after.is_newer_than(before) for before, after in pairwise(read))


def test_a_new_joining_link_is_heard_of(browser: Browser, noon: datetime, hybrid: Event) -> None:
    applying(hybrid, noon, mode=ONLINE)
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]

    hybrid.days[0].places[1].url = "https://meet.example.jp/new"
    follow_up(hybrid, at=noon)
    read.append(subscriber.read_one())

    assert read[1].links == ("https://meet.example.jp/new",)
    assert_each_is_newer(read)


def test_who_waits_is_told_so_until_there_is_a_place(browser: Browser, noon: datetime) -> None:
    event = an_open_event(key="full", title="研修", capacity=1, days=hybrid_days())
    first = applying(event, noon, email="first@example.lg.jp")
    applying(event, noon, mode=ONLINE)
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]
    cancel(first, at=noon)
    read.append(subscriber.read_one())

    assert [(one.summary, one.status, len(one.links)) for one in read] == [
        ("【キャンセル待ち】研修", "TENTATIVE", 0),
        ("研修", "CONFIRMED", 1),
    ]
    assert_each_is_newer(read)


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [("approve", ("研修", "CONFIRMED")), ("decline", ("【中止】研修（お断り）", "CANCELLED"))],
)
def test_who_awaits_a_decision_is_told_it(
    browser: Browser, noon: datetime, outcome: str, shown: tuple[str, str]
) -> None:
    event = an_open_event(key="full", title="研修", needs_approval=True)
    one = applying(event, noon)
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]
    if outcome == "approve":
        decisions.approve(one, by=ORGANIZER, at=noon)
    else:
        decisions.decline(one, "定員のため", by=ORGANIZER, at=noon)
    read.append(subscriber.read_one())

    assert (read[0].summary, read[0].status) == ("【承認待ち】研修", "TENTATIVE")
    assert (read[1].summary, read[1].status) == shown
    assert_each_is_newer(read)


def test_who_accepts_an_offer_has_a_place(browser: Browser, noon: datetime) -> None:
    event = an_open_event(title="研修", capacity=1, offer_hours=24)
    first = applying(event, noon, email="first@example.lg.jp")
    one = applying(event, noon)
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]
    cancel(first, at=noon)
    offered = subscriber.read_one()
    decisions.accept_offer(one, at=noon)
    read.append(subscriber.read_one())

    assert offered == read[0]
    assert (read[1].summary, read[1].status) == ("研修", "CONFIRMED")
    assert_each_is_newer(read)


@pytest.mark.parametrize("by", ["the person", "the organizer"])
def test_what_was_called_off_is_told_for_thirty_days_after_its_day(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, noon: datetime, hybrid: Event, by: str
) -> None:
    one = applying(hybrid, noon)
    subscriber = a_subscriber(browser)
    if by == "the person":
        cancel(one, at=noon)
    else:
        hybrid.status = EventStatus.CANCELLED
        follow_up(hybrid, at=noon)
    told = []
    for after in (DAY, 30 * DAY, 31 * DAY):
        until = noon + (LATER_ON - noon.date()) + after
        monkeypatch.setattr(clock, "now", lambda until=until: until)
        told.append([(one.summary, one.status) for one in subscriber.read().values()])

    shown = [("【中止】研修（参加取消）" if by == "the person" else "【中止】研修", "CANCELLED")]
    assert told == [shown, shown, []]


def test_a_day_that_was_given_up_is_told_and_can_be_had_again(
    browser: Browser, noon: datetime, two_days: Event
) -> None:
    one = applying(two_days, noon)
    subscriber = a_subscriber(browser)
    read = [subscriber.read()]
    change(one, as_before(one, days=two_days.days[:1]), at=noon)
    read.append(subscriber.read())
    change(one, as_before(one, days=two_days.days), at=noon)
    read.append(subscriber.read())

    assert [day.status for step in read for day in step.values()] == [
        *("CONFIRMED", "CONFIRMED"),
        *("CONFIRMED", "CANCELLED"),
        *("CONFIRMED", "CONFIRMED"),
    ]
    assert [day.related for day in read[0].values()] == [("two-2",), ("two-1",)]
    assert [day.related for day in read[1].values()] == [(), ()]
    assert read[1]["two-2"].summary == "【中止】研修（2日目）（参加取消）"
    assert_each_is_newer([step["two-2"] for step in read])


def test_the_days_of_an_event_are_tied_to_those_in_the_same_feed_alone(
    browser: Browser, noon: datetime, two_days: Event
) -> None:
    applying(two_days, noon, days=two_days.days[1:])

    one = a_subscriber(browser).read()

    assert [(uid, day.related) for uid, day in one.items()] == [("two-2", ())]


def test_a_struck_out_day_is_called_off_and_forgotten_without_touching_the_other(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, noon: datetime
) -> None:
    days = [a_day(LATER_ON), a_day(LATER_ON + 90 * DAY)]
    event = an_open_event(key="two", title="研修", days=days)
    one = applying(event, noon)
    subscriber = a_subscriber(browser)
    read = [subscriber.read()]
    event.days[0].cancelled_at = noon
    follow_up(event, at=noon)
    read.append(subscriber.read())
    monkeypatch.setattr(clock, "now", lambda: noon + (LATER_ON - noon.date()) + 31 * DAY)
    read.append(subscriber.read())

    assert [day.status for day in read[1].values()] == ["CANCELLED", "CONFIRMED"]
    assert read[2] == {"two-2": read[1]["two-2"]}
    assert one.days == event.days


def test_a_struck_out_day_stays_theirs_who_change_something_else(
    browser: Browser, noon: datetime, two_days: Event
) -> None:
    one = applying(two_days, noon)
    two_days.days[1].cancelled_at = noon
    follow_up(two_days, at=noon)
    subscriber = a_subscriber(browser)
    before = subscriber.read()
    change(one, as_before(one, days=two_days.live_days, phone="0238-22-5111"), at=noon)
    same = subscriber.read()
    two_days.days[1].cancelled_at = None
    follow_up(two_days, at=noon)

    assert same == before
    assert [day.status for day in subscriber.read().values()] == ["CONFIRMED"] * 2


def test_who_comes_back_after_cancelling_is_heard(
    browser: Browser, noon: datetime, hybrid: Event
) -> None:
    name = {"family_name": "髙橋", "given_name": "𠮷之"}
    subscriber = a_subscriber(browser)
    read = []
    for _ in range(2):
        one = applying(hybrid, noon, **name)
        read.append(subscriber.read_one())
        cancel(one, at=noon)
        read.append(subscriber.read_one())

    assert [one.status for one in read] == ["CONFIRMED", "CANCELLED"] * 2
    assert_each_is_newer(read)


def test_two_under_one_address_share_an_entry_until_the_last_of_them_goes(
    browser: Browser, noon: datetime, hybrid: Event
) -> None:
    subscriber = a_subscriber(browser)
    here = applying(hybrid, noon, family_name="髙橋", given_name="花")
    read = [subscriber.read_one()]
    there = applying(hybrid, noon, family_name="神", given_name="𠮷之", mode=ONLINE)
    read.append(subscriber.read_one())
    change(there, as_before(there, family_name="神尾"), at=noon)
    read.append(subscriber.read_one())
    cancel(here, at=noon)
    read.append(subscriber.read_one())
    cancel(there, at=noon)
    read.append(subscriber.read_one())

    assert [(one.status, one.location, len(one.links)) for one in read] == [
        ("CONFIRMED", "米沢市産業会館", 0),
        ("CONFIRMED", "米沢市産業会館／オンライン", 1),
        ("CONFIRMED", "米沢市産業会館／オンライン", 1),
        ("CONFIRMED", "オンライン", 1),
        ("CANCELLED", "米沢市産業会館／オンライン", 0),
    ]
    assert (
        "参加者：髙橋 花（会場で参加）、神 𠮷之（オンライン）" in read[1].description.splitlines()
    )
    assert (
        "参加者：髙橋 花（会場で参加）、神尾 𠮷之（オンライン）" in read[2].description.splitlines()
    )
    assert "参加者" not in read[0].description + read[3].description
    assert_each_is_newer(read)


@pytest.mark.parametrize("leaves_by", ["another address", "erasure"])
def test_who_leaves_a_shared_address_leaves_a_newer_entry(
    browser: Browser, noon: datetime, hybrid: Event, leaves_by: str
) -> None:
    stays, leaves = applying(hybrid, noon), applying(hybrid, noon, mode=ONLINE)
    change(leaves, as_before(leaves, mode=ONSITE), at=noon)
    change(leaves, as_before(leaves, mode=ONLINE), at=noon)
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]
    if leaves_by == "erasure":
        erase(leaves, at=noon)
    else:
        change(leaves, as_before(leaves, email="home@example.jp"), at=noon)
    read.append(subscriber.read_one())

    assert (read[1].location, read[1].links) == ("米沢市産業会館", ())
    assert stays.full_name not in subscriber.text
    assert_each_is_newer(read)


def test_a_page_shows_what_its_browser_registered_and_a_mailbox_all_that_names_it(
    browser: Browser, noon: datetime
) -> None:
    events = [an_open_event(key=key, title="研修") for key in ("one", "two", "other")]
    one = applying(events[0], noon)
    applying(events[1], noon)
    applying(events[2], noon, email="hanako@example.lg.jp")
    assert one.feed is not None

    assert [*a_subscriber(browser, one.feed).read()] == ["one-1"]
    assert [*a_subscriber(browser).read()] == ["one-1", "two-1"]


def test_a_feed_is_the_same_by_the_page_and_by_the_mail_for_all_of_one_browser(
    browser: Browser, noon: datetime, two_days: Event
) -> None:
    first = applying(two_days, noon)
    applying(two_days, noon, mode=ONLINE, feed=first.feed)
    change(first, as_before(first, days=two_days.days[:1]), at=noon)

    assert a_subscriber(browser, first.feed).read() == a_subscriber(browser).read()


def test_what_no_calendar_shows_counts_for_nothing(
    browser: Browser, noon: datetime, hybrid: Event
) -> None:
    one = applying(hybrid, noon)
    subscriber = a_subscriber(browser)
    before = subscriber.read()

    change(one, as_before(one, phone="0238-22-5111"), at=noon + DAY)

    assert subscriber.read() == before


def test_another_body_means_another_place(
    browser: Browser, noon: datetime, bodies: dict[str, Organization]
) -> None:
    places = [a_place(f"{name}の会場", groups=[body.group]) for name, body in bodies.items()]
    event = an_open_event(days=[a_day(places=places)])
    one = applying(event, noon, organization=bodies["置賜地域"])
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]
    change(one, as_before(one, organization=bodies["港区"]), at=noon)
    read.append(subscriber.read_one())

    assert [one.location for one in read] == ["置賜地域の会場", "港区の会場"]
    assert_each_is_newer(read)


def test_changes_of_the_event_and_of_the_person_are_heard_in_any_order(
    browser: Browser, noon: datetime, hybrid: Event
) -> None:
    one = applying(hybrid, noon)
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]
    for number in range(3):
        hybrid.title = f"研修{number}"
        follow_up(hybrid, at=noon)
        read.append(subscriber.read_one())
        change(one, as_before(one, mode=[ONLINE, ONSITE][number % 2]), at=noon)
        read.append(subscriber.read_one())

    assert_each_is_newer(read)


def test_an_event_for_members_has_no_address_for_the_public(
    browser: Browser, noon: datetime, hybrid: Event
) -> None:
    one = applying(hybrid, noon)
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]
    hybrid.visibility = Visibility.MEMBERS
    follow_up(hybrid, at=noon)
    read.append(subscriber.read_one())

    assert (read[1].summary, read[1].status, read[1].location) == (
        "研修",
        "CONFIRMED",
        "米沢市産業会館",
    )
    assert (read[1].url, "/trainings/" in subscriber.text) == ("", False)
    assert one.token not in subscriber.text
    assert_each_is_newer(read)


def test_whoever_registered_in_english_reads_english(
    browser: Browser, noon: datetime, hybrid: Event
) -> None:
    applying(hybrid, noon, mode=ONLINE, language="en")

    one = (subscriber := a_subscriber(browser)).read_one()

    assert one.location == "Online"
    assert "Joining link" in one.description
    assert "my events" in subscriber.text


def test_whoever_was_erased_stands_in_no_feed(
    browser: Browser, noon: datetime, hybrid: Event
) -> None:
    kept = an_open_event(key="kept", days=[a_day(LATER_ON)])
    one = applying(hybrid, noon)
    applying(kept, noon, feed=one.feed)
    subscribers = [a_subscriber(browser), a_subscriber(browser, one.feed)]
    before = [[*subscriber.read()] for subscriber in subscribers]
    for subscriber in subscribers:
        subscriber.octets = b""  # what is forgotten is not called off

    erase(one, at=noon)

    assert before == [["hybrid-1", "kept-1"]] * 2
    assert [[*subscriber.read()] for subscriber in subscribers] == [["kept-1"]] * 2


def test_nothing_is_left_at_the_address_of_who_was_erased_altogether(
    browser: Browser, noon: datetime, hybrid: Event
) -> None:
    one = applying(hybrid, noon)
    subscribers = [a_subscriber(browser), a_subscriber(browser, one.feed)]

    erase(one, at=noon)
    db.session.commit()

    assert [browser.get(subscriber.path).status_code for subscriber in subscribers] == [404, 404]


def test_a_feed_counts_as_the_letters_do(browser: Browser, noon: datetime, two_days: Event) -> None:
    one = applying(two_days, noon)
    applying(two_days, noon, mode=ONLINE)
    change(one, as_before(one, mode=ONLINE), at=noon)
    two_days.title = "改題"
    follow_up(two_days, at=noon)
    letter = write(LetterKind.REMINDER, one, at=noon)

    read = a_subscriber(browser).read()

    by_mail = {event.uid.value: int(event.sequence.value) for _, event in sent(letter)}
    assert by_mail == {f"{uid}@kaiko.example.lg.jp": day.sequence for uid, day in read.items()}


def test_an_event_put_off_is_called_off(browser: Browser, noon: datetime, hybrid: Event) -> None:
    applying(hybrid, noon)
    subscriber = a_subscriber(browser)
    read = [subscriber.read_one()]
    hybrid.days[0].cancelled_at = noon
    hybrid.expected = "来春"
    follow_up(hybrid, at=noon)
    read.append(subscriber.read_one())

    assert [one.status for one in read] == ["CONFIRMED", "CANCELLED"]
    assert_each_is_newer(read)


def test_a_feed_sends_the_same_number_of_statements_for_one_registration_and_five(
    browser: Browser, noon: datetime
) -> None:
    def asked() -> int:
        with statements() as sent_now:
            subscriber.read()
        return len(sent_now)

    def another(number: int) -> None:
        event = an_open_event(days=hybrid_days(2), speakers=[a_speaker()])
        one = applying(event, noon, mode=ONLINE)
        if number:
            change(one, as_before(one, days=event.days[:1]), at=noon)
        a_registration(event, email=EMAIL)

    another(1)
    subscriber = a_subscriber(browser)
    for_one = asked()
    for number in range(4):
        another(number % 2)

    assert asked() == for_one


def test_a_feed_goes_thirteen_months_back_or_as_far_as_asked(
    browser: Browser, noon: datetime
) -> None:
    for key, held_on in (("in", date(2025, 5, 1)), ("out", date(2025, 4, 30))):
        a_registration(an_open_event(key=key, days=[a_day(held_on)]), email=EMAIL)
    subscriber = a_subscriber(browser)

    assert [*subscriber.read()] == ["in-1"]
    subscriber.path += "?from=R4.4.1"
    assert [*subscriber.read()] == ["out-1", "in-1"]
