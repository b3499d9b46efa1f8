"""What saving the registration part does to quotas, questions and those who wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from exchange.domain.draft import revision_of
from exchange.domain.event import EventStatus
from exchange.domain.question import Answer, QuestionKind
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from exchange.manage import services
from exchange.manage.drafts import event_draft
from exchange.manage.registration.cautions import cautions
from exchange.manage.registration.drafts import QuestionDraft, QuotaDraft, registration_draft
from exchange.manage.registration.writing import AnsweredAlready
from exchange.manage.versions import differences
from exchange.publication import editions
from exchange.web.versions import Difference
from tests.factories import (
    a_day,
    a_group,
    a_place,
    a_question,
    a_quota,
    a_registration,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask import Flask

    from exchange.domain.event import Event
    from exchange.domain.question import Question

CONFIRMED, WAITING = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING


def change(event: Event, at: datetime, **registration: Any) -> None:
    """Save `event` with some of its registration changed, as somebody who just opened it."""
    now = event_draft(event)
    draft = replace(now, registration=replace(now.registration, **registration))
    services.change_event(event, draft, revision=revision_of(now), at=at)


def statuses(event: Event) -> Sequence[RegistrationStatus]:
    found = select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    return [one.status for one in db.session.scalars(found)]


def asked(event: Event) -> Sequence[tuple[int, str, bool]]:
    db.session.refresh(event)
    return [(one.number, one.text, one.is_retired) for one in event.questions]


def answer(question: Question) -> None:
    a_registration(question.event).answers = [Answer(question=question, values=["要"])]
    db.session.commit()


def test_a_quota_that_stays_is_the_same_row(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    yonezawa, nagai, group = (
        an_organization("米沢市", code="062022"),
        an_organization("長井市", code="062090"),
        a_group("港区", "minato"),
    )
    kept = a_quota(event, organization=yonezawa, places=3)
    a_quota(event, organization=nagai, places=3)
    quotas = (
        QuotaDraft(group="minato", online=2),
        QuotaDraft(organization="062022", places=5, onsite=1),
    )

    change(event, noon, quotas=quotas)

    db.session.refresh(event)
    assert registration_draft(event).quotas == quotas
    assert [quota.group for quota in event.quotas] == [group, None]
    assert event.quotas[1] is kept


def test_more_places_in_one_way_let_move_up_who_waits_for_that_way(
    app: Flask, noon: datetime
) -> None:
    both = [a_day(places=[a_place(), a_place(online=True)])]
    event = an_open_event(capacity=9, onsite_capacity=1, online_capacity=1, days=both)
    for mode in Mode:
        a_registration(event, mode=mode)
        a_registration(event, mode=mode, status=WAITING)

    change(event, noon, online_capacity=2)

    assert statuses(event) == [CONFIRMED, WAITING, CONFIRMED, CONFIRMED]


@pytest.mark.parametrize(
    "changes",
    [
        {"quotas": ()},
        {"quotas": (QuotaDraft(organization="062022", places=2),)},
        {"quotas_released_on": "today"},
    ],
)
def test_a_larger_quota_and_one_that_ends_let_move_up_too(
    app: Flask, noon: datetime, changes: dict[str, Any]
) -> None:
    event = an_open_event(capacity=9)
    body = an_organization("米沢市", code="062022")
    a_quota(event, organization=body, places=1)
    for status in (CONFIRMED, WAITING):
        a_registration(event, organization=body, status=status)
    if "quotas_released_on" in changes:
        changes = {"quotas_released_on": noon.date()}

    change(event, noon, **changes)

    assert statuses(event) == [CONFIRMED, CONFIRMED]


def test_smaller_quotas_and_capacities_take_no_place_away(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=9)
    body = an_organization("米沢市", code="062022")
    for _ in range(2):
        a_registration(event, organization=body)

    change(
        event,
        noon,
        capacity=1,
        onsite_capacity=0,
        quotas=(QuotaDraft(organization="062022", places=1),),
    )

    assert statuses(event) == [CONFIRMED, CONFIRMED]
    assert [one.message % one.gaps for one in cautions(event)] == [
        "2 places are taken already, the capacity is 1. Nobody loses a place.",
        "2 places at the venue are taken already, the capacity there is 0. Nobody loses a place.",
        "米沢市 has taken 2 places already, its quota is 1. Nobody loses a place.",
    ]


def test_every_change_of_registration_is_a_new_edition(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    an_organization("米沢市", code="062022")
    before = editions.current()

    change(event, noon, quotas=(QuotaDraft(organization="062022", places=1),))
    change(event, noon, contact="総務課")

    assert editions.current() == before + 2


def test_a_question_keeps_its_number_when_it_is_moved_and_reworded(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event()
    for text in ("一", "二"):
        a_question(event, text=text)
    first, second = registration_draft(event).questions

    change(event, noon, questions=(replace(second, text="に"), first))

    assert asked(event) == [(2, "に", False), (1, "一", False)]


def test_a_question_that_is_left_out_is_retired_once_anybody_may_have_seen_it(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event()
    a_question(event, text="お弁当")

    change(event, noon, questions=(QuestionDraft(kind=QuestionKind.TEXT, text="バス"),))

    assert asked(event) == [(2, "バス", False), (1, "お弁当", True)]


def test_a_question_that_only_a_draft_asked_is_gone(app: Flask, noon: datetime) -> None:
    event = an_open_event(status=EventStatus.DRAFT)
    a_question(event, text="お弁当")
    answer(a_question(event, text="バス"))

    change(event, noon, questions=())

    assert asked(event) == [(2, "バス", True)]


def test_a_question_that_was_asked_before_is_that_question_again(
    app: Flask, noon: datetime
) -> None:
    event = an_open_event()
    answer(a_question(event, text="お弁当"))
    change(event, noon, questions=())

    change(event, noon, questions=(QuestionDraft(kind=QuestionKind.TEXT, text="お弁当"),))

    assert asked(event) == [(1, "お弁当", False)]


def test_two_rows_that_name_one_question_are_two_questions(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    a_question(event, text="一")
    first = registration_draft(event).questions[0]

    change(event, noon, questions=(first, replace(first, text="二")))

    assert asked(event) == [(1, "一", False), (2, "二", False)]


def test_the_kind_changes_only_while_nobody_has_answered(app: Flask, noon: datetime) -> None:
    event = an_open_event()
    question = a_question(event, text="お弁当")
    draft = registration_draft(event).questions[0]
    change(event, noon, questions=(replace(draft, kind=QuestionKind.YES_NO),))
    answer(question)

    with pytest.raises(AnsweredAlready):
        change(event, noon, questions=(draft,))

    assert question.kind is QuestionKind.YES_NO


def test_cautions_compare_quotas_with_what_they_are_part_of(app: Flask) -> None:
    okitama = a_group("置賜地域")
    event = an_open_event(capacity=10, onsite_capacity=4, online_capacity=5)
    a_quota(event, group=okitama, places=8, online=1)
    for places in (5, 4):
        body = an_organization(group=okitama)
        a_quota(event, organization=body, places=places, online=1)
    a_quota(event, organization=an_organization(), onsite=5)

    said = [one.message % one.gaps for one in cautions(event)]

    assert said == [
        "The venue and online together have 9 places, so 10 cannot be reached.",
        "The quotas within 置賜地域 add up to 9 places, its own quota is 8.",
        "The quotas add up to 14 places, the capacity is 10.",
        "The quotas at the venue add up to 5 places, the capacity there is 4.",
        "The quotas within 置賜地域 add up to 2 places online, its own quota online is 1.",
    ]


def test_cautions_say_nothing_of_quotas_that_are_released(app: Flask, noon: datetime) -> None:
    event = an_open_event(capacity=1, quotas_released_on=noon.date())
    a_quota(event, organization=an_organization(), places=2)
    before = cautions(event)
    event.quotas_released_on = noon.date() + timedelta(days=1)

    assert (before, len(cautions(event))) == ([], 1)


def test_both_versions_of_registration_are_compared(app: Flask) -> None:
    an_organization("米沢市", code="062022")
    event = an_open_event(capacity=10, retention_days=1825, needs_approval=True)
    theirs = event_draft(event)
    question = QuestionDraft(kind=QuestionKind.CHOICE, text="バス", choices=("往復", "なし"))
    yours = replace(
        theirs,
        registration=replace(
            theirs.registration,
            quotas=(QuotaDraft(organization="062022", places=5, online=2),),
            questions=(replace(question, is_required=True),),
            retention_days=90,
            needs_approval=False,
            offer_hours=24,
        ),
    )

    with app.test_request_context(headers={"Accept-Language": "ja"}):
        found = differences(theirs, yours)

    assert found == [
        Difference("団体ごとの枠", (), ("米沢市 合計 5 オンライン 2",)),
        Difference("質問1", (), ("バス", "1つ選択 必須", "往復", "なし")),
        Difference("申込を1件ずつ事務局が承認する", ("はい",), ("いいえ",)),
        Difference("繰り上げの回答期限（時間）", (), ("24",)),
        Difference("個人情報の保存期間", ("5年",), ("3か月",)),
    ]


def test_cautions_say_nothing_of_a_house_that_is_just_full(app: Flask) -> None:
    event = an_open_event(capacity=2, onsite_capacity=2)
    for body in (an_organization(), an_organization()):
        a_quota(event, organization=body, places=1, onsite=1)
        a_registration(event, organization=body)

    assert cautions(event) == []
