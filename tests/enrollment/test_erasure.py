from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import JSON, Enum, String, Table, select

from exchange.domain.account import Role
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.base import Base
from exchange.domain.change import Change, ChangedAs, ChangeKind
from exchange.domain.disposal import Disposal
from exchange.domain.event import EventStatus
from exchange.domain.letter import Enclosure, Letter, LetterKind, LetterStatus
from exchange.domain.personal_feed import PersonalFeed
from exchange.domain.question import Answer
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.enrollment import audit
from exchange.enrollment.erasure import PERSONAL, disposals, due, erase, purge
from exchange.enrollment.parties import register_together
from exchange.enrollment.refusals import TooLateToCancel
from exchange.extensions import db
from tests.enrollment.test_services import an_application
from tests.factories import (
    a_day,
    a_feed,
    a_letter,
    a_question,
    a_registration,
    an_account,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event

MARK = "個人情報の印"
LONG_OVER = date(2025, 5, 1)
"""So long before the noon of the tests that nothing is kept any more."""
SENT_AT = datetime(2026, 5, 1, tzinfo=UTC)
CONFIRMED, WAITING, PENDING, CANCELLED, DECLINED = RegistrationStatus


def an_event_long_over(**columns: Any) -> Event:
    return an_open_event(days=[a_day(LONG_OVER)], **columns)


def keep(*things: object) -> None:
    db.session.add_all(things)
    db.session.commit()


def a_person_with_everything(event: Event, **columns: Any) -> Registration:
    """Somebody of whom there is something in every table that can have it."""
    account = an_account()
    registration = a_registration(event, account=account, **columns)
    question = a_question(event)
    letter = a_letter(event=event, registration=registration)
    whose = {"registration_id": registration.id}
    keep(
        Answer(**whose, question_id=question.id, values=["えび"]),
        Attendance(
            **whose,
            day_id=event.days[0].id,
            presence=Presence.PROXY,
            proxy_name="代理 花子",
            proxy_position="主任",
            recorded_at=SENT_AT,
        ),
        Change(
            **whose,
            kind=ChangeKind.CHANGED,
            changed_at=SENT_AT,
            changed_as=ChangedAs.HOLDER,
            account_id=account.id,
            details={"phone": ["", "0238-22-5111"]},
        ),
        Enclosure(letter_id=letter.id, method="REQUEST", content="BEGIN:VCALENDAR"),
    )
    return registration


def own_tables() -> list[Table]:
    """The tables whose rows belong to one registration, and what belongs to those."""
    names = ["registration"]
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name in names and key.ondelete == "CASCADE":
                names.append(table.name)
    return [Base.metadata.tables[name] for name in dict.fromkeys(names)]


HARMLESS = {
    ("registration", "language"),
    ("registration", "token"),  # replaced; a test of its own says so
    ("letter", "message_id"),
    ("letter", "language"),
    ("enclosure", "method"),
}


def mark_everything() -> int:
    """Write a mark into every text there is beside registrations, and count the columns."""
    count = 0
    for table in own_tables():
        marks: dict[str, object] = {}
        for column in table.columns:
            if (table.name, column.name) in HARMLESS or isinstance(column.type, Enum):
                continue
            if isinstance(column.type, String):
                marks[column.name] = MARK
            elif isinstance(column.type, JSON):
                marks[column.name] = {"phone": [MARK, MARK]} if column.name == "details" else [MARK]
        if marks:
            db.session.execute(table.update().values(marks))
            count += len(marks)
    db.session.commit()
    return count


def where_the_mark_is() -> list[str]:
    """Look into every row of every table."""
    return [
        table.name
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table)).all()
        if MARK in str(tuple(row))
    ]


@pytest.mark.parametrize("way", ["own wish", "purge"])
def test_nothing_is_left_of_a_person_in_any_table(app: Flask, noon: datetime, way: str) -> None:
    event = an_event_long_over()
    registration = a_person_with_everything(event, status=DECLINED)
    keep(a_letter(event=event, status=LetterStatus.SENT, body=f"出席者：{MARK}\n{MARK}"))
    columns = mark_everything()
    a_feed(MARK)
    before = set(where_the_mark_is())

    if way == "purge":
        purge(event, at=noon)
    else:
        erase(registration, at=noon)
    db.session.commit()

    assert columns >= 18
    assert before == {
        *("registration", "answer", "attendance", "change", "letter", "enclosure"),
        "personal_feed",
    }
    assert where_the_mark_is() == []


def test_erase_keeps_what_is_counted(app: Flask, noon: datetime) -> None:
    event = an_event_long_over()
    body = an_organization()
    registration = a_person_with_everything(event, organization=body, mode=Mode.ONLINE)
    token = registration.token

    erase(registration, at=noon)

    assert {name: getattr(registration, name) for name in PERSONAL} == dict.fromkeys(PERSONAL, "")
    assert registration.token != token
    assert len(registration.token) == 32
    assert (registration.erased_at, registration.account) == (noon, None)
    assert (registration.status, registration.mode) == (CONFIRMED, Mode.ONLINE)
    assert (registration.organization, registration.days) == (body, event.days)
    assert [(one.presence, one.day) for one in registration.attendances] == [
        (Presence.PROXY, event.days[0])
    ]
    assert (registration.answers, registration.letters) == ([], [])


def test_erase_keeps_the_history_without_what_it_says(app: Flask, noon: datetime) -> None:
    event = an_event_long_over()
    organizer, holder = an_account(), an_account()
    registration = a_registration(event)
    for part, account in ((ChangedAs.HOLDER, holder), (ChangedAs.ORGANIZER, organizer)):
        audit.record(
            registration,
            ChangeKind.CHANGED,
            audit.By(part, account),
            at=SENT_AT,
            details={"phone": ["", "0238-22-5111"]},
        )
    db.session.commit()

    erase(registration, by=audit.By(ChangedAs.HOLDER, holder), at=noon)

    assert [
        (one.kind, one.changed_as, one.account, one.details) for one in registration.changes
    ] == [
        (ChangeKind.CHANGED, ChangedAs.HOLDER, None, {}),
        (ChangeKind.CHANGED, ChangedAs.ORGANIZER, organizer, {}),
        (ChangeKind.ERASED, ChangedAs.HOLDER, None, {}),
    ]


def test_erase_gives_the_place_up_before_the_event(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    registration = a_registration(event)
    waiting = a_registration(event, status=WAITING)

    erase(registration, at=noon)

    assert (registration.status, registration.letters) == (CANCELLED, [])
    assert [one.kind for one in registration.changes] == [ChangeKind.CANCELLED, ChangeKind.ERASED]
    assert waiting.status is CONFIRMED
    assert waiting.full_name != ""


@pytest.mark.parametrize(
    "columns",
    [
        {"days": [a_day(date(2026, 6, 1), time(11), time(15))]},
        {"status": EventStatus.CANCELLED},
    ],
    ids=["begun", "cancelled"],
)
def test_erase_leaves_the_status_when_there_is_no_place_to_give_up(
    app: Flask, noon: datetime, columns: dict[str, Any]
) -> None:
    registration = a_registration(an_open_event(**columns))

    erase(registration, at=noon)

    assert (registration.status, registration.is_erased) == (CONFIRMED, True)


def test_erase_does_not_let_a_coordinator_cancel_after_the_deadline(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event(registration_closes_at=noon - timedelta(hours=1))
    registration = a_registration(event)
    coordinator = audit.By(ChangedAs.COORDINATOR, an_account())

    with pytest.raises(TooLateToCancel):
        erase(registration, by=coordinator, at=noon)

    assert not registration.is_erased


def test_erase_logs_the_disposal_and_names_nobody(app: Flask, noon: datetime) -> None:
    event = an_event_long_over()
    registration = a_person_with_everything(event)

    erase(registration, by=audit.By(ChangedAs.HOLDER, an_account()), at=noon)
    erase(registration, at=noon)

    [logged] = disposals(event)
    assert (logged.disposed_at, logged.account, logged.is_own_wish) == (noon, None, True)
    assert (logged.due_on, logged.registrations, logged.letters) == (None, 1, 1)
    assert logged.counts == {"confirmed": 1}


def test_erase_empties_letters_to_others_that_name_the_person(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    mine = a_registration(event, family_name="髙橋", given_name="𠮷郎")
    sent: dict[str, Any] = {"event": event, "status": LetterStatus.SENT}
    to_the_coordinator = a_letter(body="次の方が確定しました。\n髙橋\u3000𠮷郎\n", **sent)
    still_waiting = a_letter(body=f"連絡先：{mine.email}", event=event)
    of_others = a_letter(body="次の方が確定しました。\n高橋 吉郎\n", **sent)
    elsewhere = a_letter(body="髙橋 𠮷郎", event=an_open_event())
    gone = still_waiting.id

    erase(mine, at=noon)

    db.session.expire_all()
    assert (to_the_coordinator.body, to_the_coordinator.recipient) == ("", "")
    assert db.session.get(Letter, gone) is None
    assert of_others.body == "次の方が確定しました。\n高橋 吉郎\n"
    assert elsewhere.body == "髙橋 𠮷郎"


def test_erase_empties_the_summary_that_a_coordinator_got(app: Flask, noon: datetime) -> None:
    event, body = an_open_event(), an_organization()
    coordinator = an_account(Role.COORDINATOR, organization=body)
    people = [
        an_application(organization=body, email=f"{name}@example.lg.jp", given_name=name)
        for name in ("taro", "hanako")
    ]
    by = audit.by(coordinator, body)
    party = register_together(event, people, organization=body, by=by, at=noon)
    summary = select(Letter).where(Letter.kind == LetterKind.SUMMARY)
    sent = db.session.scalars(summary).one()
    sent.status, sent.sent_at = LetterStatus.SENT, noon
    db.session.commit()
    named = [one.full_name in sent.body for one in party.registrations]

    erase(party.registrations[0], at=noon)

    db.session.expire_all()
    assert named == [True, True]
    assert [one.body for one in db.session.scalars(summary)] == [""]


@pytest.mark.parametrize("status", [LetterStatus.WAITING, LetterStatus.FAILED])
def test_no_letter_is_left_to_be_sent_empty(
    app: Flask, noon: datetime, status: LetterStatus
) -> None:
    event = an_event_long_over()
    a_letter(event=event, status=status)

    purge(event, at=noon)

    assert db.session.scalars(select(Letter)).all() == []


def test_erase_leaves_everybody_else_as_they_are(app: Flask, noon: datetime) -> None:
    event = an_event_long_over()
    mine, other = a_person_with_everything(event), a_person_with_everything(event)

    erase(mine, at=noon)

    assert other.full_name != ""
    assert [answer.values for answer in other.answers] == [["えび"]]
    assert [letter.body for letter in other.letters] != []
    assert [one.proxy_name for one in other.attendances] == ["代理 花子"]
    assert [one.details for one in other.changes] == [{"phone": ["", "0238-22-5111"]}]


def test_the_same_person_may_register_again_after_erasing(app: Flask, noon: datetime) -> None:
    event = an_open_event(status=EventStatus.CANCELLED)
    person = {"email": "taro@example.lg.jp", "family_name": "置賜", "given_name": "太郎"}
    erased = [a_registration(event, **{**person, "given_name": name}) for name in ("太郎", "花子")]
    for one in erased:
        erase(one, at=noon)

    again = a_registration(event, **person)

    assert again.status is CONFIRMED


@pytest.mark.parametrize(
    ("last_day", "retention_days", "is_over"),
    [
        (date(2026, 5, 21), 10, True),
        (date(2026, 5, 22), 10, False),
        (date(2026, 5, 31), 0, True),
        (date(2026, 6, 1), 0, False),
        (LONG_OVER, 2**31 - 1, False),
    ],
)
def test_purge_waits_until_the_last_day_of_the_term_is_over(
    app: Flask, noon: datetime, last_day: date, retention_days: int, *, is_over: bool
) -> None:
    days = [a_day(last_day - timedelta(days=3)), a_day(last_day)]
    event = an_open_event(days=days, retention_days=retention_days)
    registration = a_registration(event)

    found = due(at=noon)
    purge(event, at=noon)

    assert [one.event_id for one in found] == ([event.id] if is_over else [])
    assert registration.is_erased is is_over


def test_an_event_without_a_day_is_never_due_and_a_cancelled_one_is(
    app: Flask, noon: datetime
) -> None:
    without = an_open_event(days=[])
    cancelled = an_event_long_over(status=EventStatus.CANCELLED)
    for event in (without, cancelled):
        a_registration(event)

    assert [one.event_id for one in due(at=noon)] == [cancelled.id]
    assert purge(without, at=noon) is None


def test_what_was_called_off_before_it_had_a_day_is_over_with_its_year(app: Flask) -> None:
    off = {"days": [], "status": EventStatus.CANCELLED, "retention_days": 365}
    older, newer = an_open_event(**off), an_open_event(**off)
    older.fiscal_year, newer.fiscal_year = 2024, 2025
    people = [a_registration(event) for event in (older, newer)]
    first_of_april = datetime(2026, 3, 31, 15, tzinfo=UTC)

    found = due(at=first_of_april)
    for event in (older, newer):
        purge(event, at=first_of_april)

    assert [(one.event_id, one.until) for one in found] == [(older.id, date(2026, 3, 31))]
    assert [one.is_erased for one in people] == [True, False]


def test_purge_logs_how_many_stood_how(app: Flask, noon: datetime) -> None:
    event = an_event_long_over()
    standing = (CONFIRMED, CONFIRMED, WAITING, PENDING, CANCELLED, DECLINED)
    people = [a_person_with_everything(event, status=status) for status in standing]
    a_letter(event=event, status=LetterStatus.SENT, body="まとめ")
    erase(people[0], at=SENT_AT)

    done = purge(event, at=noon)

    assert done is not None
    assert (done.disposed_at, done.account, done.is_own_wish) == (noon, None, False)
    assert (done.due_on, done.registrations, done.letters) == (date(2026, 5, 1), 5, 6)
    assert done.counts == {
        "cancelled": 1,
        "confirmed": 1,
        "declined": 1,
        "pending": 1,
        "waiting": 1,
    }
    assert [one.status for one in people] == list(standing)
    assert disposals(event)[0] is done


def test_purge_does_it_once(app: Flask, noon: datetime) -> None:
    event = an_event_long_over()
    a_person_with_everything(event)
    a_letter(event=event, status=LetterStatus.SENT)

    results = [purge(event, at=noon) for _ in range(2)]

    assert [result is None for result in results] == [False, True]
    assert len(db.session.scalars(select(Disposal)).all()) == 1
    assert due(at=noon) == []


def feeds() -> set[str]:
    """Give the tokens of all personal feeds."""
    db.session.expire_all()
    return set(db.session.scalars(select(PersonalFeed.token)))


def test_erasing_takes_the_calendars_with_it_that_hold_nothing_else(
    app: Flask, noon: datetime
) -> None:
    event = an_event_long_over()
    alone, shared = a_registration(event), a_registration(event)
    assert alone.feed
    a_registration(an_open_event(), email=shared.email, feed=shared.feed)
    everything = {a_feed(one.email).token for one in (alone, shared)}
    before = feeds()
    gone = {alone.feed.token, *(token for token in everything if token_of(alone.email) == token)}

    purge(event, at=noon)

    assert len(gone) == 2
    assert feeds() == before - gone


def token_of(email: str) -> str | None:
    return db.session.scalar(select(PersonalFeed.token).where(PersonalFeed.email == email))


def test_erasing_leaves_the_calendar_of_somebody_with_an_account(
    app: Flask, noon: datetime
) -> None:
    account = an_account()
    registration = a_registration(an_event_long_over(), email=account.email)
    whole = a_feed(account.email).token

    erase(registration, at=noon)

    assert feeds() == {whole}


def test_erasing_takes_the_calendar_of_an_address_stated_before(app: Flask, noon: datetime) -> None:
    registration = a_registration(an_open_event(), email="right@example.jp")
    for email in ("wrong@example.jp", "right@example.jp"):
        a_feed(email)
    details = {"email": ["wrong@example.jp", "right@example.jp"]}
    keep(
        Change(
            registration_id=registration.id,
            kind=ChangeKind.CHANGED,
            changed_at=noon,
            changed_as=ChangedAs.HOLDER,
            details=details,
        )
    )

    erase(registration, at=noon)

    assert feeds() == set()


def test_what_was_erased_is_tied_to_nobody_by_a_calendar(app: Flask, noon: datetime) -> None:
    gone = a_registration(an_event_long_over())
    stays = a_registration(an_open_event(), email=gone.email, feed=gone.feed)

    erase(gone, at=noon)
    db.session.expire_all()

    assert (gone.feed, stays.feed is None) == (None, False)
