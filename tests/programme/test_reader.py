"""A file is read whole: all of its faults are listed, and none of them stops the reading."""

from __future__ import annotations

import json

import pytest

from tests.programme.documents import (
    EVERYTHING,
    FORMAT,
    YEAR_FILE,
    bent,
    encoded,
    everything,
    faults_of,
)


def test_a_sound_file_has_no_faults() -> None:
    assert faults_of(encoded(EVERYTHING)) == []


def test_the_demonstration_year_has_no_faults() -> None:
    assert faults_of(YEAR_FILE.read_bytes()) == []


def test_a_file_needs_its_format_and_nothing_else() -> None:
    assert faults_of(encoded({"format": FORMAT})) == []


def test_a_byte_order_mark_is_read_over() -> None:
    assert faults_of(b"\xef\xbb\xbf" + encoded(EVERYTHING)) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "line 1, column 1: not JSON: Expecting value"),
        (b'{"format":\n}', "line 2, column 1: not JSON: Expecting value"),
        (b'{"format": "a"} x', "line 1, column 17: not JSON: Extra data"),
        ('{"title": "会議"}'.encode("shift_jis"), "byte 12: not UTF-8"),
        ('{"title": "会議"}'.encode("utf-16"), "byte 1: not UTF-8"),
        (b"[" * 100_000, "$: nested too deeply"),
        (b'{"since": NaN}', '$: not JSON: "NaN" is no value'),
        (b"[]", "$: [] is not an object"),
        (b"null", "$: null is not an object"),
        (b'"\\ud800"', '$: "\\ud800" is not an object'),
    ],
)
def test_what_is_no_document_is_said_to_be_none(content: bytes, fault: str) -> None:
    assert faults_of(content) == [fault]


def test_a_key_written_twice_is_a_fault_wherever_it_stands() -> None:
    content = (
        b'{"format": "exchange-programme/1", "groups": [], "groups": [],'
        b' "settlement": {"income": [{"item": "a", "amount": 1, "amount": 1}]},'
        b' "events": [{"kind": "fair", "title": "a", "title": "b", "days": [], "x": 1, "x": 1}]}'
    )

    assert faults_of(content) == [
        "groups: the key is written twice",
        "events[0].title: the key is written twice",
        "events[0].x: the key is written twice",
        "settlement.income[0].amount: the key is written twice",
    ]


def test_every_fault_is_listed_at_once() -> None:
    document = everything()
    document["groups"][0]["name"] = 1
    document["events"][0]["days"][0]["start"] = "25:00"
    document["events"][0]["days"].append({"date": "2026-10-04", "start": "09:00", "end": "08:00"})
    document["events"][0]["partnership"] = "x"
    document["events"][2]["id"] = "r8-1"
    document["organizations"][0]["code"] = "062023"
    document["surplus"] = 0

    assert faults_of(encoded(document)) == [
        "groups[0].name: 1 is not text",
        'organizations[0].code: "062023" has a wrong check digit',
        'events[0].partnership: "x" is not a partnership of the file or the database',
        'events[0].days[0].start: "25:00" is not a time',
        'events[0].days[2].end: "08:00" is not after the start "09:00"',
        'events[2].id: "r8-1" stands twice',
        'plans[0].events[1]: "r8-seminar" is not an event of the file or the database',
        "surplus: unknown key",
    ]


def test_a_faulty_group_is_not_called_unknown_where_it_is_named() -> None:
    document = bent("groups", 0, "name", to=1)

    assert faults_of(encoded(document)) == ["groups[0].name: 1 is not text"]


def test_what_is_shown_of_a_file_can_be_printed_anywhere() -> None:
    document = bent("events", 1, "id", to="\ud800\x1b\u202e\n")

    faults = faults_of(json.dumps(document).encode())

    assert [fault.isprintable() and fault.encode() != b"" for fault in faults] == [True]
