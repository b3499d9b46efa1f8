"""The page on which an organizer states how many came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange.attendance.drafts import HeadcountDraft, headcount_draft
from exchange.domain.event import EventKind, EventStatus
from exchange.domain.headcount import HeadcountUnit
from tests.factories import a_registration, an_event, an_open_event
from tests.manage.typed import typed
from tests.pages import main_text

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.event import Event
    from tests.conftest import Browser


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
