"""The table of people: whichever way it comes, looked at as a whole, and registered at once."""

from __future__ import annotations

from contextvars import Context
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from exchange.domain.account import Account, Role
from exchange.domain.letter import Letter
from exchange.domain.party import Party
from exchange.domain.question import QuestionKind
from exchange.domain.registration import RegistrationStatus
from exchange.enrollment import answers
from exchange.enrollment.audit import by
from exchange.extensions import db
from tests.conftest import Browser
from tests.desk.sheets import KATO, ONO, SATO, confirm, digest, path_of, registered, rows, typed
from tests.factories import (
    a_day,
    a_hold,
    a_question,
    a_quota,
    a_registration,
    an_account,
    an_open_event,
)
from tests.pages import main_text

if TYPE_CHECKING:
    from flask import Flask


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
