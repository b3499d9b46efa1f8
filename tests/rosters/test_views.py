from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from exchange.domain.abstention import Abstention
from exchange.domain.account import Role
from exchange.domain.change import ChangedAs, ChangeKind
from exchange.domain.disposal import Disposal
from exchange.domain.letter import LetterKind
from exchange.domain.question import Answer, QuestionKind
from exchange.domain.registration import Mode, Registration, RegistrationStatus
from exchange.extensions import db
from tests.conftest import Browser
from tests.factories import (
    LONG_AGO,
    a_day,
    a_group,
    a_hold,
    a_place,
    a_question,
    a_quota,
    a_registration,
    an_account,
    an_event,
    an_open_event,
    an_organization,
)
from tests.pages import main_text

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.event import Event

CONFIRMED = RegistrationStatus.CONFIRMED
PENDING = RegistrationStatus.PENDING
WAITING = RegistrationStatus.WAITING
CANCELLED = RegistrationStatus.CANCELLED
DECLINED = RegistrationStatus.DECLINED
HOUR = timedelta(hours=1)
UNSEEN = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}
WAYS_IN = (
    "registrations",
    "registrations/new",
    "registrations/{number}",
    "registrations/{number}/edit",
    "registrations/{number}/cancel",
    "roster",
    "roster.xlsx",
    "roster.csv",
    "roster/sign-in",
    "roster/name-plates",
)
ACTIONS = ("approve", "decline", "accept", "cancel", "edit")


def at(event: Event, page: str = "registrations") -> str:
    return f"/manage/{event.kind.plural}/{event.key}/{page}"


def page_of(registration: Registration, action: str = "") -> str:
    return at(registration.event, f"registrations/{registration.id}{action}")


def names(answer: TestResponse) -> list[str]:
    """List the people of the table, as the page has them."""
    return re.findall(r'<a href="[^"]+/registrations/\d+">([^<]+)</a>', answer.text)


def reread(registration: Registration) -> Registration:
    db.session.refresh(registration)
    return registration


def kinds_of_change(registration: Registration) -> list[tuple[ChangeKind, ChangedAs]]:
    return [(one.kind, one.changed_as) for one in reread(registration).changes]


def kinds_of_letter(registration: Registration) -> list[LetterKind]:
    return [one.kind for one in reread(registration).letters]


def stated(registration: Registration, **fields: Any) -> dict[str, Any]:
    return {
        "family_name": registration.family_name,
        "given_name": registration.given_name,
        "family_kana": "おきたま",
        "given_kana": "たろう",
        "organization": registration.organization.address,
        "email": registration.email,
        "mode": registration.mode.value,
        **fields,
    }


# --- who may come in ---


@pytest.mark.parametrize("role", [Role.STAFF, Role.COORDINATOR])
def test_the_pages_are_forbidden_to_others(app: Flask, role: Role) -> None:
    body = an_organization()
    one = a_registration(an_open_event(), organization=body)
    somebody = Browser(app).sign_in(an_account(role, organization=body))
    paths = [at(one.event, way.format(number=one.id)) for way in WAYS_IN]

    assert {path: somebody.get(path).status_code for path in paths} == dict.fromkeys(paths, 403)


def test_strangers_are_sent_to_sign_in(browser: Browser) -> None:
    one = a_registration(an_open_event())
    paths = [at(one.event, way.format(number=one.id)) for way in WAYS_IN]

    assert {browser.get(path).status_code for path in paths} == {302}


@pytest.mark.parametrize("action", ACTIONS)
def test_coordinators_decide_nothing(app: Flask, action: str) -> None:
    body = an_organization()
    one = a_registration(an_open_event(), organization=body, status=PENDING)
    coordinator = Browser(app).sign_in(an_account(Role.COORDINATOR, organization=body))

    answer = coordinator.post(page_of(one, f"/{action}"), {"reason": "x"}, form="/desk/")

    assert (answer.status_code, reread(one).status) == (403, PENDING)


def test_the_pages_leave_no_copy(organizer: Browser) -> None:
    one = a_registration(an_open_event())

    for way in WAYS_IN:
        answer = organizer.get(at(one.event, way.format(number=one.id)))
        assert {name: answer.headers[name] for name in UNSEEN} == UNSEEN


@pytest.mark.parametrize("number", ["0", "99999999", "99999999999999999999"])
def test_show_knows_nobody_by_a_wrong_number(organizer: Browser, number: str) -> None:
    event = an_open_event()

    assert organizer.get(at(event, f"registrations/{number}")).status_code == 404


def test_show_knows_nobody_of_another_event(organizer: Browser) -> None:
    one = a_registration(an_open_event())

    assert organizer.get(at(an_open_event(), f"registrations/{one.id}")).status_code == 404


# --- the list ---


def test_index_lists_people_by_body_and_reading(organizer: Browser) -> None:
    event, first, second = an_open_event(), an_organization(), an_organization()
    a_registration(event, organization=second, family_name="青木", family_kana="アオキ")
    a_registration(event, organization=first, family_name="加藤", family_kana="カトウ")
    a_registration(event, organization=first, family_name="大野", family_kana="オオノ")
    a_registration(event, organization=first, family_name="オーバ", family_kana="オーバ")

    found = names(organizer.get(at(event)))

    assert [name.partition(" ")[0] for name in found] == ["大野", "オーバ", "加藤", "青木"]


def test_index_lists_people_as_they_applied_with_their_place_in_the_queue(
    organizer: Browser,
) -> None:
    event = an_open_event(capacity=1)
    a_registration(event, status=WAITING, queued_at=LONG_AGO + 2 * HOUR, family_name="神")
    a_registration(event, status=WAITING, queued_at=LONG_AGO + HOUR, family_name="林")
    a_registration(event, family_name="髙橋")

    text = main_text(organizer.get(at(event, "registrations?order=queue")))

    assert re.findall(r"髙橋|神|林|\d番目", text) == ["髙橋", "林", "1番目", "神", "2番目"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["甲", "乙", "丙"]),
        ("status=confirmed", ["甲"]),
        ("status=cancelled", ["丁"]),
        ("status=all", ["甲", "乙", "丙", "丁"]),
        ("organization=062022", ["甲"]),
        ("mode=online", ["丙"]),
        ("status=declined", []),
    ],
)
def test_index_narrows_the_list(organizer: Browser, query: str, found: list[str]) -> None:
    event = an_open_event(days=[a_day(places=[a_place(), a_place(online=True)])])
    town = an_organization(code="062022")
    for given, more in (
        ("甲", {"organization": town}),
        ("乙", {"status": PENDING}),
        ("丙", {"status": WAITING, "mode": Mode.ONLINE}),
        ("丁", {"status": CANCELLED}),
    ):
        a_registration(event, family_name="神", given_name=given, **more)

    answer = organizer.get(at(event, f"registrations?order=queue&{query}"))

    assert [name.removeprefix("神 ") for name in names(answer)] == found


@pytest.mark.parametrize(
    "query", ["status=x", "mode=x", "order=x", "organization=x", "organization=%00", "page=x"]
)
def test_index_says_what_it_cannot_understand(organizer: Browser, query: str) -> None:
    answer = organizer.get(at(an_open_event(), f"registrations?{query}"))

    assert answer.status_code == 422


def test_index_turns_pages(organizer: Browser) -> None:
    event, body = an_open_event(), an_organization()
    for number in range(101):
        a_registration(event, organization=body, family_name=f"人{number}")

    assert len(names(organizer.get(at(event)))) == 100
    assert len(names(organizer.get(at(event, "registrations?page=2")))) == 1


def test_index_says_when_there_are_none(organizer: Browser) -> None:
    assert "申込はまだありません。" in organizer.get(at(an_event())).text


def test_index_shows_nothing_of_who_was_erased(organizer: Browser) -> None:
    event = an_open_event()
    gone = a_registration(event, family_name="", given_name="", email="", erased_at=LONG_AGO)

    assert names(organizer.get(at(event))) == ["（消去済み）"]
    assert "（消去済み）" in main_text(organizer.get(page_of(gone)))


def test_index_sums_up_how_the_event_fills(organizer: Browser, noon: datetime) -> None:
    body = an_organization("米沢市")
    event = an_open_event(capacity=9, onsite_capacity=6)
    a_quota(event, organization=body, places=4)
    a_hold(event, body, places=2)
    a_registration(event, organization=body)
    a_registration(event, organization=body, status=PENDING)
    a_registration(event, organization=body, is_walk_in=True)
    a_registration(event)

    text = main_text(organizer.get(at(event)))

    for said in ("確定 2", "承認待ち 1", "キャンセル待ち 0", "確保中 2", "当日参加 1", "定員 9"):
        assert said in text
    assert "全体 5 / 9 残り4 5 / 6 残り1 0" in text
    assert "米沢市 4 / 4 残り0 4 0" in text


def test_index_tells_who_has_not_answered_and_whom_to_ask(organizer: Browser) -> None:
    group = a_group()
    silent, absent, coming = (an_organization(f"{word}町", group=group) for word in "甲乙丙")
    an_account(Role.COORDINATOR, organization=silent, email="kou@example.lg.jp", name="甲野")
    an_account(
        Role.COORDINATOR, organization=silent, email="left@example.lg.jp", disabled_at=LONG_AGO
    )
    event = an_open_event(days=[a_day(places=[_place_for(group)])])
    db.session.add(Abstention(event=event, organization=absent, answered_at=LONG_AGO))
    a_registration(event, organization=coming)
    a_registration(event, organization=silent, status=CANCELLED)

    answer = organizer.get(at(event))
    text = main_text(answer)

    assert "3団体のうち2団体が回答済み" in text
    assert re.search(r"甲町 未回答 甲野 kou@example.lg.jp 乙町 参加者なし .* 丙町 1名", text)
    assert "mailto:?bcc=kou%40example.lg.jp&amp;" in answer.text
    assert "left@example.lg.jp" not in answer.text


def _place_for(group: Any) -> Any:
    return a_place(groups=[group])


def test_index_sends_as_many_statements_for_three_people_as_for_one(
    organizer: Browser, statements: list[str], noon: datetime
) -> None:
    event = an_open_event(capacity=1, days=[a_day(), a_day(date(2026, 9, 27))])
    a_registration(event)
    a_registration(event, status=WAITING)

    def sent() -> int:
        organizer.get(at(event))
        statements.clear()
        organizer.get(at(event))
        return len(statements)

    for_two = sent()
    for status in (PENDING, WAITING, CANCELLED):
        a_registration(event, status=status)
        a_hold(event, an_organization())

    assert sent() == for_two


# --- one person ---


def test_show_tells_all_that_was_stated(organizer: Browser, noon: datetime) -> None:
    event = an_open_event()
    lunch = a_question(event, QuestionKind.YES_NO, "お弁当")
    one = a_registration(
        event,
        family_name="髙橋",
        given_name="𠮷之助",
        department="総務課",
        phone="0238-22-5111",
        remarks="一行目\n二行目",
        answers=[Answer(question=lunch, values=["yes"])],
    )

    text = main_text(organizer.get(page_of(one)))

    for said in ("髙橋 𠮷之助", "総務課", "0238-22-5111", "お弁当 はい", "一行目 二行目"):
        assert said in text


def test_edit_changes_and_show_tells_who_changed_what(app: Flask, noon: datetime) -> None:
    organizer = Browser(app).sign_in(an_account(Role.ORGANIZER, name="事務 花子"))
    event = an_open_event(
        registration_closes_at=noon - HOUR,
        days=[a_day(places=[a_place(), a_place(online=True)])],
    )
    one = a_registration(event, department="総務課")

    answer = organizer.post(page_of(one, "/edit"), stated(one, department="企画課", mode="online"))
    text = main_text(organizer.get(page_of(one)))

    assert (answer.status_code, answer.location) == (303, page_of(one))
    assert (reread(one).department, one.mode) == ("企画課", Mode.ONLINE)
    assert kinds_of_change(one) == [(ChangeKind.CHANGED, ChangedAs.ORGANIZER)]
    assert kinds_of_letter(one) == [LetterKind.CHANGED]
    assert "事務局職員 事務 花子" in text
    assert "所属：総務課 → 企画課" in text
    assert "会場で参加 → オンライン" in text


def test_show_writes_the_days_of_the_history_as_readers_do(
    organizer: Browser, noon: datetime
) -> None:
    one = a_registration(an_open_event(days=[a_day(), a_day(date(2026, 9, 27))]))

    organizer.post(page_of(one, "/edit"), stated(one, days=["2026-09-27"]))

    assert "R8.9.26、R8.9.27 → R8.9.27" in main_text(organizer.get(page_of(one)))


def test_edit_says_what_is_wrong(organizer: Browser, noon: datetime) -> None:
    one = a_registration(an_open_event())

    answer = organizer.post(page_of(one, "/edit"), stated(one, email="x"))

    assert (answer.status_code, answer.text.count('aria-invalid="true"')) == (422, 1)


def test_cancel_gives_the_place_to_who_waits(organizer: Browser, noon: datetime) -> None:
    event = an_open_event(capacity=1)
    one = a_registration(event)
    next_one = a_registration(event, status=WAITING)

    organizer.post(page_of(one, "/cancel"))

    assert [reread(each).status for each in (one, next_one)] == [CANCELLED, CONFIRMED]
    assert kinds_of_change(one) == [(ChangeKind.CANCELLED, ChangedAs.ORGANIZER)]


@pytest.mark.parametrize("action", ["edit", "cancel"])
def test_what_is_cancelled_is_only_shown(organizer: Browser, action: str) -> None:
    one = a_registration(an_open_event(), status=CANCELLED)

    answer = organizer.get(page_of(one, f"/{action}"))

    assert (answer.status_code, answer.location) == (302, page_of(one))


def test_new_registers_after_the_deadline(organizer: Browser, noon: datetime) -> None:
    event, body = an_open_event(registration_closes_at=noon - HOUR), an_organization()
    fields = {
        "family_name": "髙橋",
        "given_name": "花子",
        "family_kana": "たかはし",
        "given_kana": "はなこ",
        "organization": body.address,
        "email": "hanako@example.lg.jp",
        "mode": "onsite",
    }

    answer = organizer.post(at(event, "registrations/new"), fields)
    [made] = db.session.query(Registration).all()

    assert (answer.status_code, answer.location) == (303, page_of(made))
    assert (made.full_name, made.status) == ("髙橋 花子", CONFIRMED)
    assert kinds_of_change(made) == [(ChangeKind.MADE, ChangedAs.ORGANIZER)]
    assert kinds_of_letter(made) == [LetterKind.CONFIRMED]


def test_new_says_why_nobody_can_be_registered(organizer: Browser, noon: datetime) -> None:
    one = a_registration(an_open_event())

    answer = organizer.post(at(one.event, "registrations/new"), stated(one))

    assert answer.status_code == 422
    assert db.session.query(Registration).count() == 1


# --- decisions ---


def test_approve_confirms_and_tells_the_person(organizer: Browser, noon: datetime) -> None:
    one = a_registration(an_open_event(needs_approval=True), status=PENDING)

    answer = organizer.post(page_of(one, "/approve"), form=page_of(one))

    assert (answer.status_code, reread(one).status) == (303, CONFIRMED)
    assert kinds_of_change(one) == [(ChangeKind.APPROVED, ChangedAs.ORGANIZER)]
    assert kinds_of_letter(one) == [LetterKind.CONFIRMED]


def test_decline_tells_the_person_why_and_gives_the_place_on(
    organizer: Browser, noon: datetime
) -> None:
    event = an_open_event(needs_approval=True, capacity=1)
    one = a_registration(event, status=PENDING)
    next_one = a_registration(event, status=WAITING)

    organizer.post(page_of(one, "/decline"), {"reason": "対象外です。"}, form=page_of(one))

    assert (reread(one).status, one.decline_reason) == (DECLINED, "対象外です。")
    assert kinds_of_letter(one) == [LetterKind.DECLINED]
    assert reread(next_one).status is PENDING
    assert "対象外です。" in main_text(organizer.get(page_of(one)))


@pytest.mark.parametrize("reason", ["", " 　\n", "x" * 1001, "\x00"])
def test_decline_needs_a_reason(organizer: Browser, noon: datetime, reason: str) -> None:
    one = a_registration(an_open_event(needs_approval=True), status=PENDING)

    answer = organizer.post(page_of(one, "/decline"), {"reason": reason}, form=page_of(one))

    assert (answer.status_code, reread(one).status) == (422, PENDING)


def test_decline_does_not_undo_what_another_organizer_approved(
    organizer: Browser, noon: datetime
) -> None:
    one = a_registration(an_open_event(needs_approval=True), status=PENDING)
    organizer.post(page_of(one, "/approve"), form=page_of(one))

    answer = organizer.post(page_of(one, "/decline"), {"reason": "対象外"}, form=page_of(one))

    assert (answer.status_code, reread(one).status) == (422, CONFIRMED)
    assert "すでに承認待ちではありません" in main_text(answer)
    assert kinds_of_letter(one) == [LetterKind.CONFIRMED]


def test_approve_all_confirms_those_chosen_and_nobody_else(
    organizer: Browser, noon: datetime
) -> None:
    event = an_open_event(needs_approval=True, capacity=3)
    other = an_open_event(needs_approval=True)
    chosen = [a_registration(event, status=PENDING) for _ in range(2)]
    left = [
        a_registration(event, status=PENDING),
        a_registration(other, status=PENDING),
        a_registration(event, status=WAITING),
    ]
    numbers = [str(one.id) for one in (*chosen, *left[1:])]

    answer = organizer.post(
        at(event, "registrations/approve"), {"numbers": numbers}, form=at(event)
    )

    assert answer.status_code == 303
    assert [reread(one).status for one in chosen] == [CONFIRMED, CONFIRMED]
    assert [reread(one).status for one in left] == [PENDING, PENDING, WAITING]
    text = main_text(organizer.get(at(event)))
    assert "2名の申込を承認しました。" in text
    assert "1件はすでに承認待ちではないため、そのままにしました。" in text


@pytest.mark.parametrize("numbers", [[], ["x"], ["-1"], ["99999999999999999999"]])
def test_approve_all_asks_for_somebody(organizer: Browser, numbers: list[str]) -> None:
    event = an_open_event(needs_approval=True)

    organizer.post(at(event, "registrations/approve"), {"numbers": numbers}, form=at(event))

    assert "申込を1件以上選んでください。" in main_text(organizer.get(at(event)))


def test_index_ticks_all_who_await_approval_when_asked(organizer: Browser) -> None:
    event = an_open_event(needs_approval=True)
    a_registration(event, status=PENDING)
    a_registration(event)

    plain = organizer.get(at(event)).text
    chosen = organizer.get(at(event, "registrations?status=pending&chosen=all")).text

    assert [text.count(" checked>") for text in (plain, chosen)] == [0, 1]


def test_accept_takes_the_offered_place_for_the_person(organizer: Browser, noon: datetime) -> None:
    event = an_open_event(capacity=1, offer_hours=24)
    one = a_registration(event, status=WAITING, offer_expires_at=noon + HOUR)

    organizer.post(page_of(one, "/accept"), form=page_of(one))

    assert reread(one).status is CONFIRMED
    assert kinds_of_change(one) == [(ChangeKind.ACCEPTED, ChangedAs.ORGANIZER)]


def test_accept_is_refused_when_the_offer_has_lapsed(organizer: Browser, noon: datetime) -> None:
    event = an_open_event(capacity=1, offer_hours=24)
    one = a_registration(event, status=WAITING, offer_expires_at=noon - HOUR)

    answer = organizer.post(page_of(one, "/accept"), form=page_of(one))

    assert (answer.status_code, reread(one).status) == (422, WAITING)


# --- what was erased ---


def test_roster_shows_the_record_of_disposals(organizer: Browser) -> None:
    event = an_open_event()
    db.session.add(
        Disposal(
            event=event,
            disposed_at=LONG_AGO,
            due_on=date(2026, 3, 31),
            registrations=1234,
            letters=5,
        )
    )

    text = main_text(organizer.get(at(event, "roster")))

    assert "保存期間満了（R8.3.31まで） 1,234 5 自動" in text
