from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from exchange.domain.attendance import Attendance, Presence
from exchange.domain.question import Answer, QuestionKind
from exchange.domain.registration import Mode, RegistrationStatus
from exchange.extensions import db
from exchange.rosters.columns import columns
from tests.factories import (
    LONG_AGO,
    a_day,
    a_place,
    a_question,
    a_registration,
    an_open_event,
    an_organization,
)

if TYPE_CHECKING:
    from flask import Flask

    from exchange.domain.event import Event
    from tests.conftest import Browser

WAITING = RegistrationStatus.WAITING
ALL = "status=confirmed&status=pending&status=waiting&status=cancelled&status=declined"
RISKY = ("=1+1", "+1-202", "-1", "@SUM(A1)", "＝１＋１", "=HYPERLINK(A1)", "#N/A")


def at(event: Event, page: str) -> str:
    return f"/manage/{event.kind.plural}/{event.key}/{page}"


def in_csv(browser: Browser, event: Event, query: str = "") -> list[list[str]]:
    answer = browser.get(at(event, f"roster.csv?{query}"))
    assert answer.status_code == 200
    text = answer.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert (text.count("\r\n"), text[-2:]) == (len(rows), "\r\n")
    return rows


def in_workbook(browser: Browser, event: Event, query: str = "") -> list[tuple[Any, ...]]:
    answer = browser.get(at(event, f"roster.xlsx?{query}"))
    assert answer.status_code == 200
    return list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))


def chosen(*words: str) -> str:
    return "&".join(f"columns={word}" for word in words)


@pytest.fixture
def full(app: Flask) -> Event:
    """An event of two days of whom one person says everything there is to say."""
    event = an_open_event(
        days=[a_day(places=[a_place(), a_place(online=True)]), a_day(date(2026, 9, 27))]
    )
    lunch = a_question(event, QuestionKind.YES_NO, "お弁当")
    bus = a_question(event, QuestionKind.CHOICES, "バス", "行き", "帰り")
    one = a_registration(
        event,
        organization=an_organization("米沢市"),
        family_name="髙﨑",
        given_name="𠮷之助",
        family_kana="タカサキ",
        given_kana="ヨシノスケ",
        department="総務課",
        position="主査",
        email="takasaki@example.lg.jp",
        phone="+81-238-22-5111",
        remarks="一行目\n二行目",
        answers=[
            Answer(question=lunch, values=["yes"]),
            Answer(question=bus, values=["行き", "帰り"]),
        ],
    )
    db.session.add(
        Attendance(
            registration=one,
            day=event.days[0],
            presence=Presence.PROXY,
            proxy_name="神 一",
            recorded_at=LONG_AGO,
        )
    )
    db.session.commit()
    return event


HEADER = [
    *("番号", "受付番号", "団体名", "所属", "職名", "氏名", "ふりがな", "メールアドレス"),
    *("電話番号", "参加方法", "参加日", "状態", "申込日時", "お弁当", "バス", "備考"),
    *("出欠 R8.9.26", "出欠 R8.9.27"),
]
WORDS = (
    *("number", "reference", "organization", "department", "position", "name", "reading"),
    *("email", "phone", "mode", "days", "status", "registered_at", "question-1", "question-2"),
    *("remarks", "attendance-1", "attendance-2"),
)
ROW = [
    *("米沢市", "総務課", "主査", "髙﨑 𠮷之助", "たかさき よしのすけ"),
    *("takasaki@example.lg.jp", "0238-22-5111", "会場で参加", "R8.9.26、R8.9.27", "参加確定"),
    *("2026-04-01 09:00", "はい", "行き、帰り", "一行目\n二行目", "代理出席（神 一）", ""),
]


def test_csv_has_all_that_was_chosen(organizer: Browser, full: Event) -> None:
    [header, row] = in_csv(organizer, full, chosen(*WORDS))

    assert (header, row[0], row[2:]) == (HEADER, "1", ROW)


def test_xlsx_has_all_that_was_chosen(organizer: Browser, full: Event) -> None:
    [header, row] = in_workbook(organizer, full, chosen(*WORDS))

    said = ["+81-238-22-5111" if cell == "0238-22-5111" else cell or None for cell in ROW]
    assert (list(header), row[0], list(row[2:])) == (HEADER, 1, said)


def test_a_roster_has_what_is_usual_when_nothing_is_chosen(organizer: Browser, full: Event) -> None:
    [header, _] = in_csv(organizer, full)

    left_out = {"受付番号", "メールアドレス", "電話番号", "申込日時"}
    assert header == [one for one in HEADER[:-2] if one not in left_out]


def test_columns_stand_in_the_order_of_the_roster(organizer: Browser, full: Event) -> None:
    [header, _] = in_csv(organizer, full, chosen("remarks", "name", "number"))

    assert header == ["番号", "氏名", "備考"]


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_becomes_a_formula(organizer: Browser, text: str) -> None:
    event = an_open_event()
    a_question(event, text=text)
    a_registration(event, family_name=text, given_name="", department=text, remarks=text)
    query = chosen("name", "department", "remarks", "question-1")

    answer = organizer.get(at(event, f"roster.xlsx?{query}"))
    cells = [cell for row in load_workbook(io.BytesIO(answer.data)).active for cell in row]
    written = [cell for row in in_csv(organizer, event, query) for cell in row]

    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert [cell.value for cell in cells].count(text) == 4
    harmless = text if text == "#N/A" else f"'{text}"
    assert written.count(harmless) == 4


def test_a_roster_goes_by_body_and_reading_or_by_reading_alone(organizer: Browser) -> None:
    event, first, second = an_open_event(), an_organization(), an_organization()
    for body, name, kana in (
        (second, "青木", "アオキ"),
        (first, "大庭", "オーバ"),
        (first, "大野", "オオノ"),
        (first, "加藤", "カトウ"),
        (first, "オカ", "オカ"),
    ):
        a_registration(event, organization=body, family_name=name, given_name="", family_kana=kana)

    by_body = in_csv(organizer, event, chosen("name"))
    by_reading = in_csv(organizer, event, chosen("name", "number") + "&order=reading")

    assert by_body == [["氏名"], ["大野"], ["大庭"], ["オカ"], ["加藤"], ["青木"]]
    assert by_reading[1:] == [
        *(["1", "青木"], ["2", "大野"], ["3", "大庭"], ["4", "オカ"], ["5", "加藤"])
    ]


def test_a_roster_is_narrowed_by_status_body_mode_and_day(organizer: Browser) -> None:
    days = [a_day(places=[a_place(), a_place(online=True)]), a_day(date(2026, 9, 27))]
    event, town = an_open_event(days=days), an_organization(code="062022")
    for name, more in (
        ("甲", {"organization": town, "days": [event.days[0]]}),
        ("乙", {"mode": Mode.ONLINE}),
        ("丙", {"status": WAITING}),
        ("丁", {"status": RegistrationStatus.CANCELLED}),
    ):
        a_registration(event, family_name=name, given_name="", **more)

    def found(query: str) -> list[str]:
        return [name for [name] in in_csv(organizer, event, f"{chosen('name')}&{query}")[1:]]

    assert found("") == ["甲", "乙"]
    assert found(ALL) == ["甲", "乙", "丙", "丁"]
    assert found("status=waiting") == ["丙"]
    assert found("organization=062022") == ["甲"]
    assert found("mode=online") == ["乙"]
    assert found("day=2026-09-27") == ["乙"]


def test_who_was_erased_or_came_unregistered_is_told_from_others(organizer: Browser) -> None:
    event = an_open_event()
    gone = {"family_name": "", "given_name": "", "family_kana": "", "given_kana": ""}
    a_registration(event, **gone, email="", erased_at=LONG_AGO)
    a_registration(event, family_name="神", given_name="一", is_walk_in=True, email="")

    rows = in_csv(organizer, event, chosen("name", "status", "email") + "&order=reading")

    assert rows[1:] == [["神 一", "", "当日参加"], ["（消去済み）", "", "参加確定"]]


def test_the_file_bears_the_name_of_the_event(organizer: Browser, noon: datetime) -> None:
    event = an_open_event(title='第1回/交流: "研修"')

    answer = organizer.get(at(event, "roster.xlsx"))

    name = quote("名簿 第1回 交流 研修_20260601.xlsx")
    assert f"filename*=UTF-8''{name}" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("way", ["roster", "roster.csv", "roster.xlsx", "roster/sign-in"])
@pytest.mark.parametrize(
    "query",
    ["columns=x", "status=x", "mode=x", "day=x", "order=queue", "organization=x", "day=%00"],
)
def test_what_cannot_be_understood_is_said(organizer: Browser, way: str, query: str) -> None:
    answer = organizer.get(at(an_open_event(), f"{way}?{query}"))

    assert answer.status_code == 422
    assert "入力内容を確認してください" in answer.text


def test_roster_keeps_what_was_chosen_and_shows_the_first_people(organizer: Browser) -> None:
    event, body = an_open_event(), an_organization()
    for number in range(11):
        a_registration(event, organization=body, family_name=f"人{number}")

    text = organizer.get(at(event, f"roster?{chosen('name', 'phone')}&order=reading")).text

    assert "11名のうち最初の10名" in text
    assert text.count('<td class="nowrap">人') == 10
    assert text.count(" checked") == 3  # two columns and a status


def test_exports_send_as_many_statements_for_three_people_as_for_one(
    organizer: Browser, full: Event, statements: list[str]
) -> None:
    def sent() -> list[int]:
        counts = []
        for page in ("roster", "roster.csv", "roster.xlsx", "roster/sign-in"):
            organizer.get(at(full, page))
            statements.clear()
            organizer.get(at(full, f"{page}?{chosen(*WORDS)}"))
            counts.append(len(statements))
        return counts

    for_one = sent()
    a_registration(full)
    a_registration(full)

    assert sent() == for_one


def test_every_column_has_a_word_of_its_own(full: Event) -> None:
    assert [one.word for one in columns(full)] == list(WORDS)
