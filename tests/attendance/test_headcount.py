"""The page on which an organizer states how many came."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from exchange.attendance.drafts import HeadcountDraft, PartDraft, headcount_draft
from exchange.domain.account import Role
from exchange.domain.attendance import Attendance, Presence
from exchange.domain.event import EventKind, EventStatus
from exchange.domain.headcount import HeadcountUnit
from exchange.extensions import db
from tests.conftest import Browser
from tests.factories import (
    LATER_ON,
    LONG_AGO,
    a_day,
    a_registration,
    an_account,
    an_event,
    an_open_event,
    an_organization,
)
from tests.pages import main_text
from tests.typed import one_each, typed

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event
    from exchange.domain.organization import Organization


def headcount_of(event: Event) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/headcount"


def test_headcount_is_recorded_apart_from_registrations(organizer: Browser, noon: datetime) -> None:
    event = an_open_event(capacity=30)
    a_registration(event)
    page = organizer.get(headcount_of(event))
    form = {**typed(page), "total": "２０", "present": "置賜3市5町\r\n港区\r\n"}

    answer = organizer.post(headcount_of(event), form)

    assert "すべての団体 1 0 – 記載なし" in main_text(page)
    assert answer.status_code == 303
    assert headcount_draft(event) == HeadcountDraft(total=20, present=("置賜3市5町", "港区"))
    assert event.status is EventStatus.PLANNED


def test_headcount_of_a_fair_counts_visitors(organizer: Browser) -> None:
    event = an_event(EventKind.FAIR)
    form = {**typed(organizer.get(headcount_of(event))), "total": "5,100", "approximate": "y"}

    organizer.post(headcount_of(event), form)

    assert headcount_draft(event) == HeadcountDraft(
        total=5100, unit=HeadcountUnit.VISITORS, approximate=True
    )


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("total", "-1", "整数で入力してください。"),
        ("total", "9" * 10, "整数で入力してください。"),
        ("present", "あ\r\n" * 201, "200行以内で入力してください。"),
        ("present", "\x01", "使用できない文字が含まれています。"),
        ("unit", "cats", "選択肢"),
    ],
)
def test_headcount_says_beside_the_field_what_is_wrong(
    organizer: Browser, field: str, value: str, message: str
) -> None:
    event = an_event()

    answer = organizer.post(headcount_of(event), {"total": "5", "unit": "people", field: value})

    assert (answer.status_code, event.headcount) == (422, None)
    assert message in main_text(answer)


def compared(answer: TestResponse) -> list[tuple[str, ...]]:
    """Give the rows of the comparison: what, theirs, yours."""
    rows = re.findall(r"<tr class=\"compare.*?</tr>", answer.text, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [
        tuple(" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row)
        for row in cells
    ]


def test_headcounts_of_two_editors_are_compared_figure_by_figure(app: Flask) -> None:
    one, other = (Browser(app).sign_in(an_account(role=Role.ORGANIZER)) for _ in range(2))
    event, body = an_event(EventKind.FAIR), an_organization("港区")
    path, cell = headcount_of(event), f"stated-0-{body.id}"
    mine = typed(one.get(path))
    other.post(path, {**typed(other.get(path)), "total": "3688", cell: "10"})

    answer = one.post(path, {**mine, "total": "5,100", "approximate": "y", cell: "約12名"})
    overwritten = one.post(path, typed(answer))

    assert (answer.status_code, compared(answer)) == (
        422,
        [
            ("人数", "3,688", "5,100"),
            ("概数", "いいえ", "はい"),
            ("港区", "10人", "約12名"),
        ],
    )
    assert overwritten.status_code == 303
    part = PartDraft(organization_id=body.id, total=12, unit=HeadcountUnit.PEOPLE, approximate=True)
    assert headcount_draft(event) == HeadcountDraft(
        total=5100, unit=HeadcountUnit.VISITORS, approximate=True, parts=(part,)
    )


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("２０", (20, HeadcountUnit.VISITORS, False)),
        ("約５，１００", (5100, HeadcountUnit.VISITORS, True)),
        (" 30 名 ", (30, HeadcountUnit.PEOPLE, False)),
        ("約 30人", (30, HeadcountUnit.VISITORS, True)),
        ("0", (0, HeadcountUnit.VISITORS, False)),
    ],
)
def test_headcount_of_a_body_is_typed_as_people_write_it_and_shown_so_again(
    organizer: Browser, text: str, figure: tuple[int, HeadcountUnit, bool]
) -> None:
    event, body = an_event(EventKind.FAIR), an_organization()
    cell = f"stated-0-{body.id}"

    organizer.post(headcount_of(event), {**typed(organizer.get(headcount_of(event))), cell: text})

    total, unit, approximate = figure
    part = PartDraft(organization_id=body.id, total=total, unit=unit, approximate=approximate)
    assert headcount_draft(event).parts == (part,)
    organizer.post(headcount_of(event), typed(organizer.get(headcount_of(event))))
    assert (headcount_draft(event).parts, event.revision) == ((part,), 2)


@pytest.mark.parametrize("text", ["-1", "many", "約", "1 2", "9" * 10, "名"])
def test_headcount_of_a_body_that_is_no_figure_is_told(organizer: Browser, text: str) -> None:
    event, body = an_event(), an_organization()

    answer = organizer.post(
        headcount_of(event), {"unit": "people", f"stated-0-{body.id}": text, "revision": "x"}
    )

    assert (answer.status_code, event.headcount) == (422, None)
    assert "整数で入力してください。" in main_text(answer)
    assert text in answer.text


def checked_in(event: Event, body: Organization) -> None:
    one = a_registration(event, organization=body)
    db.session.add(
        Attendance(
            registration=one, day=event.days[0], presence=Presence.PRESENT, recorded_at=LONG_AGO
        )
    )
    db.session.commit()


def test_headcount_proposes_words_and_total_and_keeps_what_else_was_typed(
    organizer: Browser,
) -> None:
    event, body = an_open_event(), an_organization("港区")
    checked_in(event, body)
    checked_in(event, body)
    form = {**typed(organizer.get(headcount_of(event))), "approximate": "y", "present": "古い文言"}
    form |= {"unit": "visitors", "propose": "words"}

    answer = organizer.post(headcount_of(event), form)

    shown = one_each(typed(answer))
    assert (answer.status_code, event.headcount) == (200, None)
    assert "港区 2名" in main_text(answer)
    assert shown == {"total": "2", "unit": "visitors", "present": "港区"}


def test_headcount_takes_over_the_figures_of_the_check_in_to_be_overwritten(
    organizer: Browser,
) -> None:
    days = [a_day(), a_day(LATER_ON + timedelta(days=1))]
    event, body, other = an_open_event(days=days), an_organization(), an_organization()
    checked_in(event, body)
    a_registration(event, organization=other)
    first = event.days[0].id
    form = typed(organizer.get(headcount_of(event)))
    proposed = typed(
        organizer.post(
            headcount_of(event), {**form, f"stated-0-{other.id}": "7", "propose": "figures"}
        )
    )
    assert one_each(proposed) == {
        "total": "1",
        "unit": "people",
        f"stated-{first}-{body.id}": "1",
        f"stated-{first}-0": "1",
        f"stated-0-{body.id}": "1",
        f"stated-0-{other.id}": "7",
    }

    organizer.post(headcount_of(event), {**proposed, f"stated-{first}-{body.id}": "3"})

    assert headcount_draft(event) == HeadcountDraft(
        total=1,
        parts=(
            PartDraft(day_id=first, organization_id=body.id, total=3),
            PartDraft(day_id=first, total=1),
            PartDraft(organization_id=body.id, total=1),
            PartDraft(organization_id=other.id, total=7),
        ),
    )


def test_headcount_shows_who_stated_a_figure_and_when(app: Flask, noon: datetime) -> None:
    browser = Browser(app).sign_in(an_account(role=Role.ORGANIZER, name="事務局 花子"))
    event = an_event()

    browser.post(headcount_of(event), {**typed(browser.get(headcount_of(event))), "total": "20"})

    assert "20名 事務局 花子 令和8年6月1日(月) 12:00" in main_text(browser.get(headcount_of(event)))


def test_headcount_shows_the_public_the_total_alone(organizer: Browser, browser: Browser) -> None:
    event, body = an_event(), an_organization("港区")
    form = {**typed(organizer.get(headcount_of(event))), "total": "20"}

    organizer.post(headcount_of(event), {**form, f"stated-0-{body.id}": "77"})

    text = main_text(browser.get(f"/trainings/{event.key}"))
    assert ("20名" in text, "77" in text) == (True, False)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STAFF])
def test_headcount_is_for_organizers(app: Flask, role: Role) -> None:
    event = an_event()

    answer = Browser(app).sign_in(an_account(role=role)).get(headcount_of(event))

    assert answer.status_code == 403
