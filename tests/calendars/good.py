"""A feed without faults, written by hand, for the tests of what finds faults."""

from __future__ import annotations

from datetime import UTC, datetime

HOST = "kaiko.example.lg.jp"
NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)

HEAD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Kaiko//Exchange calendar//JA
CALSCALE:GREGORIAN
NAME:行事予定\\, 全部
X-WR-CALNAME:行事予定\\, 全部
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
TZNAME:JST
END:STANDARD
END:VTIMEZONE
"""
TIMED = f"""\
BEGIN:VEVENT
UID:training-2026-1-1@{HOST}
DTSTAMP:20260520T010203Z
LAST-MODIFIED:20260520T010203Z
CREATED:20260401T000000Z
SEQUENCE:0
DTSTART;TZID=Asia/Tokyo:20260926T133000
DTEND;TZID=Asia/Tokyo:20260926T163000
SUMMARY:第1回交流研修（1日目）
LOCATION:オンライン
DESCRIPTION:https://meet.example/a?b=1\\n一行目\\, 二行
 目\\; 終
URL:https://{HOST}/trainings/training-2026-1
CATEGORIES:交流研修,置賜
STATUS:CONFIRMED
RELATED-TO;RELTYPE=SIBLING:training-2026-1-2@{HOST}
CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example/a?b=1
END:VEVENT
"""
CALLED_OFF = f"""\
BEGIN:VEVENT
UID:training-2026-1-2@{HOST}
DTSTAMP:20260521T010203Z
LAST-MODIFIED:20260521T010203Z
CREATED:20260401T000000Z
SEQUENCE:3
DTSTART;VALUE=DATE:20260930
DTEND;VALUE=DATE:20261001
SUMMARY:【中止】第1回交流研修（2日目）
STATUS:CANCELLED
TRANSP:TRANSPARENT
RELATED-TO;RELTYPE=SIBLING:training-2026-1-1@{HOST}
END:VEVENT
"""


def a_feed(*events: str) -> bytes:
    return "".join([HEAD, *events, "END:VCALENDAR\n"]).replace("\n", "\r\n").encode()


GOOD = a_feed(TIMED, CALLED_OFF)


def with_change(old: str, new: str, *, of: bytes = GOOD) -> bytes:
    """Give the feed with the first `old` in it made `new`; line breaks are those of a feed."""
    written = (text.replace("\n", "\r\n").encode() for text in (old, new))
    was, becomes = written
    assert was in of, old
    return of.replace(was, becomes, 1)
