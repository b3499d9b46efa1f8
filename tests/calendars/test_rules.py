"""Each rule is broken once, in a feed that keeps all the others."""

from __future__ import annotations

import pytest

from tests.calendars.event_rules import EVENT_RULES
from tests.calendars.feed_rules import RULES
from tests.calendars.good import GOOD, HOST, NOW, with_change
from tests.calendars.lexer import Malformed, lex
from tests.calendars.rules import faults

FIRST, SECOND = (f"training-2026-1-{number}@{HOST}" for number in (1, 2))
TIMES = "DTSTART;TZID=Asia/Tokyo:20260926T133000\nDTEND;TZID=Asia/Tokyo:20260926T163000"
ZONE_HEAD = "BEGIN:VTIMEZONE\nTZID:Asia/Tokyo\n"
ZONE = (
    f"{ZONE_HEAD}BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0900\n"
    "TZOFFSETTO:+0900\nTZNAME:JST\nEND:STANDARD\nEND:VTIMEZONE\n"
)
LINK = "https://meet.example/a?b=1"
SUMMARY = "SUMMARY:第1回交流研修（1日目）"

BROKEN = {
    "octets_are_utf8_without_a_mark": [("BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR")],
    "lines_end_with_crlf": [("一行目", "一行目\r "), ("END:VCALENDAR\n", "END:VCALENDAR")],
    "lines_are_short": [("一行目", "x" * 40)],
    "there_are_no_controls": [("一行目", c) for c in "\0\x08\x0b\x0c\x1b\x7f\x85\u2028\u2029"],
    "texts_are_escaped": [
        (r"\, 二", ", 二"),
        (r"\; 終", "; 終"),
        ("一行目", r"C:\x"),
        ("交流研修,置賜", "交流;研修"),
        ("LOCATION:オンライン", "LOCATION:オンライン\\"),
    ],
    "calendar_holds_what_we_know": [
        ("VERSION:2.0\n", "VERSION:2.0\nMETHOD:PUBLISH\n"),
        ("VERSION:2.0\n", "VERSION:2.0\nVERSION:2.0\n"),
        ("BEGIN:VEVENT\n", "BEGIN:VTODO\nUID:a\nEND:VTODO\nBEGIN:VEVENT\n"),
    ],
    "calendar_says_what_it_is": [
        ("VERSION:2.0", "VERSION:1.0"),
        ("PRODID:-//Kaiko//Exchange calendar//JA", "PRODID:"),
        ("CALSCALE:GREGORIAN", "CALSCALE:JAPANESE"),
    ],
    "calendar_has_one_name": [
        ("X-WR-CALNAME:行", "X-WR-CALNAME:別"),
        ("VERSION:2.0\n", "VERSION:2.0\nDESCRIPTION:説明\n"),
    ],
    "calendar_has_one_refresh_time": [
        (";VALUE=DURATION", ""),
        ("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT2H"),
        ("DURATION:PT1H", "DURATION:1 hour"),
    ],
    "zones_are_given_once": [(ZONE, ""), (ZONE, ZONE + ZONE)],
    "zones_hold_true_offsets": [
        (ZONE_HEAD, f"{ZONE_HEAD}COMMENT:JST\n"),
        ("TZOFFSETTO:+0900", "TZOFFSETTO:+0800"),
        ("TZNAME:JST\n", "TZNAME:JST\nTZNAME:JST\n"),
        (ZONE, "BEGIN:VTIMEZONE\nTZID:Asia/Tokyo\nEND:VTIMEZONE\n"),
    ],
    "event_holds_what_we_know": [
        ("STATUS:CONFIRMED\n", "STATUS:CONFIRMED\nATTENDEE:https://a.example/\n"),
        ("STATUS:CONFIRMED\n", "STATUS:CONFIRMED\nORGANIZER:https://a.example/\n"),
        ("STATUS:CONFIRMED\n", "STATUS:CONFIRMED\nX-ALT-DESC:a\n"),
        ("STATUS:CONFIRMED\n", "STATUS:CONFIRMED\nBEGIN:VALARM\nEND:VALARM\n"),
        ("STATUS:CONFIRMED\n", "STATUS:CONFIRMED\nURL:https://a.example/\n"),
    ],
    "stamps_are_in_order": [
        ("CREATED:20260401T000000Z", "CREATED:20260520T010204Z"),
        ("DTSTAMP:20260520T010203Z", "DTSTAMP:20260520T010202Z"),
        (
            "DTSTAMP:20260520T010203Z\nLAST-MODIFIED:20260520T010203Z",
            "DTSTAMP:20260601T031000Z\nLAST-MODIFIED:20260601T031000Z",
        ),
        ("CREATED:20260401T000000Z", "CREATED:20260401T000000"),
    ],
    "sequence_is_a_number": [("SEQUENCE:0", "SEQUENCE:-1"), ("SEQUENCE:0", "SEQUENCE:")],
    "event_ends_after_it_starts": [
        ("T163000", "T133000"),
        ("DATE:20261001", "DATE:20260930"),
        ("DTEND;TZID=Asia/Tokyo:20260926T163000", "DTEND;VALUE=DATE:20260927"),
        ("DTEND;TZID=Asia/Tokyo:20260926T163000", "DTEND:20260926T163000"),
        ("DTEND;TZID=Asia/Tokyo:20260926T163000", "DTEND;TZID=Asia/Tokyo:20260926T163000Z"),
        ("DTSTART;VALUE=DATE:20260930", "DTSTART:20260930"),
        ("DTSTART;VALUE=DATE:20260930", "DTSTART;VALUE=DATE:20260931"),
    ],
    "whole_days_are_dates": [
        (TIMES, "DTSTART:20260925T150000Z\nDTEND:20260926T145900Z"),
        (TIMES, "DTSTART:20260925T150000Z\nDTEND:20260926T150000Z"),
    ],
    "no_hours_go_on_for_days": [("20260926T163000", "20260927T163000")],
    "relations_stay_within": [
        ("SIBLING:training-2026-1-2", "SIBLING:training-2026-1-3"),
        ("SIBLING:training-2026-1-2", "SIBLING:training-2026-1-1"),
        ("RELTYPE=SIBLING:training-2026-1-2", "RELTYPE=COUSIN:training-2026-1-2"),
    ],
    "status_is_known": [
        ("STATUS:CONFIRMED", "STATUS:POSTPONED"),
        ("STATUS:CONFIRMED\n", "STATUS:CONFIRMED\nTRANSP:MAYBE\n"),
    ],
    "what_is_cancelled_looks_it": [
        ("【中止】", ""),
        ("TRANSP:TRANSPARENT\n", ""),
        ("SEQUENCE:3", "SEQUENCE:0"),
    ],
    "summary_is_a_line": [
        (SUMMARY, "SUMMARY: "),
        (SUMMARY, r"SUMMARY:二\n行"),
        (SUMMARY, "SUMMARY:" + "\n ".join(["x" * 50] * 6)),
    ],
    "there_is_no_markup": [
        ("一行目", markup) for markup in ("<b>", "</b>", "<br/>", "<A社>", "<!-- ", "&nbsp\\;")
    ],
    "there_is_no_mail_address": [
        ("一行目", "taro@example.jp"),
        ("STATUS:", "STATUS;X-BY=taro@example.jp:"),
    ],
    "addresses_are_urls": [
        (f"URL:https://{HOST}/", f"URL:http://{HOST}/"),
        (f"URL:https://{HOST}/", f"URL:https://{HOST}/研修"),
        (f"URL:https://{HOST}/", "URL:/"),
    ],
    "conferences_are_found": [
        (f"FEATURE=VIDEO:{LINK}", "FEATURE=VIDEO:https://meet.example/b"),
        ("VALUE=URI;", ""),
        ("FEATURE=VIDEO", 'FEATURE="VIDEO,AUDIO"'),
        ("FEATURE=VIDEO", "FEATURE=FILM"),
    ],
    "categories_are_words": [("交流研修,置賜", "交流研修,"), ("交流研修,置賜", r"交流\,研修")],
}


def broken(octets: bytes) -> set[str]:
    return {fault.partition(":")[0] for fault in faults(octets, now=NOW, host=HOST)}


def test_a_good_feed_keeps_all_rules() -> None:
    assert faults(GOOD, now=NOW, host=HOST) == []


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [(rule, old, new) for rule, changes in BROKEN.items() for old, new in changes],
)
def test_a_rule_finds_what_breaks_it(rule: str, old: str, new: str) -> None:
    assert broken(with_change(old, new)) == {rule}


def test_octets_that_are_no_utf8_are_found() -> None:
    octets = GOOD.replace("一行目".encode(), b"\xff")

    assert broken(octets) == {"octets_are_utf8_without_a_mark", "folds_part_no_character"}


def test_a_fold_within_a_character_is_found() -> None:
    character = "一".encode()
    octets = GOOD.replace(character, character[:1] + b"\r\n " + character[1:])

    assert broken(octets) == {"folds_part_no_character"}


@pytest.mark.parametrize(
    "uid",
    [
        f"二日目@{HOST}",
        f"the second@{HOST}",
        "training-2026-1-2@other.example",
        "training-2026-1-2",
    ],
)
def test_a_uid_that_others_may_give_too_is_found(uid: str) -> None:
    octets = GOOD.replace(SECOND.encode(), uid.encode())

    assert broken(octets) == {"uid_is_one_of_a_kind"}


def test_a_uid_that_stands_twice_is_found() -> None:
    octets = with_change(f"UID:{SECOND}", f"UID:{FIRST}")

    assert broken(octets) == {"no_uid_stands_twice", "relations_stay_within"}


def test_every_rule_is_broken_somewhere() -> None:
    elsewhere = {"folds_part_no_character", "uid_is_one_of_a_kind", "no_uid_stands_twice"}

    assert BROKEN.keys() | elsewhere == {rule.__name__ for rule in [*RULES, *EVENT_RULES]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("END:VEVENT\n", ""),
        ("BEGIN:VEVENT\n", ""),
        ("END:VCALENDAR\n", "END:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"),
        ("LOCATION:", "LOCATION"),
        ("LOCATION:", "場所:"),
        ("LOCATION:", "\n"),
        ("RELTYPE=SIBLING:", "RELTYPE:"),
        ("RELTYPE=SIBLING:", "RELTYPE=SIBLING;RELTYPE=SIBLING:"),
        ("BEGIN:VCALENDAR\n", "PRODID:a\nBEGIN:VCALENDAR\n"),
    ],
)
def test_what_keeps_to_no_grammar_is_found(old: str, new: str) -> None:
    octets = with_change(old, new)

    with pytest.raises(Malformed):
        lex(octets)
    assert broken(octets) == {"well_formed"}


def test_an_empty_feed_without_a_zone_is_found() -> None:
    head, _, _ = GOOD.partition(b"BEGIN:VTIMEZONE")

    assert broken(head + b"END:VCALENDAR\r\n") == {"calendar_holds_what_we_know"}
