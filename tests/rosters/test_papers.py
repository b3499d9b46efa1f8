from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from exchange.domain.registration import Mode
from exchange.rosters.papers import name_plates, sign_in_sheets
from exchange.rosters.queries import Wanted
from tests.factories import LONG_AGO, a_day, a_registration, an_open_event, an_organization

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event
    from tests.conftest import Browser


def at(event: Event, page: str) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/roster/{page}"


def test_sign_in_has_a_sheet_for_each_day_with_those_who_come_then(app: Flask) -> None:
    event = an_open_event(days=[a_day(), a_day(date(2026, 9, 27))])
    a_registration(event, family_name="甲", family_kana="コウ")
    a_registration(event, family_name="乙", family_kana="オツ", days=[event.days[1]])
    a_registration(event, mode=Mode.ONLINE)
    a_registration(event, erased_at=LONG_AGO)

    sheets = sign_in_sheets(event, Wanted())

    assert [(sheet.day, [one.family_name for one in sheet.people]) for sheet in sheets] == [
        (event.days[0], ["甲"]),
        (event.days[1], ["甲", "乙"]),
    ]


def test_sign_in_has_one_sheet_while_no_day_is_known(app: Flask) -> None:
    event = an_open_event(days=[])
    a_registration(event, family_name="甲")

    [sheet] = sign_in_sheets(event, Wanted())

    assert (sheet.day, [one.family_name for one in sheet.people]) == (None, ["甲"])


def test_sign_in_is_for_those_online_when_it_is_asked_for_them(app: Flask) -> None:
    event = an_open_event()
    a_registration(event)
    a_registration(event, family_name="乙", mode=Mode.ONLINE)

    [sheet] = sign_in_sheets(event, Wanted(mode=Mode.ONLINE))

    assert [one.family_name for one in sheet.people] == ["乙"]


def test_sign_in_shows_each_person_and_lines_for_more(organizer: Browser) -> None:
    event = an_open_event(title="第1回<交流>研修")
    a_registration(event, family_name="髙橋", given_name="𠮷之助", position="主査")

    text = organizer.get(at(event, "sign-in")).text

    assert "第1回&lt;交流&gt;研修" in text
    assert "髙橋 𠮷之助" in text
    assert re.findall(r'<td class="number">(\d+)</td>', text) == list("123456")


def test_name_plates_come_ten_to_a_sheet(app: Flask) -> None:
    event, body = an_open_event(), an_organization()
    for _ in range(11):
        a_registration(event, organization=body)

    assert [len(sheet) for sheet in name_plates(event, Wanted())] == [10, 1]


@pytest.mark.parametrize(
    ("family_name", "given_name", "step"),
    [
        ("神", "一", 1),
        ("佐藤", "太郎", 1),
        ("長谷川", "龍之介", 2),
        ("勅使河原", "龍之介", 3),
        ("武者小路", "ジョセフィーヌ", 4),
        ("Christopher-Alexander", "Montgomery-Smith", 5),
    ],
)
def test_name_plates_write_long_names_smaller(
    app: Flask, family_name: str, given_name: str, step: int
) -> None:
    event = an_open_event()
    a_registration(event, family_name=family_name, given_name=given_name)

    [[plate]] = name_plates(event, Wanted())

    assert (plate.name_step, plate.body_step) == (step, 1)


def test_name_plates_say_when_there_is_nobody(organizer: Browser) -> None:
    assert "条件に合う人はいません。" in organizer.get(at(an_open_event(), "name-plates")).text
