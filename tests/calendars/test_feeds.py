"""Feeds over HTTP, read back by parsers that are not the one that wrote them."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from exchange.domain.event import EventKind, EventStatus, Visibility
from exchange.extensions import db
from exchange.publication.services import follow_up
from tests.factories import (
    LATER_ON,
    LONG_AGO,
    a_day,
    a_group,
    a_place,
    a_speaker,
    an_event,
    an_organization,
)
from tests.statements import statements

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from tests.conftest import Browser

HOST = "kaiko.example.lg.jp"
TWO_MINUTES_LATER = LONG_AGO + timedelta(minutes=2)


def entries(browser: Browser, path: str = "/feeds/all.ics") -> list[Any]:
    answer = browser.get(path)
    assert answer.status_code == 200
    return getattr(vobject.readOne(answer.text), "vevent_list", [])


def uids(browser: Browser, path: str) -> list[str]:
    return [entry.uid.value for entry in entries(browser, path)]


def change(event: Event, at: datetime = TWO_MINUTES_LATER) -> None:
    follow_up(event, at=at)
    db.session.commit()


def test_feed_gives_the_days_of_the_database_to_a_foreign_parser(browser: Browser) -> None:
    an_event(
        key="r8-koryu-2",
        days=[
            a_day(date(2026, 9, 26), time(13), time(17)),
            a_day(date(2026, 9, 27), None, None, label="置賜管内視察"),
        ],
    )

    calendar = IcsCalendarStream.calendar_from_ics(browser.get("/feeds/all.ics").text)

    assert [(e.uid, e.summary, e.dtstart, e.dtend) for e in calendar.events] == [
        (
            f"r8-koryu-2-1@{HOST}",
            "第1回交流研修（1日目）",
            datetime(2026, 9, 26, 4, tzinfo=UTC),
            datetime(2026, 9, 26, 8, tzinfo=UTC),
        ),
        (
            f"r8-koryu-2-2@{HOST}",
            "第1回交流研修（2日目：置賜管内視察）",
            date(2026, 9, 27),
            date(2026, 9, 28),
        ),
    ]


def test_feed_of_a_kind_holds_that_kind_alone(browser: Browser) -> None:
    for kind in EventKind:
        an_event(kind, key=f"a-{kind}")

    assert uids(browser, "/feeds/trainings.ics") == [f"a-training-1@{HOST}"]
    assert uids(browser, "/feeds/fairs.ics") == [f"a-fair-1@{HOST}"]
    assert uids(browser, "/feeds/seminars.ics") == [f"a-seminar-1@{HOST}"]


def test_feed_of_one_event_holds_its_days(browser: Browser) -> None:
    an_event(key="mine")
    an_event(key="other")

    assert uids(browser, "/trainings/mine.ics") == [f"mine-1@{HOST}"]


@pytest.fixture
def hybrid() -> Event:
    """An event with a venue for one audience and a screen for the other."""
    okitama, minato = a_group("置賜地域", "okitama"), a_group("港区", "minato")
    an_organization("米沢市", code="062022", group=okitama)
    an_organization("港区", code="131032", group=minato)
    day = a_day(
        places=[
            a_place("米沢市産業会館", groups=[okitama]),
            a_place(online=True, groups=[minato], url="https://meet.example/secret"),
        ]
    )
    return an_event(key="hybrid", days=[day])


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/feeds/all.ics", "米沢市産業会館（置賜地域）／オンライン（港区）"),
        ("/feeds/groups/okitama.ics", "米沢市産業会館"),
        ("/feeds/groups/minato.ics", "オンライン"),
        ("/feeds/organizations/062022.ics", "米沢市産業会館"),
        ("/feeds/organizations/131032.ics", "オンライン"),
    ],
)
def test_feed_gives_each_audience_its_own_place(
    browser: Browser, hybrid: Event, path: str, location: str
) -> None:
    (entry,) = entries(browser, path)

    assert entry.location.value == location


def test_feed_of_a_group_names_the_other_places_in_the_description(
    browser: Browser, hybrid: Event
) -> None:
    (entry,) = entries(browser, "/feeds/groups/minato.ics")

    assert "ほかの会場：米沢市産業会館（置賜地域）" in entry.description.value.splitlines()


def test_feed_never_holds_a_joining_link(browser: Browser, hybrid: Event) -> None:
    folded = browser.get("/feeds/groups/minato.ics").text

    assert "secret" not in folded.replace("\r\n ", "")


def test_feed_of_an_organization_leaves_out_what_names_others_only(browser: Browser) -> None:
    okitama, minato = a_group("置賜地域", "okitama"), a_group("港区", "minato")
    an_organization("米沢市", code="062022", group=okitama)
    an_event(key="theirs", days=[a_day(places=[a_place(groups=[minato])])])
    an_event(key="ours", days=[a_day(places=[a_place(groups=[okitama])])])
    an_event(key="everybodys")

    assert uids(browser, "/feeds/organizations/062022.ics") == [
        f"ours-1@{HOST}",
        f"everybodys-1@{HOST}",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/organizations/999999.ics",
        "/feeds/groups/nobody.ics",
        "/trainings/nothing.ics",
        "/feeds/other.ics",
    ],
)
def test_feed_of_nothing_known_is_not_found(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize(
    "hidden", [{"status": EventStatus.DRAFT}, {"visibility": Visibility.MEMBERS}]
)
def test_feed_holds_no_draft_and_nothing_for_members_even_for_an_organizer(
    browser: Browser, organizer: Browser, hidden: dict[str, Any]
) -> None:
    an_event(key="seen")
    an_event(key="hidden", **hidden)

    assert uids(organizer, "/feeds/all.ics") == [f"seen-1@{HOST}"]
    assert organizer.get("/trainings/hidden.ics").status_code == 404
    assert browser.get("/trainings/hidden.ics").status_code == 404


def test_a_cancelled_event_stays_marked_and_takes_no_time(browser: Browser) -> None:
    event = an_event()
    event.status = EventStatus.CANCELLED
    change(event)

    (entry,) = entries(browser)

    assert (entry.summary.value, entry.status.value, entry.transp.value, entry.sequence.value) == (
        "【中止】第1回交流研修",
        "CANCELLED",
        "TRANSPARENT",
        "1",
    )


def test_a_struck_out_day_stays_and_the_other_goes_on(browser: Browser) -> None:
    event = an_event(days=[a_day(LATER_ON), a_day(LATER_ON + timedelta(days=1))])
    event.days[0].cancelled_at = LONG_AGO
    change(event)

    assert [entry.status.value for entry in entries(browser)] == ["CANCELLED", "CONFIRMED"]


def test_a_moved_day_keeps_its_uid_and_counts_up(browser: Browser) -> None:
    event = an_event()
    (before,) = entries(browser)
    event.days[0].held_on += timedelta(days=7)
    change(event)

    (after,) = entries(browser)

    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.last_modified.value == TWO_MINUTES_LATER
    assert after.dtstart.value - before.dtstart.value == timedelta(days=7)


def test_a_change_that_no_calendar_shows_leaves_the_octets(browser: Browser) -> None:
    event = an_event()
    before = browser.get("/feeds/all.ics").data
    event.capacity = 30
    change(event)

    assert browser.get("/feeds/all.ics").data == before


CHANGES = {
    "title": lambda event: setattr(event, "title", "改題"),
    "theme": lambda event: setattr(event, "theme", "別のテーマ"),
    "organizer": lambda event: setattr(event, "organizer", "港区芝地区総合支所"),
    "tier": lambda event: setattr(event, "tier", "ベーシック"),
    "speakers": lambda event: event.speakers.append(a_speaker()),
    "label": lambda event: setattr(event.days[0], "label", "視察"),
    "hours": lambda event: setattr(event.days[0], "ends", time(17)),
    "venue": lambda event: setattr(event.days[0].places[0], "venue", "別会場"),
    "address": lambda event: setattr(event.days[0].places[0], "address", "米沢市金池三丁目"),
    "a second day": lambda event: event.days.append(a_day(LATER_ON + timedelta(days=1))),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_an_entry_shows_counts_as_a_revision(browser: Browser, what: str) -> None:
    event = an_event()
    before = browser.get("/feeds/all.ics").data
    CHANGES[what](event)
    event.days[-1].number = len(event.days)  # what a service does for a new day
    change(event)

    (first, *_) = entries(browser)

    assert browser.get("/feeds/all.ics").data != before
    assert first.sequence.value == "1"


def test_feed_answers_304_to_who_has_it_until_it_changes(browser: Browser) -> None:
    event = an_event()
    first = browser.get("/feeds/all.ics")
    have = {"If-None-Match": first.headers["ETag"]}

    again = browser.get("/feeds/all.ics", headers=have)
    event.title = "改題"
    change(event)
    changed = browser.get("/feeds/all.ics", headers=have)

    assert (again.status_code, again.data, again.headers["ETag"]) == (
        304,
        b"",
        first.headers["ETag"],
    )
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_feed_answers_304_by_date_unless_an_etag_disagrees(browser: Browser) -> None:
    an_event()
    modified = browser.get("/feeds/all.ics").headers["Last-Modified"]
    since = {"If-Modified-Since": modified}

    assert browser.get("/feeds/all.ics", headers=since).status_code == 304
    assert (
        browser.get("/feeds/all.ics", headers={**since, "If-None-Match": '"other"'}).status_code
        == 200
    )


def test_feed_is_compressed_for_who_takes_it_under_an_etag_of_its_own(browser: Browser) -> None:
    an_event()
    takes_gzip = {"Accept-Encoding": "gzip, deflate, br"}

    plain = browser.get("/feeds/all.ics", headers={"Accept-Encoding": "gzip;q=0, br"})
    packed = browser.get("/feeds/all.ics", headers=takes_gzip)
    have = {**takes_gzip, "If-None-Match": packed.headers["ETag"]}
    again = browser.get("/feeds/all.ics", headers=have)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert (again.status_code, again.headers["ETag"]) == (304, packed.headers["ETag"])


@pytest.mark.parametrize("path", ["/feeds/all.ics", "/trainings/all.ics"])
def test_feed_is_the_same_for_every_reader_and_sets_no_cookie(
    browser: Browser, organizer: Browser, path: str
) -> None:
    an_event(key="all")
    browser.client.set_cookie("language", "en")

    english, signed_in = browser.get(path), organizer.get(path)

    assert english.data == signed_in.data
    assert "Set-Cookie" not in signed_in.headers
    assert signed_in.headers["Vary"] == "Accept-Encoding"
    assert signed_in.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert signed_in.headers["Content-Disposition"] == 'inline; filename="all.ics"'


def test_an_empty_feed_is_a_calendar_all_the_same(browser: Browser) -> None:
    text = browser.get("/feeds/all.ics").text

    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VTIMEZONE\r\nEND:VCALENDAR\r\n")


def test_feed_sends_the_same_number_of_statements_for_one_new_event_and_three(
    browser: Browser,
) -> None:
    an_event()
    browser.get("/feeds/all.ics")
    an_event(speakers=[a_speaker()])
    with statements() as for_one:
        browser.get("/feeds/all.ics")
    for _ in range(3):
        an_event(speakers=[a_speaker()])
    with statements() as for_three:
        browser.get("/feeds/all.ics")

    assert len(for_three) == len(for_one)


def test_an_event_that_was_put_off_is_taken_out_of_calendars(browser: Browser) -> None:
    event = an_event()
    event.days[0].cancelled_at = LONG_AGO
    change(event)

    (entry,) = entries(browser)

    assert event.last_on is None
    assert (entry.status.value, entry.sequence.value) == ("CANCELLED", "1")
