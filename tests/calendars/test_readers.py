"""The foreign readers read what there is, refuse what is wrong, and see what we cannot."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from tests.calendars import libical, readers
from tests.calendars.good import GOOD, HOST, with_change
from tests.calendars.readers import NotAccepted, Reader, foreign_readers
from tests.calendars.rows import Row

if TYPE_CHECKING:
    from pathlib import Path

TIMED = Row(
    uid=f"training-2026-1-1@{HOST}",
    start=datetime(2026, 9, 26, 4, 30, tzinfo=UTC),
    end=datetime(2026, 9, 26, 7, 30, tzinfo=UTC),
    summary="第1回交流研修（1日目）",
    status="CONFIRMED",
    location="オンライン",
    description="https://meet.example/a?b=1\n一行目, 二行目; 終",
)
WHOLE_DAY = Row(
    uid=f"training-2026-1-2@{HOST}",
    start=date(2026, 9, 30),
    end=date(2026, 10, 1),
    summary="【中止】第1回交流研修（2日目）",
    status="CANCELLED",
    location="",
    description="",
)


def refusing(four: list[Reader], octets: bytes) -> set[str]:
    """Name the readers that find fault with `octets`."""
    refused = set()
    for reader in four:
        try:
            reader(octets)
        except NotAccepted:
            refused.add(reader.name)
    return refused


def test_every_reader_reads_the_same(readers: list[Reader]) -> None:
    assert [(reader.name, reader(GOOD)) for reader in readers] == [
        (name, [TIMED, WHOLE_DAY]) for name in ("libical", "ical.js", "vobject", "ical")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("END:VEVENT\n", ""),
        ("DTSTART;VALUE=DATE:20260930", "DTSTART;VALUE=DATE:someday"),
        (";TZID=Asia/Tokyo:20260926T13", ":20260926T13"),
        ("DTSTART;TZID=Asia/Tokyo:20260926T133000\n", ""),
    ],
)
def test_every_reader_refuses_what_is_no_time_and_no_calendar(
    readers: list[Reader], old: str, new: str
) -> None:
    four = {reader.name for reader in readers}

    assert refusing(readers, with_change(old, new)) == four


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TZID:Asia/Tokyo\n", "TZID:Asia/Tokyo\nCOMMENT:JST\n"),
        ("SEQUENCE:0\n", "SEQUENCE:0\nSEQUENCE:1\n"),
        ("DTEND;VALUE=DATE:20261001", "DTEND;VALUE=DATE:tomorrow"),
    ],
)
def test_libical_holds_to_the_standard(readers: list[Reader], old: str, new: str) -> None:
    assert "libical" in refusing(readers, with_change(old, new))


def test_a_wrong_time_zone_parts_the_readers(readers: list[Reader]) -> None:
    octets = with_change("TZOFFSETTO:+0900", "TZOFFSETTO:+0800")

    hours = {reader.name: reader(octets)[0].start.hour for reader in readers}

    assert (hours["libical"], hours["ical.js"]) == (5, 5)
    assert hours["ical"] == 4


def test_a_reader_goes_on_after_a_feed_it_refused(readers: list[Reader]) -> None:
    refusing(readers, b"nothing\r\n")

    assert [reader(GOOD) for reader in readers] == [[TIMED, WHOLE_DAY]] * 4


@pytest.mark.parametrize("missing", ["libical", "node", "ical.js"])
def test_a_missing_reader_is_told_in_one_line(
    missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if missing == "libical":
        monkeypatch.setattr(libical.ctypes.util, "find_library", lambda _: None)
    elif missing == "node":
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        monkeypatch.setattr(readers, "NODE", tmp_path)

    with pytest.raises(FileNotFoundError, match=rf"^Missing.*{missing}"), foreign_readers():
        pass
