from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from exchange.attendance.drafts import HeadcountDraft, PartDraft
from exchange.attendance.ledger import ledger
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.headcount import Headcount, HeadcountPart
from exchange.domain.registration import RegistrationStatus
from exchange.extensions import db
from exchange.publication.services import follow_up
from tests.factories import (
    LATER_ON,
    LONG_AGO,
    a_day,
    a_group,
    a_registration,
    an_event,
    an_open_event,
)
from tests.factories import an_organization as a_body

if TYPE_CHECKING:
    from flask import Flask

    from exchange.attendance.ledger import Ledger, Row
    from exchange.domain.event import Event
    from exchange.domain.organization import Organization
    from exchange.domain.registration import Registration


def mark(one: Registration, *numbers: int, presence: Presence = Presence.PRESENT) -> None:
    for number in numbers:
        day = one.event.days[number - 1]
        db.session.add(
            Attendance(registration=one, day=day, presence=presence, recorded_at=LONG_AGO)
        )
    db.session.commit()


def two_days() -> Event:
    return an_open_event(days=[a_day(), a_day(LATER_ON + timedelta(days=1))])


def figures(row: Row) -> list[tuple[int, int, int | None]]:
    return [
        (one.registered, one.checked_in, one.stated.total if one.stated else None)
        for one in row.figures
    ]


def rows(book: Ledger) -> dict[str, list[tuple[int, int, int | None]]]:
    return {row.organization.name: figures(row) for row in book.rows if row.organization}


def test_ledger_keeps_the_three_figures_of_each_body_and_day_apart(app: Flask) -> None:
    event, one, other = two_days(), a_body("米沢市"), a_body("港区")
    both, first, second = (a_registration(event, organization=one) for _ in range(3))
    first.days, second.days = [event.days[0]], [event.days[1]]
    walk_in = a_registration(event, organization=other, is_walk_in=True, days=[event.days[0]])
    mark(both, 1, 2)
    mark(first, 1, presence=Presence.PROXY)
    mark(second, 2, presence=Presence.ABSENT)
    mark(walk_in, 1)
    event.headcount = Headcount(
        total=30,
        parts=[
            HeadcountPart(day=event.days[0], total=5),
            HeadcountPart(organization=one, total=0),
            HeadcountPart(organization=other, day=event.days[1], total=9),
        ],
    )
    db.session.commit()

    book = ledger(event)

    assert book.columns == [*event.days, None]
    assert rows(book) == {
        "米沢市": [(2, 2, None), (2, 1, None), (3, 2, 0)],
        "港区": [(0, 1, None), (0, 0, 9), (0, 1, None)],
    }
    assert figures(book.total) == [(2, 3, 5), (2, 1, None), (3, 3, 30)]


@pytest.mark.parametrize(
    "status", [status for status in RegistrationStatus if status != "confirmed"]
)
def test_ledger_counts_nobody_without_a_confirmed_place(
    app: Flask, status: RegistrationStatus
) -> None:
    event = an_open_event()
    mark(a_registration(event, status=status), 1)

    assert figures(ledger(event).total) == [(0, 0, None)]


def test_ledger_counts_those_whose_data_were_erased(app: Flask) -> None:
    event = an_open_event()
    mark(a_registration(event, erased_at=LONG_AGO, family_name="", given_name=""), 1)

    assert figures(ledger(event).total) == [(1, 1, None)]


def test_ledger_lists_the_bodies_an_event_names_and_all_where_it_names_none(app: Flask) -> None:
    group = a_group()
    invited = a_body("米沢市", group=group)
    a_body("港区")
    named, for_all = an_event(), an_event()
    named.headcount = Headcount(present=["米沢市"])
    from_there = a_registration(named, organization=a_body("飛び入り市"))
    follow_up(named, at=LONG_AGO)
    db.session.commit()

    assert list(rows(ledger(named))) == [invited.name, from_there.organization.name]
    assert list(rows(ledger(for_all))) == ["米沢市", "港区", "飛び入り市"]


def test_ledger_words_who_was_there_from_what_was_checked_in_or_stated(app: Flask) -> None:
    event, group = an_open_event(), a_group("置賜地域")
    bodies = [
        a_body(name, code=f"06{number:04}", group=group)
        for number, name in enumerate(["米沢市", "長井市", "高畠町", "小国町"])
    ]
    alone = a_body("置賜総合支庁")
    came, absent, by_proxy = (a_registration(event, organization=body) for body in bodies[:3])
    mark(came, 1)
    mark(absent, 1, presence=Presence.ABSENT)
    mark(by_proxy, 1, presence=Presence.PROXY)
    event.headcount = Headcount(
        parts=[
            HeadcountPart(organization=alone, total=4),
            HeadcountPart(organization=bodies[3], total=0),
        ]
    )
    db.session.commit()

    assert ledger(event).present == ["置賜1市1町", "置賜総合支庁"]


def test_as_checked_in_proposes_what_was_counted_at_the_door(app: Flask) -> None:
    event, body = two_days(), a_body("港区")
    mark(a_registration(event, organization=body), 1, 2)
    mark(a_registration(event, organization=body), 2)
    a_registration(event)
    first, second = (day.id for day in event.days)

    assert ledger(event).as_checked_in == HeadcountDraft(
        total=2,
        present=("港区",),
        parts=(
            PartDraft(day_id=first, organization_id=body.id, total=1),
            PartDraft(day_id=first, total=1),
            PartDraft(day_id=second, organization_id=body.id, total=2),
            PartDraft(day_id=second, total=2),
            PartDraft(organization_id=body.id, total=2),
        ),
    )


def test_ledger_of_an_event_without_a_day_has_figures_all_the_same(app: Flask) -> None:
    event = an_open_event(days=[])
    a_registration(event)

    book = ledger(event)

    assert (book.columns, figures(book.total)) == ([None], [(1, 0, None)])


def test_ledger_leaves_out_days_that_were_struck_out_but_for_what_was_stated(app: Flask) -> None:
    event = two_days()
    event.days[1].cancelled_at = LONG_AGO
    db.session.commit()
    assert ledger(event).columns == [None]

    event.headcount = Headcount(parts=[HeadcountPart(day=event.days[1], total=1)])
    db.session.commit()
    assert ledger(event).columns == [*event.days, None]


def _body_with_people(event: Event) -> Organization:
    body = a_body(group=a_group())
    mark(a_registration(event, organization=body), 1)
    event.headcount = event.headcount or Headcount()
    event.headcount.parts.append(HeadcountPart(organization=body, total=1))
    db.session.commit()
    return body


def test_ledger_asks_as_much_for_one_body_as_for_three(app: Flask, statements: list[str]) -> None:
    event = an_open_event()
    _body_with_people(event)

    def asked() -> int:
        db.session.expire_all()
        statements.clear()
        book = ledger(event)
        assert [row.organization.group for row in book.rows if row.organization]
        return len(statements)

    once = asked()
    _body_with_people(event)
    _body_with_people(event)

    assert asked() == once
