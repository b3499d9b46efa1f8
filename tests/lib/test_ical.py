"""What we write is read back by two parsers that are not icalendar."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from exchange.lib import ical
from tests.lib.strategies import typed_text

CREATED_AT = datetime(2022, 4, 1, 0, 0, tzinfo=UTC)
CHANGED_AT = datetime(2022, 9, 1, 3, 4, 5, 678, tzinfo=UTC)


def an_entry(**fields: Any) -> ical.Entry:
    smallest = {
        "uid": "training-2022-1-1@kaiko.example.lg.jp",
        "revision": 0,
        "created_at": CREATED_AT,
        "changed_at": CHANGED_AT,
        "held_on": date(2022, 9, 26),
        "summary": "第1回交流研修",
    }
    return ical.Entry(**smallest | fields)


def lines(octets: bytes) -> list[str]:
    return octets.replace(b"\r\n ", b"").decode().split("\r\n")


def value(entry: ical.Entry, name: str) -> list[str]:
    found = [line.partition(":") for line in lines(ical.render(entry))]
    return [text for key, _, text in found if key.partition(";")[0] == name]


def a_feed(*entries: ical.Entry) -> bytes:
    return ical.calendar("行事予定", "", map(ical.render, entries))


def by_vobject(octets: bytes) -> Any:
    calendar = vobject.readOne(octets.decode())
    calendar.validate(raiseException=True)
    return calendar


def by_ical(octets: bytes) -> Any:
    return IcsCalendarStream.calendar_from_ics(octets.decode())


def test_a_timed_day_is_written_in_full() -> None:
    entry = an_entry(
        revision=3,
        starts=time(13, 30),
        ends=time(16, 30),
        location="米沢市産業会館",
        description="森林資源の活用\nについて",
        url="https://kaiko.example.lg.jp/trainings/2022-1",
        categories=("交流研修", "置賜"),
        related_to=("training-2022-1-2@kaiko.example.lg.jp",),
    )

    assert sorted(lines(ical.render(entry))) == sorted(
        [
            "BEGIN:VEVENT",
            "UID:training-2022-1-1@kaiko.example.lg.jp",
            "DTSTAMP:20220901T030405Z",
            "LAST-MODIFIED:20220901T030405Z",
            "CREATED:20220401T000000Z",
            "SEQUENCE:3",
            "DTSTART;TZID=Asia/Tokyo:20220926T133000",
            "DTEND;TZID=Asia/Tokyo:20220926T163000",
            "SUMMARY:第1回交流研修",
            "LOCATION:米沢市産業会館",
            r"DESCRIPTION:森林資源の活用\nについて",
            "URL:https://kaiko.example.lg.jp/trainings/2022-1",
            "CATEGORIES:交流研修,置賜",
            "STATUS:CONFIRMED",
            "RELATED-TO;RELTYPE=SIBLING:training-2022-1-2@kaiko.example.lg.jp",
            "END:VEVENT",
            "",
        ]
    )


def test_a_smallest_entry_is_a_whole_day_and_holds_nothing_empty() -> None:
    assert sorted(lines(ical.render(an_entry()))) == sorted(
        [
            "BEGIN:VEVENT",
            "UID:training-2022-1-1@kaiko.example.lg.jp",
            "DTSTAMP:20220901T030405Z",
            "LAST-MODIFIED:20220901T030405Z",
            "CREATED:20220401T000000Z",
            "SEQUENCE:0",
            "DTSTART;VALUE=DATE:20220926",
            "DTEND;VALUE=DATE:20220927",
            "SUMMARY:第1回交流研修",
            "STATUS:CONFIRMED",
            "END:VEVENT",
            "",
        ]
    )


def test_the_same_entry_gives_the_same_bytes() -> None:
    assert ical.render(an_entry(starts=time(9))) == ical.render(an_entry(starts=time(9)))


@pytest.mark.parametrize(
    ("starts", "ends", "written"),
    [
        (time(13, 30), None, ["20220926T133000", "20220926T143000"]),
        (time(23, 30), None, ["20220926T233000", "20220927T003000"]),
        (time(13, 30), time(13, 30), ["20220926T133000", "20220926T143000"]),
        (time(0), time(12), ["20220926T000000", "20220926T120000"]),
        (time(0), time(23, 59), ["20220926", "20220927"]),
        (None, time(16, 30), ["20220926", "20220927"]),
    ],
)
def test_an_entry_always_ends_after_it_starts(
    starts: time | None, ends: time | None, written: list[str]
) -> None:
    entry = an_entry(starts=starts, ends=ends)

    assert value(entry, "DTSTART") + value(entry, "DTEND") == written


def test_the_last_day_of_a_month_ends_in_the_next() -> None:
    entry = an_entry(held_on=date(2022, 12, 31))

    assert value(entry, "DTEND") == ["20230101"]


def test_another_zone_is_written_in_utc() -> None:
    entry = an_entry(starts=time(9), ends=time(10), zone="America/New_York")

    assert value(entry, "DTSTART") + value(entry, "DTEND") == [
        "20220926T130000Z",
        "20220926T140000Z",
    ]


def test_a_cancelled_day_is_marked_and_takes_no_time() -> None:
    entry = an_entry(is_cancelled=True, is_tentative=True)

    written = [value(entry, name) for name in ("SUMMARY", "STATUS", "TRANSP", "SEQUENCE")]

    assert written == [["【中止】第1回交流研修"], ["CANCELLED"], ["TRANSPARENT"], ["1"]]


def test_a_cancelled_day_is_marked_once_and_keeps_its_revision() -> None:
    entry = an_entry(is_cancelled=True, revision=7, summary="【中止】第1回")

    assert value(entry, "SUMMARY") + value(entry, "SEQUENCE") == ["【中止】第1回", "7"]


def test_a_tentative_day_says_so() -> None:
    assert value(an_entry(is_tentative=True), "STATUS") == ["TENTATIVE"]


def test_an_entry_is_never_created_after_its_change() -> None:
    entry = an_entry(created_at=CHANGED_AT + timedelta(days=1))

    assert value(entry, "CREATED") == value(entry, "LAST-MODIFIED")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("二\r\n行\tの 題", "二 行 の 題"),
        ("制\0御\x1b\x7f文字\ud800", "制御文字"),
        ("", "（無題）"),
        (" \0\u2028", "（無題）"),
        ("字" * 300, "字" * 254 + "…"),
        ("R&amp;D &lt;b&gt;", "R&D ＜b＞"),
        ("<b>太字</b>", "＜b＞太字＜/b＞"),
        ("<A社> <!-- 無", "＜A社＞ ＜!-- 無"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("&amp;amp; &#13;&#１; &#99999999999;", "＆amp; ＆#１; ＆#99999999999;"),
        ("問合せ taro@example.lg.jp まで", "問合せ taro＠example.lg.jp まで"),
        ("a@b.jpc@d.jp a@b@c.jp @b.jp", "a＠b.jpc＠d.jp a@b＠c.jp @b.jp"),
        ("https://example.jp/a@b.jp", "https://example.jp/a@b.jp"),
        (r"C:\NEWS,a", r"C:\\NEWS\,a"),
    ],
)
def test_a_title_is_one_harmless_line(typed: str, written: str) -> None:
    assert value(an_entry(summary=typed), "SUMMARY") == [written.replace(";", r"\;")]


def test_a_cancelled_title_keeps_within_its_length() -> None:
    [title] = value(an_entry(summary="字" * 255, is_cancelled=True), "SUMMARY")

    assert title == "【中止】" + "字" * 250 + "…"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (
            "https://example.jp/研修?q=森 林#章",
            "https://example.jp/%E7%A0%94%E4%BF%AE?q=%E6%A3%AE%20%E6%9E%97#%E7%AB%A0",
        ),
        ("https://例え.jp:8443/%E7%A0%94", "https://xn--r8jz45g.jp:8443/%E7%A0%94"),
        ('https://example.jp/a"<>\\^`{|}', "https://example.jp/a%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("http://127.0.0.1:8000/trainings/a", "http://127.0.0.1:8000/trainings/a"),
        ("http://localhost/", "http://localhost/"),
    ],
)
def test_an_address_is_written_as_an_ascii_url(typed: str, written: str) -> None:
    assert value(an_entry(url=typed), "URL") == [written]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "example.jp",
        "/trainings/a",
        "http://example.jp/",
        "javascript:alert(1)",
        "https://",
        "https://[::1",
        "https://example.jp:99999/",
        "https://user:secret@example.jp/",
        "https://exa mple.jp/",
        "https://a..b/",
        "https://example.jp/\ud800",
    ],
)
def test_what_is_no_usable_url_is_left_out(typed: str) -> None:
    assert value(an_entry(url=typed), "URL") == []


def test_categories_hold_no_comma_and_none_is_empty() -> None:
    entry = an_entry(categories=("研修,出展", "", "\0", "a;b", r"\N"))

    assert value(entry, "CATEGORIES") == [r"研修、出展,a\;b,\\N"]


def test_a_calendar_is_its_head_the_zone_and_the_events() -> None:
    octets = ical.calendar("行事,予定\n全部", "二行の\n説明", [b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"])

    assert octets.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kaiko//Exchange calendar//JA",
        "CALSCALE:GREGORIAN",
        r"DESCRIPTION:二行の\n説明",
        r"X-WR-CALDESC:二行の\n説明",
        r"NAME:行事\,予定 全部",
        r"X-WR-CALNAME:行事\,予定 全部",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Asia/Tokyo",
        *ical.TOKYO.decode().split("\r\n")[:-1],
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_an_empty_calendar_is_still_one_that_readers_accept() -> None:
    octets = a_feed()

    assert (by_vobject(octets).vtimezone.tzid.value, by_ical(octets).events) == ("Asia/Tokyo", [])


texts = typed_text.filter(lambda text: len(text) < 2000)
entries = st.builds(
    an_entry,
    revision=st.integers(0, 999),
    held_on=st.dates(date(1970, 1, 2), date(2999, 12, 30)),
    starts=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
    ends=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
    summary=texts,
    location=texts,
    description=texts,
    url=texts | texts.map("https://example.jp/{}".format),
    categories=st.lists(texts, max_size=3).map(tuple),
    is_cancelled=st.booleans(),
    is_tentative=st.booleans(),
    zone=st.sampled_from(["Asia/Tokyo", "Europe/Paris"]),
    related_to=st.lists(st.sampled_from(["a-2@kaiko.example.lg.jp", "a" * 80]), max_size=2).map(
        tuple
    ),
)

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9-]")
LINK = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"]+", re.IGNORECASE)


@given(entry=entries)
def test_any_entry_is_written_in_folded_lines_of_clean_text(entry: ical.Entry) -> None:
    octets = ical.render(entry)

    physical = octets.split(b"\r\n")
    assert physical.pop() == b""
    assert max(map(len, physical)) <= 75
    assert [line.decode() for line in physical if b"\r" in line or b"\n" in line] == []
    assert FORBIDDEN.search(octets.decode().replace("\r\n", "")) is None


@given(entry=entries)
def test_no_text_shows_a_mail_address_or_a_tag(entry: ical.Entry) -> None:
    for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES"):
        shown = "".join(value(entry, name)).replace(r"\n", "\n")

        assert MAIL.search(LINK.sub(" ", shown)) is None
        assert re.search(r"</?(?:a|b)\b[^>]*>", shown, re.IGNORECASE) is None


@given(entry=entries)
def test_any_entry_is_read_back_alike_by_three_parsers(entry: ical.Entry) -> None:
    octets = a_feed(entry)
    built = icalendar.Event.from_ical(ical.render(entry).decode())
    start, end = built.start, built.end

    [first] = by_vobject(octets).vevent_list
    [second] = by_ical(octets).events

    summary, status = str(built["summary"]), str(built["status"])
    assert (first.summary.value, second.summary) == (summary, summary)
    assert (first.status.value, second.status.value) == (status, status)
    assert (first.dtstart.value, first.dtend.value) == (start, end)
    assert (second.dtstart, second.dtend) == (start, end)
    assert (second.location or "", second.description or "") == (
        str(built.get("location", "")),
        str(built.get("description", "")),
    )


@given(name=texts, description=texts)
def test_any_name_makes_a_calendar_that_is_read_back(name: str, description: str) -> None:
    octets = ical.calendar(name, description, [])

    names = {
        line.partition(":")[2] for line in lines(octets) if re.match("(NAME|X-WR-CALNAME):", line)
    }
    assert (len(names), names.isdisjoint({""})) == (1, True)
    assert by_vobject(octets).version.value == "2.0"
