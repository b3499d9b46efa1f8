"""How far back feeds go, how much they hold, and what asks for them again is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

from exchange.calendars.window import months_before
from exchange.domain.event import Visibility
from exchange.extensions import db
from exchange.lib import clock
from exchange.publication.services import follow_up
from exchange.subscriptions.services import of_mailbox
from exchange.web.headers import UNSEEN
from tests.calendars.lexer import lex
from tests.calendars.subscriber import Subscriber
from tests.factories import LONG_AGO, a_day, a_group, a_place, a_registration, an_event
from tests.programme.documents import FORMAT, take_in

if TYPE_CHECKING:
    from tests.conftest import Browser

DAY = timedelta(days=1)
EDGE = date(2025, 5, 1)
"""13 months before the `noon` of the tests."""
MOST = 1_000_000


def keys(browser: Browser, path: str) -> list[str]:
    return [*Subscriber(browser, path).read()]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 6, 1), date(2025, 5, 1)),
        (date(2024, 3, 31), date(2023, 2, 28)),
        (date(2025, 3, 29), date(2024, 2, 29)),
        (date(2026, 1, 31), date(2024, 12, 31)),
    ],
)
def test_thirteen_months_before_is_the_same_day_or_the_last_of_its_month(
    day: date, before: date
) -> None:
    assert months_before(day, 13) == before


def test_a_feed_holds_what_lasts_until_thirteen_months_back_and_all_that_comes(
    browser: Browser, noon: datetime
) -> None:
    for key, held_on in (
        ("out", EDGE - DAY),
        ("in", EDGE),
        ("coming", date(2026, 6, 2)),
        ("far", date(2031, 1, 1)),
    ):
        an_event(key=key, days=[a_day(held_on)])

    assert keys(browser, "/feeds/all.ics") == ["in-1", "coming-1", "far-1"]


def test_an_event_across_the_edge_is_in_with_all_its_days(browser: Browser, noon: datetime) -> None:
    an_event(key="across", days=[a_day(EDGE - DAY), a_day(EDGE)])

    read = Subscriber(browser, "/feeds/all.ics").read()

    assert {uid: one.related for uid, one in read.items()} == {
        "across-1": ("across-2",),
        "across-2": ("across-1",),
    }


@pytest.mark.parametrize("since", ["2022-04-01", "R4.4.1", "令和4年4月1日", "２０２２－０４－０１"])
def test_a_feed_goes_back_as_far_as_its_address_says(
    browser: Browser, noon: datetime, since: str
) -> None:
    for key, held_on in (("out", date(2022, 3, 31)), ("in", date(2022, 4, 1)), ("new", EDGE)):
        an_event(key=key, days=[a_day(held_on)])

    assert keys(browser, f"/feeds/all.ics?from={since}") == ["in-1", "new-1"]
    assert keys(browser, "/feeds/all.ics?from=") == ["new-1"]


@pytest.mark.parametrize("path", ["/feeds/all.ics", "/feeds/my/{token}.ics"])
@pytest.mark.parametrize("since", ["gestern", "2022-02-30", "0", "%00", "9" * 400])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_nonsense_for_a_day_is_refused_in_the_language_of_the_reader(
    browser: Browser, path: str, since: str, language: str
) -> None:
    token = of_mailbox("taro@example.lg.jp").token
    address = f"{path.format(token=token)}?from={since}"

    answer = browser.get(address, headers={"Accept-Language": language})

    assert answer.status_code == 422
    assert f'lang="{language}"' in answer.text
    if "my" in path:
        assert {name: answer.headers[name] for name in UNSEEN} == UNSEEN


def test_the_feed_of_an_event_goes_back_for_ever(browser: Browser, noon: datetime) -> None:
    an_event(key="old", days=[a_day(date(1990, 1, 1)), a_day(EDGE)])

    assert keys(browser, "/trainings/old.ics") == ["old-1", "old-2"]


def test_of_more_than_calendars_can_take_the_nearest_is_kept(
    browser: Browser, noon: datetime
) -> None:
    text = "森林と水の循環を学ぶ、" * 500
    for number in range(100):
        an_event(key=f"c{number}", theme=text, days=[a_day(noon.date() + number * DAY)])
        an_event(key=f"g{number}", theme=text, days=[a_day(noon.date() - (number + 1) * DAY)])
    subscriber = Subscriber(browser, "/feeds/all.ics")

    read = [*subscriber.read()]

    assert MOST - 25_000 < len(subscriber.octets) <= MOST
    gone = [key for key in read if key.startswith("g")]
    assert read == [
        *(f"g{number}-1" for number in reversed(range(len(gone)))),
        *(f"c{number}-1" for number in range(len(read) - len(gone))),
    ]
    assert len(read) < 100 or len(read) - len(gone) == 100
    note = lex(subscriber.octets).text("X-WR-CALDESC")
    assert note == "件数が多いため、近い日程の行事だけを載せています。"
    assert [*Subscriber(browser, "/trainings/g99.ics").read()] == ["g99-1"]


def test_an_event_too_long_for_any_feed_keeps_no_other_out(
    browser: Browser, noon: datetime
) -> None:
    an_event(key="endless", theme="森林" * 200_000, days=[a_day(noon.date())])
    an_event(key="short")

    assert keys(browser, "/feeds/all.ics") == ["short-1"]


def test_a_feed_that_holds_everything_says_nothing_of_leaving_out(
    browser: Browser, noon: datetime
) -> None:
    an_event()
    subscriber = Subscriber(browser, "/feeds/all.ics")
    subscriber.read()

    assert lex(subscriber.octets).all("X-WR-CALDESC") == []


def modified(browser: Browser, path: str = "/feeds/all.ics") -> datetime:
    return parsedate_to_datetime(browser.get(path).headers["Last-Modified"])


def asked_again(browser: Browser, since: datetime, path: str = "/feeds/all.ics") -> int:
    stamp = f"{since:%a, %d %b %Y %H:%M:%S} GMT"
    return browser.get(path, headers={"If-Modified-Since": stamp}).status_code


def test_two_changes_in_one_second_are_two_for_whoever_asks_by_date(
    browser: Browser, noon: datetime
) -> None:
    one, other = an_event(), an_event()
    seen = []
    for event in (one, other, one):
        event.title += "改"
        follow_up(event, at=noon)
        db.session.commit()
        seen.append(modified(browser))

    assert seen == [noon + n * timedelta(seconds=1) for n in range(3)]
    assert [asked_again(browser, at) for at in seen] == [200, 200, 304]


def test_all_that_one_import_changes_is_one_change(browser: Browser, noon: datetime) -> None:
    days = [{"date": "2026-09-26", "places": [{"venue": "会場"}]}]
    events = [{"id": f"e{n}", "kind": "training", "title": "研修", "days": days} for n in range(5)]
    take_in({"format": FORMAT, "fiscal_year": 2026, "events": events}, at=noon)

    assert modified(browser) == noon


@pytest.mark.parametrize("zone_offset", [timedelta(seconds=-1), timedelta(0)])
def test_what_leaves_at_midnight_is_a_change_though_nobody_made_it(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, zone_offset: timedelta
) -> None:
    an_event(key="leaving", days=[a_day(EDGE)])
    an_event(key="staying")
    midnight_in_tokyo = datetime(2026, 6, 1, 15, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: midnight_in_tokyo - timedelta(hours=1))
    before = browser.get("/feeds/all.ics")
    known = modified(browser)
    monkeypatch.setattr(clock, "now", lambda: midnight_in_tokyo + zone_offset)
    has_passed = not zone_offset

    have = {"If-None-Match": before.headers["ETag"]}
    assert asked_again(browser, known) == (200 if has_passed else 304)
    assert browser.get("/feeds/all.ics", headers=have).status_code == (200 if has_passed else 304)
    assert ("leaving-1" in [*Subscriber(browser, "/feeds/all.ics").read()]) != has_passed


def test_what_vanishes_from_a_feed_is_a_change(browser: Browser, noon: datetime) -> None:
    """Hidden so long after its day that calendars need not be told any more."""
    event = an_event(key="old", days=[a_day(date(2026, 1, 10))])
    known = modified(browser)
    event.visibility = Visibility.MEMBERS
    follow_up(event, at=noon)
    db.session.commit()

    assert asked_again(browser, known) == 200
    assert keys(browser, "/feeds/all.ics") == []


def test_a_new_name_is_a_change(browser: Browser, noon: datetime) -> None:
    group = a_group("置賜地域", "okitama")
    an_event(key="one", days=[a_day(places=[a_place("会場", groups=[group])])])
    path = "/feeds/groups/okitama.ics"
    subscriber = Subscriber(browser, path)
    subscriber.read()
    known = modified(browser, path)
    groups = [{"slug": "okitama", "name": "おきたま"}]
    take_in({"format": FORMAT, "groups": groups}, at=noon)

    assert asked_again(browser, known, path) == 200
    subscriber.read()
    assert lex(subscriber.octets).text("NAME").endswith("：おきたま")


@pytest.mark.parametrize("path", ["/feeds/all.ics", "/feeds/my/{token}.ics"])
def test_a_tag_counts_before_a_date(browser: Browser, noon: datetime, path: str) -> None:
    a_registration(an_event(), email="taro@example.lg.jp")
    path = path.format(token=of_mailbox("taro@example.lg.jp").token)
    first = browser.get(path)
    tag, stamp = first.headers["ETag"], first.headers["Last-Modified"]
    long_ago = "Thu, 01 Jan 1970 00:00:00 GMT"

    def asked(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return browser.get(path, headers=named).status_code

    assert not tag.startswith("W/")
    assert asked(If_None_Match=tag, If_Modified_Since=long_ago) == 304
    assert asked(If_None_Match='"other"', If_Modified_Since=stamp) == 200
    assert asked(If_None_Match=f'"other", W/{tag}') == 304
    assert asked(If_None_Match="*") == 304
    assert asked(If_Modified_Since=stamp) == 304
    assert asked(If_Modified_Since=long_ago) == 200
    assert asked(If_Modified_Since="yesterday") == 200
    assert asked(If_None_Match=tag, Accept_Encoding="gzip") == 200


@pytest.mark.parametrize("path", ["/feeds/all.ics", "/feeds/my/{token}.ics"])
def test_a_head_says_of_a_feed_what_a_get_does(browser: Browser, noon: datetime, path: str) -> None:
    a_registration(an_event(), email="taro@example.lg.jp")
    path = path.format(token=of_mailbox("taro@example.lg.jp").token)
    for _ in range(2):  # made, and then kept
        whole, head = browser.get(path), browser._send("HEAD", path)  # noqa: SLF001  # no other way

        def above(answer: Any) -> dict[str, str]:
            return {name: value for name, value in answer.headers if name != "Date"}

        assert (head.status_code, head.data) == (200, b"")
        assert above(head) == above(whole)
        assert head.headers["Content-Length"] == str(len(whole.data))


def test_a_feed_of_the_first_change_ever_is_of_its_second(browser: Browser, noon: datetime) -> None:
    an_event()

    assert modified(browser) == max(LONG_AGO, datetime(2026, 5, 31, 15, tzinfo=UTC))
