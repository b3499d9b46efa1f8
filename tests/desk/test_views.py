from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.abstention import Abstention
from exchange.domain.account import Account, Role
from exchange.domain.event import EventStatus
from exchange.domain.hold import Hold
from exchange.domain.question import Answer
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from exchange.lib import clock
from tests.conftest import Browser
from tests.factories import (
    a_day,
    a_group,
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
    from flask import Flask

    from exchange.domain.event import Event

HOUR = timedelta(hours=1)


def desk_of(event: Event, action: str = "") -> str:
    return f"/desk/{event.kind.plural}/{event.key}{action}"


def test_desk_shows_the_people_of_its_own_organization_alone(app: Flask, noon: datetime) -> None:
    body, other = an_organization(), an_organization()
    event = an_open_event(title="第2回交流研修")
    a_registration(event, organization=body, given_name="花子", family_kana="オノ")
    a_registration(event, organization=other, given_name="次郎")
    browser = Browser(app).sign_in(an_account(Role.COORDINATOR, organization=body))

    page = browser.get("/desk/")

    assert "第2回交流研修" in main_text(page)
    assert [(name in page.text) for name in ("花子", "次郎")] == [True, False]
    assert page.headers["Cache-Control"] == "private, no-store"


def test_desk_says_so_when_there_is_nothing_to_do(app: Flask, noon: datetime) -> None:
    an_open_event(status=EventStatus.DRAFT)
    browser = Browser(app).sign_in(an_account(Role.COORDINATOR))

    page = browser.get("/desk/")

    assert 'class="empty"' in page.text


def test_desk_is_for_coordinators(app: Flask, browser: Browser, organizer: Browser) -> None:
    staff = Browser(app).sign_in(an_account(Role.STAFF))

    answers = [visitor.get("/desk/").status_code for visitor in (browser, staff, organizer)]

    assert answers == [302, 403, 403]


def test_desk_tells_of_each_event_what_is_to_do(desk: Browser, coordinator: Account) -> None:
    body = coordinator.organization
    closes_at = datetime(2026, 6, 4, 8, tzinfo=UTC)
    event = an_open_event(title="第2回交流研修", capacity=9, registration_closes_at=closes_at)
    a_quota(event, organization=body, places=4)
    a_registration(event, organization=body, family_name="小野", given_name="花子")
    a_registration(
        event,
        organization=body,
        family_name="安部",
        given_name="次郎",
        family_kana="アベ",
        status=RegistrationStatus.WAITING,
    )
    a_hold(event, body, places=2)
    an_open_event(title="まだの研修")

    page = main_text(desk.get("/desk/"))

    assert "未回答 1件" in page
    assert "あと3日" in page
    assert "参加枠あり 1名" in page
    assert "2名分を確保（R8.9.26まで）" in page
    assert page.index("安部 次郎 （キャンセル待ち）") < page.index("小野 花子")


@pytest.mark.parametrize(
    ("days", "word"), [(0, "本日締切"), (1, "明日締切"), (2, "あと2日"), (-1, "受付終了")]
)
def test_desk_says_how_long_one_may_still_answer(
    desk: Browser, noon: datetime, days: int, word: str
) -> None:
    an_open_event(registration_closes_at=noon + timedelta(days=days))

    assert word in main_text(desk.get("/desk/"))


def test_desk_of_one_event_shows_its_own_people_alone(desk: Browser, coordinator: Account) -> None:
    event = an_open_event(capacity=2)
    question = a_question(event, text="お弁当")
    mine = a_registration(
        event, organization=coordinator.organization, account=coordinator, department="企画課"
    )
    theirs = a_registration(event, family_name="他人", remarks="秘密", department="他課")
    for one, said in ((mine, "要"), (theirs, "不要")):
        one.answers.append(Answer(question=question, values=[said]))
    a_hold(event, theirs.organization, places=7)
    db.session.commit()

    page = main_text(desk.get(desk_of(event)))

    assert [
        word in page for word in (mine.full_name, "企画課", "お弁当: 要", coordinator.name)
    ] == [True] * 4
    hidden = (theirs.full_name, "秘密", "他課", "不要", "7名分", theirs.organization.name)
    assert [word in page for word in hidden] == [False] * 6


def test_desk_of_one_event_tells_the_position_in_the_queue(
    desk: Browser, coordinator: Account, noon: datetime
) -> None:
    event = an_open_event(capacity=1)
    a_registration(event)
    for hour in (1, 2):
        a_registration(event, status=RegistrationStatus.WAITING, queued_at=noon - hour * HOUR)
    a_registration(
        event,
        organization=coordinator.organization,
        status=RegistrationStatus.WAITING,
        queued_at=noon - HOUR / 2,
    )

    assert "キャンセル待ち 3番目" in main_text(desk.get(desk_of(event)))


def test_desk_of_one_event_sends_as_many_statements_for_one_person_as_for_three(
    desk: Browser, coordinator: Account, statements: list[str]
) -> None:
    event = an_open_event(capacity=1)
    a_question(event)

    def sent_for_one_more() -> int:
        a_registration(
            event,
            organization=coordinator.organization,
            account=an_account(),
            status=RegistrationStatus.WAITING,
        )
        statements.clear()
        desk.get(desk_of(event))
        return len(statements)

    sent_for_one_more()
    numbers = [sent_for_one_more() for _ in range(3)]

    assert numbers == [numbers[0]] * 3


def test_desk_of_one_event_only_reads_after_the_deadline_and_says_whom_to_ask(
    desk: Browser, coordinator: Account, noon: datetime
) -> None:
    event = an_open_event(registration_closes_at=noon - HOUR, contact="総務課 0238-23-3246")
    one = a_registration(event, organization=coordinator.organization)

    page = desk.get(desk_of(event))

    assert "締切後の変更は事務局へ" in main_text(page)
    assert "総務課 0238-23-3246" in main_text(page)
    paths = ("/register", "/hold", "/abstain", f"/{one.id}/edit", f"/{one.id}/withdraw")
    assert [desk_of(event, path) in page.text for path in paths] == [False] * 5


def test_desk_of_one_event_says_so_where_the_body_is_not_invited(desk: Browser) -> None:
    event = an_open_event(days=[a_day(places=[a_place(groups=[a_group("港区")])])])

    page = desk.get(desk_of(event))

    assert "この行事は、米沢市の方を対象としていません" in main_text(page)
    assert desk_of(event, "/register") not in page.text


def test_desk_of_one_event_is_for_coordinators(
    app: Flask, browser: Browser, desk: Browser, organizer: Browser
) -> None:
    event = an_open_event()
    draft = an_open_event(status=EventStatus.DRAFT)
    staff = Browser(app).sign_in(an_account(Role.STAFF))
    paths = [desk_of(event, path) for path in ("", "/register", "/template.xlsx", "/hold")]

    answers = [
        [visitor.get(path).status_code for path in paths] for visitor in (browser, staff, organizer)
    ]

    assert answers == [[302] * 4, [403] * 4, [403] * 4]
    assert desk.get(desk_of(draft)).status_code == 404


def test_hold_keeps_places_and_gives_them_up(desk: Browser, coordinator: Account) -> None:
    event = an_open_event(capacity=5)
    fields = {"mode": "onsite", "places": "３", "held_until": "R8.9.20"}

    held = desk.post(desk_of(event, "/hold"), fields, form=desk_of(event))
    page = main_text(desk.get(desk_of(event)))
    hold = db.session.scalars(select(Hold)).one()
    said = (hold.places, hold.organization, hold.made_by)
    released = desk.post(desk_of(event, "/hold"), {**fields, "places": "0"}, form=desk_of(event))

    assert (held.status_code, released.status_code) == (303, 303)
    assert "会場：3名分を確保中（令和8年9月20日(日)まで）" in page
    assert said == (3, coordinator.organization, coordinator)
    assert db.session.scalar(select(Hold)) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"places": "6"}, "あと5名分"),
        ({"places": ""}, "入力してください"),
        ({"places": "x"}, "整数"),
        ({"held_until": "R8.9.27"}, "締切日まで"),
        ({"held_until": "R8.5.31"}, "今日以降"),
        ({"mode": "moon"}, "選択肢の中から"),
    ],
)
def test_hold_says_why_not_and_keeps_what_was_typed(
    desk: Browser, change: dict[str, str], sentence: str
) -> None:
    event = an_open_event(capacity=5)
    fields = {"mode": "onsite", "places": "3", "held_until": "R8.9.20"} | change

    answer = desk.post(desk_of(event, "/hold"), fields, form=desk_of(event))

    assert (answer.status_code, db.session.scalar(select(Hold))) == (422, None)
    assert sentence in main_text(answer)
    assert f'value="{fields["held_until"]}"' in answer.text


def test_abstain_answers_that_nobody_comes_and_take_back_leaves_it_open(
    desk: Browser, coordinator: Account
) -> None:
    event = an_open_event()

    done = [desk.post(desk_of(event, "/abstain"), form=desk_of(event)) for _ in range(2)]
    answer = db.session.scalars(select(Abstention)).one()
    said = (answer.organization, answer.answered_by)
    told = main_text(desk.get("/desk/"))
    desk.post(desk_of(event, "/take-back"), form=desk_of(event))

    assert [one.status_code for one in done] == [303, 303]
    assert said == (coordinator.organization, coordinator)
    assert "参加者なし" in told
    assert db.session.scalar(select(Abstention)) is None
    assert "未回答 1件" in main_text(desk.get("/desk/"))


def test_abstain_says_why_not(desk: Browser, coordinator: Account) -> None:
    event = an_open_event()
    a_registration(event, organization=coordinator.organization)

    answer = desk.post(desk_of(event, "/abstain"), form=desk_of(event))

    assert (answer.status_code, db.session.scalar(select(Abstention))) == (422, None)


def test_nothing_is_answered_after_the_deadline(
    desk: Browser, coordinator: Account, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    closes_at = noon + HOUR
    event = an_open_event(registration_closes_at=closes_at)
    desk.post(desk_of(event, "/abstain"), form=desk_of(event))
    monkeypatch.setattr(clock, "now", lambda: closes_at + HOUR)
    hold = {"mode": "onsite", "places": "3", "held_until": "R8.6.1"}

    answers = [
        desk.post(desk_of(event, path), fields, form="/desk/")
        for path, fields in (("/take-back", {}), ("/abstain", {}), ("/hold", hold))
    ]

    assert [one.status_code for one in answers] == [422] * 3
    assert "申込の受付は終了しました" in main_text(answers[0])
    assert db.session.scalar(select(Abstention)) is not None


def test_edit_changes_one_person_and_never_their_body(desk: Browser, coordinator: Account) -> None:
    other = an_organization()
    event = an_open_event()
    one = a_registration(event, organization=coordinator.organization)
    path = desk_of(event, f"/{one.id}/edit")
    fields = {
        "family_name": "小野",
        "given_name": "花子",
        "family_kana": "おの",
        "given_kana": "はなこ",
        "email": "ono@example.lg.jp",
        "mode": "onsite",
        "organization": other.slug,
    }

    answer = desk.post(path, fields)

    db.session.refresh(one)
    assert (answer.status_code, answer.headers["Location"]) == (303, desk_of(event))
    assert (one.full_name, one.organization) == ("小野 花子", coordinator.organization)
    assert [change.account for change in one.changes] == [coordinator]


def test_edit_says_what_is_wrong(desk: Browser, coordinator: Account) -> None:
    event = an_open_event()
    one = a_registration(event, organization=coordinator.organization)

    answer = desk.post(desk_of(event, f"/{one.id}/edit"), {"family_name": "小野"})

    assert answer.status_code == 422
    assert 'value="小野"' in answer.text


def test_withdraw_asks_once_and_gives_the_place_up(desk: Browser, coordinator: Account) -> None:
    event = an_open_event()
    one = a_registration(event, organization=coordinator.organization)
    path = desk_of(event, f"/{one.id}/withdraw")

    question = main_text(desk.get(path))
    answer = desk.post(path)

    db.session.refresh(one)
    assert f"{one.full_name}さんの申込を取り消しますか" in question
    assert (answer.status_code, answer.headers["Location"]) == (303, desk_of(event))
    assert one.status is RegistrationStatus.CANCELLED
    assert desk.get(path).status_code == 302


def test_nobody_is_changed_or_withdrawn_after_the_deadline(
    desk: Browser, coordinator: Account, noon: datetime
) -> None:
    event = an_open_event(registration_closes_at=noon - HOUR)
    one = a_registration(event, organization=coordinator.organization)
    paths = [desk_of(event, f"/{one.id}/{action}") for action in ("edit", "withdraw")]
    fields = {
        "family_name": "別人",
        "given_name": one.given_name,
        "family_kana": "ベツジン",
        "given_kana": "タロウ",
        "email": one.email,
        "mode": "onsite",
    }

    shown = [desk.get(path).status_code for path in paths]
    sent = [desk.post(path, fields, form="/desk/") for path in paths]

    db.session.refresh(one)
    assert shown == [302, 302]
    assert [answer.status_code for answer in sent] == [422, 422]
    assert ["事務局" in main_text(answer) for answer in sent] == [True, True]
    assert (one.family_name, one.status) == ("置賜", RegistrationStatus.CONFIRMED)


def test_people_of_other_bodies_are_out_of_reach(desk: Browser, organizer: Browser) -> None:
    event = an_open_event()
    theirs = a_registration(event, mode=Mode.ONLINE)
    paths = [desk_of(event, f"/{theirs.id}/{action}") for action in ("edit", "withdraw")]

    read = [visitor.get(path).status_code for visitor in (desk, organizer) for path in paths]
    sent = [desk.post(path, form="/desk/").status_code for path in paths]

    assert (read, sent) == ([403] * 4, [403] * 2)
    assert db.session.get_one(Registration, theirs.id).status is RegistrationStatus.CONFIRMED
