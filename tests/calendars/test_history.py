"""Each way in which a change may mislead a reader is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.calendars.good import CALLED_OFF, GOOD, HOST, NOW, TIMED, a_feed, with_change
from tests.calendars.history import counted_for_nothing, history

FIRST = f"training-2026-1-1@{HOST}"
STAMPED = "DTSTAMP:20260520T010203Z\nLAST-MODIFIED:20260520T010203Z"
LATER = "DTSTAMP:20260601T010203Z\nLAST-MODIFIED:20260601T010203Z"
MOVED = with_change(
    "DTSTART;TZID=Asia/Tokyo:20260926T1330", "DTSTART;TZID=Asia/Tokyo:20260926T1300"
)
CANCELLED = with_change("STATUS:CONFIRMED", "STATUS:CANCELLED")
RENAMED = with_change("（1日目）", "（一日目）")


def stamped(octets: bytes, *, sequence: int = 0) -> bytes:
    counted = with_change("SEQUENCE:0", f"SEQUENCE:{sequence}", of=octets)
    return with_change(STAMPED, LATER, of=counted)


@pytest.mark.parametrize(
    "after",
    [GOOD, stamped(RENAMED), *(stamped(one, sequence=1) for one in (RENAMED, MOVED, CANCELLED))],
)
def test_a_change_that_is_counted_misleads_nobody(after: bytes) -> None:
    assert history(GOOD, after, now=NOW) == []


@pytest.mark.parametrize(
    ("after", "fault"),
    [
        (stamped(MOVED), "moved or called off, and SEQUENCE is still 0"),
        (stamped(CANCELLED), "moved or called off, and SEQUENCE is still 0"),
        (RENAMED, "changed, and LAST-MODIFIED is 20260520T010203Z after 20260520T010203Z"),
    ],
)
def test_a_change_that_is_not_counted_right_is_found(after: bytes, fault: str) -> None:
    assert history(GOOD, after, now=NOW) == [f"{FIRST}: {fault}"]


@pytest.mark.parametrize("after", [stamped(GOOD), with_change("SEQUENCE:0", "SEQUENCE:1")])
def test_what_is_counted_for_nothing_is_found(after: bytes) -> None:
    assert counted_for_nothing(GOOD, after) == [f"{FIRST}: unchanged, and counted again"]
    assert counted_for_nothing(GOOD, stamped(RENAMED)) == []


def test_a_sequence_that_falls_is_found() -> None:
    before = stamped(RENAMED, sequence=2)
    after = with_change(LATER, LATER.replace("T01", "T02"), of=stamped(GOOD, sequence=1))

    assert history(before, after, now=NOW) == [f"{FIRST}: SEQUENCE fell from 2 to 1"]


def test_a_coming_event_that_vanishes_is_found() -> None:
    assert history(GOOD, a_feed(CALLED_OFF), now=NOW) == [
        f"{FIRST}: gone without having been called off"
    ]


def test_what_was_called_off_may_vanish() -> None:
    assert history(GOOD, a_feed(TIMED), now=NOW) == []


def test_what_is_over_may_vanish() -> None:
    its_end = datetime(2026, 9, 26, 7, 30, tzinfo=UTC)
    whole_day = TIMED.replace(
        "DTSTART;TZID=Asia/Tokyo:20260926T133000", "DTSTART;VALUE=DATE:20260926"
    )
    whole_day = whole_day.replace(
        "DTEND;TZID=Asia/Tokyo:20260926T163000", "DTEND;VALUE=DATE:20260927"
    )
    midnight = datetime(2026, 9, 26, 15, tzinfo=UTC)

    def vanishes(event: str, now: datetime) -> int:
        return len(history(a_feed(event), a_feed(), now=now))

    assert [vanishes(TIMED, its_end - timedelta(seconds=1)), vanishes(TIMED, its_end)] == [1, 0]
    assert [
        vanishes(whole_day, midnight - timedelta(seconds=1)),
        vanishes(whole_day, midnight),
    ] == [1, 0]
