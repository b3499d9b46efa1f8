"""The table of people: whichever way it comes, looked at as a whole, and registered at once."""

from __future__ import annotations

import re
from contextvars import Context
from datetime import date, datetime, timedelta
from io import BytesIO
from threading import Barrier, Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from exchange.domain.account import Account, Role
from exchange.domain.letter import Letter
from exchange.domain.party import Party
from exchange.domain.question import QuestionKind
from exchange.domain.registration import Registration, RegistrationStatus
from exchange.enrollment import answers
from exchange.enrollment.audit import by
from exchange.extensions import db
from tests.conftest import Browser
from tests.desk.sheets import typed
from tests.factories import (
    a_day,
    a_hold,
    a_place,
    a_question,
    a_quota,
    a_registration,
    an_account,
    an_open_event,
    an_organization,
)
from tests.pages import main_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ONO = {
    "family_name": "小野",
    "given_name": "花子",
    "family_kana": "おの",
    "given_kana": "はなこ",
    "mode": "onsite",
}
SATO = {**ONO, "family_name": "佐藤", "family_kana": "さとう"}
KATO = {**ONO, "family_name": "加藤", "family_kana": "かとう"}


def path_of(event: Event, action: str = "/register") -> str:
    return f"/desk/{event.kind.plural}/{event.key}{action}"


def rows(*people: Mapping[str, object]) -> dict[str, object]:
    """Give what the table form sends of `people`."""
    return {
        f"rows-{number}-{name}": value
        for number, one in enumerate(people)
        for name, value in one.items()
    }


def registered() -> list[Registration]:
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def digest(page: TestResponse) -> str:
    """Give what the page names the rows that it shows."""
    found = re.search(r'name="checked" value="(\w+)"', page.text)
    return found[1] if found else ""


def confirm(desk: Browser, event: Event, **fields: object) -> TestResponse:
    """Let a table be checked, and confirm what was shown."""
    checked = desk.post(path_of(event), {**fields, "step": "check"})
    return desk.post(path_of(event), {**fields, "step": "register", "checked": digest(checked)})


@pytest.fixture
def coordinator(app: Flask) -> Account:
    return an_account(
        Role.COORDINATOR, organization=an_organization("米沢市"), email="desk@example.lg.jp"
    )


@pytest.fixture
def desk(app: Flask, noon: datetime, coordinator: Account) -> Browser:
    """The coordinator of 米沢市, signed in."""
    return Browser(app).sign_in(coordinator)


def test_the_table_has_five_rows_and_more_when_asked(desk: Browser) -> None:
    event = an_open_event()
    first = desk.get(path_of(event))

    more = desk.post(path_of(event), {**rows(ONO, *[{"mode": "onsite"}] * 4), "step": "more"})

    assert [page.text.count('scope="row"') for page in (first, more)] == [5, 10]
    assert 'name="rows-0-family_name" ' in more.text
    assert 'value="小野"' in more.text
    assert more.status_code == 200


def test_a_row_is_taken_away_and_the_others_close_up(desk: Browser) -> None:
    event = an_open_event()

    page = desk.post(path_of(event), {**rows(ONO, SATO, KATO), "remove": "1"})

    assert [name in page.text for name in ("小野", "佐藤", "加藤")] == [True, False, True]
    assert 'id="rows-1-family_name" type="text" value="加藤"' in page.text


def test_nothing_is_stored_before_it_is_confirmed(desk: Browser) -> None:
    event = an_open_event()

    page = desk.post(path_of(event), {**rows(ONO, SATO), "step": "check"})

    assert (page.status_code, registered()) == (200, [])
    assert "2名分は問題ありません" in main_text(page)
    assert "参加確定の見込み：2名" in main_text(page)
    assert "この内容で申し込む（2名）" in main_text(page)


def test_all_are_registered_once_it_is_confirmed(desk: Browser, coordinator: Account) -> None:
    event = an_open_event()

    answer = confirm(desk, event, **rows({**ONO, "email": "ONO@example.lg.jp"}, SATO))

    assert (answer.status_code, answer.headers["Location"]) == (303, path_of(event, ""))
    assert [(one.full_name, one.family_kana, one.email) for one in registered()] == [
        ("小野 花子", "オノ", "ono@example.lg.jp"),
        ("佐藤 花子", "サトウ", "desk@example.lg.jp"),
    ]
    assert {(one.account, one.organization) for one in registered()} == {
        (coordinator, coordinator.organization)
    }
    assert len({one.party for one in registered()}) == 1
    of_them = select(Letter.recipient).where(Letter.registration_id.is_not(None))
    assert sorted(db.session.scalars(of_them)) == ["desk@example.lg.jp", "ono@example.lg.jp"]
    assert "2名を申し込みました（参加確定 2名、キャンセル待ち 0名）" in main_text(
        desk.get(path_of(event, ""))
    )


def test_what_was_changed_after_the_check_is_checked_again(desk: Browser) -> None:
    event = an_open_event()
    checked = digest(desk.post(path_of(event), {**rows(ONO), "step": "check"}))

    answers = [
        desk.post(path_of(event), {**rows(*people), "step": "register", "checked": checked})
        for people in ((SATO,), (ONO, SATO), ({**ONO, "mode": ""},))
    ]

    assert [one.status_code for one in answers] == [200, 200, 422]
    assert "確認後に内容が変更されました" in main_text(answers[0])
    assert registered() == []


def test_a_click_that_is_sent_twice_registers_once_and_answers_the_same(desk: Browser) -> None:
    event = an_open_event()
    checked = digest(desk.post(path_of(event), {**rows(ONO, SATO), "step": "check"}))
    click = {**rows(ONO, SATO), "step": "register", "checked": checked}

    first, second = (desk.post(path_of(event), click, form="/desk/") for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(registered()) == 2
    assert db.session.scalar(select(func.count(Party.id))) == 1


def test_two_coordinators_who_confirm_the_same_people_at_once_register_them_once(
    app: Flask, noon: datetime, coordinator: Account
) -> None:
    event = an_open_event()
    other = an_account(Role.COORDINATOR, organization=coordinator.organization)
    desks = [Browser(app).sign_in(one) for one in (coordinator, other)]
    people = [{**one, "email": "same@example.lg.jp"} for one in (ONO, SATO)]
    path = path_of(event)
    clicks = []
    for one in desks:
        page = one.post(path, {**rows(*people), "step": "check"})
        token = one.csrf_token(path)
        fields = {**rows(*people), "step": "register", "checked": digest(page)}
        clicks.append((one.client, {**fields, "csrf_token": token}))
    db.session.remove()
    ready = Barrier(len(clicks))
    statuses: list[int] = []

    def click(client, fields) -> None:
        ready.wait()
        statuses.append(client.post(path, data=fields).status_code)

    threads = [Thread(target=Context().run, args=(click, *one)) for one in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [303, 422]
    assert len(registered()) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"family_name": ""}, "姓: 入力してください"),
        ({"given_kana": ""}, "名のふりがな: 入力してください"),
        ({"family_kana": "Ono"}, "ひらがな又はカタカナ"),
        ({"email": "ono@"}, "メールアドレスとして読み取れません"),
        ({"phone": "22-5111"}, "電話番号として読み取れません"),
        ({"mode": ""}, "参加方法: 選択してください"),
        ({"mode": "電話"}, "「電話」は参加方法として判別できません"),
        ({"mode": "オンライン"}, "この方法では参加できません"),
        ({"department": "課" * 101}, "所属"),
        ({"remarks": "a\0b"}, "使用できない文字"),
    ],
)
def test_a_row_says_what_is_wrong_and_keeps_what_was_typed(
    desk: Browser, change: dict[str, str], sentence: str
) -> None:
    event = an_open_event()

    answer = desk.post(path_of(event), {**rows(SATO, ONO | change), "step": "check"})

    assert (answer.status_code, registered()) == (422, [])
    text = main_text(answer)
    assert sentence in text
    assert "2行目" in text
    assert "1名分は問題ありません" in text
    assert 'value="佐藤"' in answer.text
    kept = typed(answer)
    shown = {name: kept[f"rows-1-{name}"] for name in change}
    assert shown == {name: ["online" if "オン" in text else text] for name, text in change.items()}


def test_a_row_with_no_name_but_something_written_is_not_passed_over(desk: Browser) -> None:
    event = an_open_event()

    answer = desk.post(path_of(event), {**rows(ONO, {"remarks": "あと1名"}), "step": "check"})

    assert answer.status_code == 422
    assert "2行目" in main_text(answer)


def test_nobody_at_all_is_said_so(desk: Browser) -> None:
    event = an_open_event()

    answers = [
        desk.post(path_of(event), {**rows({"mode": "onsite"}), "step": step})
        for step in ("check", "register", "read")
    ]

    assert [one.status_code for one in answers] == [422] * 3
    assert "1名以上入力してください" in main_text(answers[0])


def test_who_is_registered_already_is_told_from_a_namesake(
    desk: Browser, coordinator: Account
) -> None:
    event = an_open_event()
    body = coordinator.organization
    one = a_registration(
        event,
        organization=body,
        family_name="小野",
        given_name="花子",
        email="ono@example.lg.jp",
    )

    same = desk.post(
        path_of(event), {**rows({**ONO, "email": "ono@example.lg.jp"}), "step": "check"}
    )
    namesake = desk.post(path_of(event), {**rows(ONO), "step": "check"})
    another = {**ONO, "is_another": "y"}
    confirmed = confirm(desk, event, **rows(another))

    assert f"受付番号 {one.reference}" in main_text(same)
    assert "is_another" not in same.text
    assert namesake.status_code == 422
    assert "同じ氏名の方が、別のメールアドレスで" in main_text(namesake)
    assert "rows-0-is_another" in namesake.text
    assert confirmed.status_code == 303
    assert len(registered()) == 2


def test_who_stands_twice_in_the_table_is_told(desk: Browser) -> None:
    event = an_open_event()
    twice = {**ONO, "family_name": "高橋", "email": "a@example.lg.jp"}
    again = {**twice, "family_name": "髙橋"}
    namesake = {**twice, "email": "b@example.lg.jp"}

    page = main_text(desk.post(path_of(event), {**rows(twice, again, namesake), "step": "check"}))

    assert "1行目と同じ方です" in page
    assert "1行目に同じ氏名の方がいます" in page


def test_people_registered_for_other_bodies_are_not_told_of(desk: Browser) -> None:
    event = an_open_event()
    a_registration(event, family_name="小野", given_name="花子", email="other@example.lg.jp")

    page = desk.post(path_of(event), {**rows(ONO), "step": "check"})

    assert page.status_code == 200


def test_beyond_the_quota_the_outlook_is_the_waiting_list(
    desk: Browser, coordinator: Account
) -> None:
    event = an_open_event(capacity=9)
    a_quota(event, organization=coordinator.organization, places=2)

    page = desk.post(path_of(event), {**rows(ONO, SATO, KATO), "step": "check"})
    answer = confirm(desk, event, **rows(ONO, SATO, KATO))

    assert "参加確定の見込み：2名。 キャンセル待ちになる見込み：1名" in main_text(page)
    assert answer.status_code == 303
    assert [one.status for one in registered()] == [
        RegistrationStatus.CONFIRMED,
        RegistrationStatus.CONFIRMED,
        RegistrationStatus.WAITING,
    ]


def test_where_approval_is_needed_the_outlook_says_so(desk: Browser) -> None:
    event = an_open_event(needs_approval=True)

    page = desk.post(path_of(event), {**rows(ONO), "step": "check"})
    confirm(desk, event, **rows(ONO))

    assert "承認待ちになる見込み：1名" in main_text(page)
    assert "（承認待ち 1名、参加確定 0名、キャンセル待ち 0名）" in main_text(
        desk.get(path_of(event, ""))
    )


def test_held_places_are_used_up_first(desk: Browser, coordinator: Account) -> None:
    event = an_open_event(capacity=2)
    a_hold(event, coordinator.organization, places=2)

    page = desk.post(path_of(event), {**rows(ONO, SATO, KATO), "step": "check"})
    confirm(desk, event, **rows(ONO, SATO))

    assert "参加確定の見込み：2名" in main_text(page)
    assert [one.status for one in registered()] == [RegistrationStatus.CONFIRMED] * 2
    assert "確保" not in main_text(desk.get("/desk/"))


def test_a_whole_party_waits_together_or_is_told_that_it_never_fits(
    desk: Browser, coordinator: Account
) -> None:
    event = an_open_event(capacity=3)
    a_registration(event)
    a_registration(event)

    waiting = desk.post(path_of(event), {**rows(ONO, SATO), "is_whole": "y", "step": "check"})
    never = desk.post(
        path_of(event),
        {**rows(ONO, SATO, KATO, {**ONO, "family_name": "安部"}), "is_whole": "y", "step": "check"},
    )
    answer = confirm(desk, event, **rows(ONO, SATO), is_whole="y")

    assert "キャンセル待ちになる見込み：2名" in main_text(waiting)
    assert never.status_code == 422
    assert "貴団体の参加は最大3名のため、4名全員がそろって参加することはできません" in main_text(
        never
    )
    assert 'name="is_whole" type="checkbox" value="y"' in never.text
    assert answer.status_code == 303
    assert [one.status for one in registered() if one.organization is coordinator.organization] == [
        RegistrationStatus.WAITING
    ] * 2
    assert db.session.scalars(select(Party)).one().is_whole is True


def test_days_and_questions_are_asked_of_everybody(desk: Browser) -> None:
    days = [a_day(date(2026, 9, 26), label="座学"), a_day(date(2026, 9, 27), label="視察")]
    event = an_open_event(days=days)
    bus = a_question(event, QuestionKind.YES_NO, "バスに乗りますか", is_required=True)
    box = a_question(event, QuestionKind.CHOICE, "お弁当", "要", "不要")
    themes = a_question(event, QuestionKind.CHOICES, "関心", "DX", "観光")
    free = a_question(event, QuestionKind.TEXT, "質問")
    said = {"question-1": "○", "question-2": "要", "question-3": ["DX", "観光"], "question-4": "無"}

    none = desk.post(path_of(event), {**rows(ONO), "step": "check"})
    wrong = desk.post(
        path_of(event),
        {**rows({**ONO, **said, "question-2": "大盛", "days": "3日目"}), "step": "check"},
    )
    answer = confirm(desk, event, **rows({**ONO, **said, "days": ["2026-09-27"]}))

    text = main_text(none)
    assert [
        "参加日: " in text,
        "バスに乗りますか: 選択してください" in text,
        "お弁当: " in text,
    ] == [
        True,
        True,
        False,
    ]
    assert "「3日目」は開催日として判別できません" in main_text(wrong)
    assert '<option value="大盛" selected>' in wrong.text
    assert answer.status_code == 303
    [one] = registered()
    assert [day.label for day in one.days] == ["視察"]
    assert {answer.question: answer.values for answer in one.answers} == {
        bus: ["yes"],
        box: ["要"],
        themes: ["DX", "観光"],
        free: ["無"],
    }


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


def test_a_hundred_people_are_registered_at_once_and_no_more_rows_are_offered(
    desk: Browser,
) -> None:
    event = an_open_event(capacity=100)
    people = [{**ONO, "given_name": f"花子{number}"} for number in range(100)]

    page = desk.post(path_of(event), {**rows(*people), "step": "check"})
    answer = confirm(desk, event, **rows(*people))

    assert 'value="more"' not in page.text
    assert answer.status_code == 303
    assert [one.status for one in registered()] == [RegistrationStatus.CONFIRMED] * 100


def test_who_was_to_be_nobody_may_still_come(desk: Browser, coordinator: Account, noon) -> None:
    event = an_open_event()
    answers.abstain(
        event, coordinator.organization, by=by(coordinator, coordinator.organization), at=noon
    )
    db.session.commit()

    confirm(desk, event, **rows(ONO))

    assert "参加者なし" not in main_text(desk.get("/desk/"))


def test_nobody_is_registered_after_the_deadline_and_nothing_typed_is_lost(
    desk: Browser, noon: datetime
) -> None:
    event = an_open_event(registration_closes_at=noon - timedelta(hours=1))

    shown = desk.get(path_of(event))
    sent = [
        desk.post(path_of(event), {**rows(ONO), "step": step, "pasted": "貼"}, form="/desk/")
        for step in ("check", "register")
    ]

    assert (shown.status_code, shown.headers["Location"]) == (302, path_of(event, ""))
    assert [one.status_code for one in sent] == [422, 422]
    assert "申込の受付は終了しました" in main_text(sent[0])
    assert typed(sent[0])["rows-0-family_name"] == ["小野"]
    assert registered() == []


nasty = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["\0", "\ud800", "あ" * 3000, "online", "○", "2026-09-26", "<b>", "%(x)s", "y"]
    ),
)
names = st.one_of(
    st.builds(
        "rows-{}-{}".format,
        st.one_of(st.integers(0, 120), st.sampled_from(["x", "", "９", "99999"])),
        st.sampled_from(
            [*ONO, "days", "email", "phone", "remarks", "question-1", "question-2", "is_another"]
        ),
    ),
    st.sampled_from(["pasted", "is_whole", "checked", "remove", "file"]),
    st.text(max_size=6),
)
steps = st.sampled_from(["read", "more", "check", "register", "x", ""])


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(fields=st.dictionaries(names, nasty, max_size=12), step=steps)
def test_whatever_is_sent_is_answered(desk: Browser, fields: dict[str, str], step: str) -> None:
    if not hasattr(desk, "event"):
        desk.event = an_open_event(days=[a_day(date(2026, 9, 26)), a_day(date(2026, 9, 27))])
        a_question(desk.event, QuestionKind.CHOICE, "お弁当", "要")
        a_question(desk.event, QuestionKind.CHOICES, "関心", "DX")
    sent = {
        name.encode("utf-8", "replace").decode(): value.encode("utf-8", "replace").decode()
        for name, value in fields.items()
    }

    answer = desk.post(path_of(desk.event), {**sent, "step": step})

    assert answer.status_code in {200, 422}
