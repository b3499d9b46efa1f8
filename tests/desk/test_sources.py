"""The table of people as it is pasted, and as a file."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

import openpyxl
import pytest

from exchange.domain.question import QuestionKind
from tests.desk.sheets import ONO, SATO, digest, path_of, registered, rows, typed
from tests.factories import (
    a_day,
    a_place,
    a_question,
    an_open_event,
)
from tests.pages import main_text

if TYPE_CHECKING:
    from exchange.domain.account import Account
    from tests.conftest import Browser

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


PASTED = (
    "No.\t氏名\tﾌﾘｶﾞﾅ\t課名\t電話\t参加形態\t年齢\r\n"
    "1\t髙橋　𠮷之\tﾀｶﾊｼ　ﾖｼﾕｷ\t企画課\t238225111\t会場\t35\r\n"
    "2\t小野 花子\t\t総務課\t０２３８－２２－５１１１\tＷｅｂ\t41\r\n"
)


def test_what_is_pasted_becomes_rows_below_those_typed(desk: Browser) -> None:
    event = an_open_event(days=[a_day(places=[a_place(), a_place(online=True)])])

    page = desk.post(path_of(event), {**rows(SATO), "pasted": PASTED, "step": "read"})

    kept = typed(page)
    names = ("family_name", "given_name", "family_kana", "department", "phone")
    assert [[kept[f"rows-{row}-{name}"] for name in names] for row in range(3)] == [
        [["佐藤"], ["花子"], ["さとう"], [""], [""]],
        [["髙橋"], ["𠮷之"], ["ﾀｶﾊｼ"], ["企画課"], ["0238225111"]],
        [["小野"], ["花子"], [""], ["総務課"], ["０２３８－２２－５１１１"]],
    ]
    assert [kept[f"rows-{row}-mode"] for row in range(3)] == [["onsite"], ["onsite"], ["online"]]
    assert page.status_code == 422
    assert "3行目 小野 花子 : 姓のふりがな: 入力してください" in main_text(page)
    assert "次の列は、この申込では使わないか、見出しを判別できませんでした：年齢" in main_text(page)


def test_what_is_pasted_and_right_is_registered(desk: Browser) -> None:
    event = an_open_event()
    read = desk.post(path_of(event), {"pasted": PASTED.partition("\r\n2")[0], "step": "read"})
    shown = {name: values for name, values in typed(read).items() if name.startswith("rows-")}

    answer = desk.post(
        path_of(event), {**shown, "step": "register", "checked": digest(read)}, form="/desk/"
    )

    assert (read.status_code, answer.status_code) == (200, 303)
    [one] = registered()
    assert (one.full_name, one.family_kana, one.phone) == ("髙橋 𠮷之", "タカハシ", "0238225111")


def test_days_and_ways_that_nobody_wrote_are_those_there_is_no_choice_about(desk: Browser) -> None:
    days = [a_day(date(2026, 9, 26)), a_day(date(2026, 9, 27))]
    event = an_open_event(days=days)

    page = desk.post(path_of(event), {"pasted": "小野 花子\tおの はなこ", "step": "read"})

    kept = typed(page)
    assert page.status_code == 200
    assert kept["rows-0-mode"] == ["onsite"]
    assert kept["rows-0-days"] == ["2026-09-26", "2026-09-27"]


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        ("", "名簿の行を貼り付けるか、ファイルを選択してください"),
        ("氏名\tふりがな\n\t\n", "読み込める方がいませんでした"),
        ("小野 花子\tおの はなこ\n" * 101, "101名分あります。一度に申し込めるのは100名まで"),
    ],
)
def test_what_cannot_be_read_stays_where_it_was_pasted(
    desk: Browser, pasted: str, sentence: str
) -> None:
    event = an_open_event()

    answer = desk.post(path_of(event), {"pasted": pasted, "step": "read"})

    assert answer.status_code == 422
    assert sentence in main_text(answer)
    assert typed(answer)["pasted"] == [pasted]


def test_reading_nothing_checks_what_was_typed(desk: Browser) -> None:
    event = an_open_event()

    page = desk.post(path_of(event), {**rows(ONO), "pasted": " ", "step": "read"})

    assert page.status_code == 200
    assert "1名分は問題ありません" in main_text(page)


def a_file(content: bytes, name: str = "名簿.xlsx") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def test_the_template_comes_back_as_it_was_filled_in(desk: Browser, coordinator: Account) -> None:
    days = [a_day(date(2026, 9, 26), label="座学"), a_day(date(2026, 9, 27), label="視察")]
    event = an_open_event(title="=第1回", days=days)
    a_question(event, QuestionKind.YES_NO, "バス", is_required=True)
    a_question(event, QuestionKind.CHOICE, "お弁当", "=要", "不要")
    a_question(event, QuestionKind.CHOICES, "関心", "DX", "観光")

    template = desk.get(path_of(event, "/template.xlsx"))
    book = openpyxl.load_workbook(BytesIO(template.data))
    sheet = book.worksheets[0]
    lists = {
        one.formula1: [cell.value for (cell,) in book["choices"][one.formula1.split("!")[1]]]
        for one in sheet.data_validations.dataValidation
        if one.formula1
    }
    values = ["髙﨑", "𠮷之", "ﾀｶｻｷ", "よしゆき", "企画課", "主事", "", "0238-22-5111", "会場"]
    for column, value in enumerate([*values, "視察", "はい", "=要", "DX、観光", "備考"], start=1):
        sheet.cell(6, column).value = value
        sheet.cell(6, column).data_type = "s"
    filled = BytesIO()
    book.save(filled)
    read = desk.post(path_of(event), {"file": a_file(filled.getvalue()), "step": "read"})

    assert template.mimetype == WORKBOOK
    assert "申込名簿_=第1回.xlsx" in unquote(template.headers["Content-Disposition"])
    assert (sheet.freeze_panes, sheet["H6"].number_format) == ("C6", "@")
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=第1回（米沢市）", "s")
    assert list(lists.values()) == [
        ["会場"],
        ["全日", "R8.9.26 座学", "R8.9.27 視察"],
        ["はい", "いいえ"],
        ["=要", "不要"],
    ]
    assert read.status_code == 200
    shown = {name: value for name, value in typed(read).items() if name.startswith("rows-0-")}
    assert shown == {
        f"rows-0-{name}": value
        for name, value in {
            "family_name": ["髙﨑"],
            "given_name": ["𠮷之"],
            "family_kana": ["ﾀｶｻｷ"],
            "given_kana": ["よしゆき"],
            "department": ["企画課"],
            "position": ["主事"],
            "email": [""],
            "phone": ["0238-22-5111"],
            "mode": ["onsite"],
            "days": ["2026-09-27"],
            "question-1": ["yes"],
            "question-2": ["=要"],
            "question-3": ["DX", "観光"],
            "remarks": ["備考"],
        }.items()
    }


def test_the_template_in_english_comes_back_too(desk: Browser) -> None:
    event = an_open_event()
    desk.post("/language", {"language": "en"}, form="/")
    template = desk.get(path_of(event, "/template.xlsx"))
    book = openpyxl.load_workbook(BytesIO(template.data))
    for column, value in enumerate(["Ono", "Hanako", "おの", "はなこ"], start=1):
        book.worksheets[0].cell(6, column).value = value
    filled = BytesIO()
    book.save(filled)
    desk.post("/language", {"language": "ja"}, form="/")

    read = desk.post(path_of(event), {"file": a_file(filled.getvalue()), "step": "read"})

    assert read.status_code == 200
    assert typed(read)["rows-0-family_kana"] == ["おの"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 and no more", "ファイルを読み込めません"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "古い形式（.xls）"),
        (b"%PDF-1.7", "Excelファイル（.xlsx）でもCSVファイルでもありません"),
        (b"", "読み込める方がいませんでした"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_word_and_nothing_is_lost(
    desk: Browser, content: bytes, sentence: str
) -> None:
    event = an_open_event()
    fields = {**rows(ONO), "step": "read", "file": a_file(content)}

    answer = desk.post(path_of(event), fields)

    assert answer.status_code == 422
    assert sentence in main_text(answer)
    assert typed(answer)["rows-0-family_name"] == ["小野"]
