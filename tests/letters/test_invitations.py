"""Invitations, taken out of the mail and read by parsers that are not the one that wrote them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
import vobject
from flask import current_app
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from exchange.domain.letter import LetterKind
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.enrollment import services as enrollment
from exchange.enrollment.applications import Application
from exchange.extensions import db, site
from exchange.letters.writing import write
from exchange.lib import ical, itip
from exchange.outbox import compose
from exchange.publication.services import follow_up
from tests.factories import a_day, a_group, a_place, a_registration, an_open_event, an_organization

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from exchange.domain.event import Event
    from exchange.domain.letter import Letter
    from exchange.domain.organization import Organization

HOST = "kaiko.example.lg.jp"
LINK = "https://meet.example.jp/abc?x=1"
MINUTE = timedelta(minutes=1)
NAME = {"family_name": "髙橋", "given_name": "𠮷之"}
INVITING = [
    LetterKind.CONFIRMED,
    LetterKind.PROMOTED,
    LetterKind.CHANGED,
    LetterKind.EVENT_CHANGED,
    LetterKind.EVENT_REINSTATED,
    LetterKind.REMINDER,
]


def sent(letter: Letter | None) -> Sequence[tuple[str, Any]]:
    """Send `letter` as mail, and give the calendar parts of it as a stranger reads them: method, VEVENT."""
    assert letter is not None
    db.session.flush()
    mail = compose.message(letter, current_app.extensions["mail"].sender, site().zone)
    parts = [
        part
        for part in message_from_bytes(mail.as_bytes(), policy=policy.default).walk()
        if part.get_content_type() == "text/calendar"
    ]
    return [_read(part, letter.recipient) for part in parts]


def _read(part: Any, recipient: str) -> tuple[str, Any]:
    """Read one part, and see that it is an invitation for the addressee alone (RFC 5546, RFC 6047)."""
    octets = part.get_payload(decode=True)
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))
    text = octets.decode()
    calendar = vobject.readOne(text)
    (event,) = calendar.vevent_list
    (attendee,) = event.attendee_list
    assert part.get_content_charset() == "utf-8"
    assert part.get_param("method") == calendar.method.value
    assert attendee.value == f"mailto:{recipient}"
    assert attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert attendee.params["RSVP"] == ["FALSE"]
    assert event.organizer.value == f"mailto:no-reply@{HOST}"
    assert text.count("BEGIN:VTIMEZONE") == ("TZID=" in text)
    assert len(IcsCalendarStream.calendar_from_ics(text).events) == 1
    return calendar.method.value, event


def said(found: Sequence[tuple[str, Any]]) -> list[tuple[str, str, int, str]]:
    return [
        (method, event.uid.value, int(event.sequence.value), event.status.value)
        for method, event in found
    ]


def a_hybrid_event(**columns: Any) -> tuple[Event, Organization, Organization]:
    """Make an event of two days, a body that comes to the venue, and one that is online."""
    okitama, minato = a_group(), a_group("港区", "minato")
    places = [a_place(groups=[okitama]), a_place(online=True, groups=[minato], url=LINK)]
    second = a_day(date(2026, 9, 27), time(9), time(12), places=[a_place("道の駅米沢")])
    event = an_open_event(key="r8-koryu", days=[a_day(places=places), second], **columns)
    return event, an_organization("米沢市", group=okitama), an_organization("港区", group=minato)


def applying(registration: Registration, **stated: Any) -> Application:
    """Apply as `registration` says, with some of it stated differently."""
    values: dict[str, Any] = {
        name: getattr(registration, name)
        for name in ("family_name", "given_name", "family_kana", "given_kana")
    }
    values |= {
        "organization": registration.organization,
        "email": registration.email,
        "mode": registration.mode,
        "days": list(registration.days),
    }
    return Application(**{**values, **stated})


def last_letter(registration: Registration) -> Letter:
    db.session.flush()
    db.session.refresh(registration, ["letters"])
    return registration.letters[-1]


def entered(event: Event, body: Organization, at: datetime, **stated: Any) -> Registration:
    """Register 髙橋 𠮷之 for `event`."""
    values: dict[str, Any] = {
        **NAME,
        "family_kana": "タカハシ",
        "given_kana": "ヨシユキ",
        "email": "y@example.lg.jp",
        "mode": Mode.ONSITE,
        "days": list(event.days),
    }
    application = Application(organization=body, **{**values, **stated})
    return enrollment.register(event, application, at=at)


@pytest.mark.parametrize("kind", INVITING)
def test_a_letter_to_somebody_with_a_place_invites_to_each_day(
    app: Flask, noon: datetime, kind: LetterKind
) -> None:
    event, yonezawa, _ = a_hybrid_event()
    registration = a_registration(event, organization=yonezawa, **NAME)

    found = sent(write(kind, registration, at=noon))

    assert said(found) == [
        ("REQUEST", f"r8-koryu-1@{HOST}", 0, "CONFIRMED"),
        ("REQUEST", f"r8-koryu-2@{HOST}", 0, "CONFIRMED"),
    ]
    assert [event.dtstart.value.astimezone(UTC) for _, event in found] == [
        datetime(2026, 9, 26, 4, 30, tzinfo=UTC),
        datetime(2026, 9, 27, 0, 0, tzinfo=UTC),
    ]
    assert [event.dtstamp.value for _, event in found] == [noon, noon]
    assert [event.location.value for _, event in found] == ["米沢市産業会館", "道の駅米沢"]
    assert [event.attendee.params["CN"] for _, event in found] == [["髙橋 𠮷之"]] * 2


@pytest.mark.parametrize("status", [RegistrationStatus.PENDING, RegistrationStatus.WAITING])
@pytest.mark.parametrize("kind", [*INVITING, LetterKind.EVENT_CANCELLED])
def test_nobody_without_a_place_gets_an_entry(
    app: Flask, noon: datetime, kind: LetterKind, status: RegistrationStatus
) -> None:
    event, yonezawa, _ = a_hybrid_event()
    registration = a_registration(event, organization=yonezawa, status=status)

    assert sent(write(kind, registration, at=noon)) == []


def test_the_joining_link_goes_to_who_is_online(app: Flask, noon: datetime) -> None:
    event, yonezawa, minato = a_hybrid_event()
    first = [event.days[0]]
    online = a_registration(event, organization=minato, mode=Mode.ONLINE, days=first)
    onsite = a_registration(event, organization=yonezawa, days=first)

    ((_, shown),) = sent(write(LetterKind.CONFIRMED, online, at=noon))
    ((_, hidden),) = sent(write(LetterKind.CONFIRMED, onsite, at=noon))

    assert shown.location.value == "オンライン"
    assert (shown.conference.value, shown.conference.params) == (
        LINK,
        {"FEATURE": ["VIDEO"], "VALUE": ["URI"]},
    )
    assert shown.description.value.splitlines()[0] == f"参加用URL：{LINK}"
    assert LINK not in hidden.serialize()


def test_days_without_hours_take_the_whole_day(app: Flask, noon: datetime) -> None:
    event = an_open_event(days=[a_day(starts=None, ends=None)])

    ((_, entry),) = sent(write(LetterKind.CONFIRMED, a_registration(event), at=noon))

    assert (entry.dtstart.value, entry.dtend.value) == (date(2026, 9, 26), date(2026, 9, 27))


def test_who_cancels_loses_the_entries_and_finds_them_again_on_coming_back(
    app: Flask, noon: datetime
) -> None:
    event, yonezawa, _ = a_hybrid_event()
    first = entered(event, yonezawa, noon)
    enrollment.cancel(first, at=noon + MINUTE)
    again = entered(event, yonezawa, noon + 2 * MINUTE)

    assert said(sent(last_letter(first))) == [
        ("CANCEL", f"r8-koryu-1@{HOST}", 1, "CANCELLED"),
        ("CANCEL", f"r8-koryu-2@{HOST}", 1, "CANCELLED"),
    ]
    assert [number for _, _, number, _ in said(sent(last_letter(again)))] == [2, 2]


def test_an_entry_one_gave_up_does_not_say_that_the_event_is_cancelled(
    app: Flask, noon: datetime
) -> None:
    event, yonezawa, _ = a_hybrid_event()
    registration = entered(event, yonezawa, noon)
    enrollment.cancel(registration, at=noon + MINUTE)

    (_, entry), _ = sent(last_letter(registration))

    assert entry.summary.value == "【中止】第1回交流研修（1日目）（参加取消）"


def test_who_never_had_a_place_has_no_entry_to_lose(app: Flask, noon: datetime) -> None:
    event, yonezawa, _ = a_hybrid_event(capacity=0)
    registration = entered(event, yonezawa, noon)
    enrollment.cancel(registration, at=noon + MINUTE)

    assert registration.letters[-1].kind is LetterKind.CANCELLED
    assert sent(last_letter(registration)) == []


def test_a_day_dropped_is_taken_out_and_the_others_are_stated_anew(
    app: Flask, noon: datetime
) -> None:
    event, yonezawa, _ = a_hybrid_event()
    registration = entered(event, yonezawa, noon)
    one_day = applying(registration, days=[event.days[1]])
    enrollment.change(registration, one_day, at=noon + MINUTE)

    letter = last_letter(registration)

    assert said(sent(letter)) == [
        ("REQUEST", f"r8-koryu-2@{HOST}", 1, "CONFIRMED"),
        ("CANCEL", f"r8-koryu-1@{HOST}", 1, "CANCELLED"),
    ]
    assert "開くと、お使いの予定表を現在の内容に更新できます。" in letter.body.replace("\n", "")


def test_the_entry_of_a_shared_address_goes_with_the_last_of_its_people(
    app: Flask, noon: datetime
) -> None:
    event, yonezawa, _ = a_hybrid_event()
    first = entered(event, yonezawa, noon)
    second = entered(event, yonezawa, noon, given_name="別人")
    enrollment.cancel(first, at=noon + MINUTE)
    enrollment.cancel(second, at=noon + 2 * MINUTE)

    assert sent(last_letter(first)) == []
    assert [method for method, _ in sent(last_letter(second))] == ["CANCEL", "CANCEL"]
    assert [number for _, _, number, _ in said(sent(last_letter(second)))] == [3, 3]


def test_the_sequence_grows_with_the_event_and_with_the_person(app: Flask, noon: datetime) -> None:
    event, yonezawa, _ = a_hybrid_event()
    registration = entered(event, yonezawa, noon)
    event.title = "別の題名"
    follow_up(event, at=noon + MINUTE)
    enrollment.change(registration, applying(registration, days=[event.days[0]]), at=noon + MINUTE)

    assert [number for _, _, number, _ in said(sent(last_letter(registration)))] == [2, 2]


LINES_OF_AN_ENTRY = 20
"""Of one that takes a whole day and states nothing but its title."""
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"),
    max_size=120,
)


@given(WORDS, WORDS)
def test_any_name_comes_through(name: str, organizer: str) -> None:
    entry = ical.Entry(
        uid=f"a@{HOST}",
        revision=0,
        created_at=datetime(2026, 6, 1, tzinfo=UTC),
        changed_at=datetime(2026, 6, 1, tzinfo=UTC),
        held_on=date(2026, 9, 26),
        summary="研修",
    )

    octets = itip.invitation(
        entry,
        "REQUEST",
        organizer=itip.Correspondent("kaiko@example.lg.jp", organizer),
        attendee=itip.Correspondent("o'neil+x@example.lg.jp", name),
        sent_at=datetime(2026, 6, 2, tzinfo=UTC),
    )

    lines = octets.replace(b"\r\n ", b"").decode().split("\r\n")
    (attendee,) = (line for line in lines if line.startswith("ATTENDEE"))
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))
    assert attendee.endswith(":mailto:o'neil+x@example.lg.jp")
    assert [re.split("[;:]", line)[0] for line in lines if line].count("ATTENDEE") == 1
    assert len(lines) == LINES_OF_AN_ENTRY
    assert IcsCalendarStream.calendar_from_ics(octets.decode()).events[0].uid == f"a@{HOST}"
